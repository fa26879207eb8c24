"""A form sent twice is done once: the second time gets the first answer.

Each form carries a key made when its page was drawn. A row keeps the key beside the
member, what was answered and, unless the act is secret, a digest of what was sent.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, update
from sqlmodel import Field, Session, SQLModel, col

from union.core.base import now
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.core.prebuilt import Prebuilt, put_if_new

KEPT = timedelta(days=7)


class Answer(SQLModel, table=True):
    """What a member was told about one form."""

    member_id: UUID = Field(primary_key=True)  # no key: it outlives nobody for long
    key: str = Field(primary_key=True, max_length=64)
    about: UUID | None = Field(default=None, index=True)  # the thing acted upon
    digest: str = ""  # of the act and all that was sent; empty for a secret act
    location: str
    given_at: datetime = Field(default_factory=now, index=True)  # the day, no moment


_answers = SQLModel.metadata.tables["answer"]
_this_one = (
    _answers.c.member_id == bindparam("whose"),
    _answers.c.key == bindparam("form"),
)
_CLAIM = Prebuilt(put_if_new(_answers, "key"), *_answers.c.keys())
_KEEP = Prebuilt(
    lambda _: update(_answers).where(*_this_one).values(location=bindparam("location"))
)
_FORGET = Prebuilt(lambda _: delete(_answers).where(*_this_one))


def claim(
    db: Session, member_id: UUID, key: str, about: UUID | None, digest: str
) -> str | None:
    """Begin to answer a form; or say where its sender was sent before, if they were.

    The row goes in first: a second tap waits for the first to finish, then finds its
    answer. Raises Refused when the same form comes back with other content.
    """
    row: dict[str, Any] = {"member_id": member_id, "key": key, "about": about}
    row |= {"digest": digest, "location": "", "given_at": _today()}
    if _CLAIM.first(db, row):
        return None
    answer = db.get_one(Answer, (member_id, key))
    if answer.digest != digest:
        raise Refused(
            _("This form was already sent. Open the page again to change it.")
        )
    return answer.location


def keep(db: Session, member_id: UUID, key: str, location: str | None) -> None:
    """Remember where the sender of a form is sent; nothing, if it is no place.

    The act itself may have had the answer forgotten, as closing a ballot does.
    """
    which = {"whose": member_id, "form": key}
    if location:
        _KEEP.do(db, which | {"location": location})
    else:
        _FORGET.do(db, which)


def _today() -> datetime:
    """Fine enough to forget by; a moment would tell when somebody voted."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def forget_answers(db: Session, about: UUID, member_id: UUID | None = None) -> None:
    """Erase who sent what about this thing, or what this member sent about it."""
    sent = delete(Answer).where(col(Answer.about) == about)
    if member_id:
        sent = sent.where(col(Answer.member_id) == member_id)
    db.execute(sent)


def forget_old_answers(db: Session) -> None:
    """Erase what no phone will ask for again."""
    db.execute(delete(Answer).where(col(Answer.given_at) < now() - KEPT))
