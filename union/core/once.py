"""A form sent twice is done once: the second time gets the first answer.

Each form carries a key made when its page was drawn. A row keeps the key beside the
member, what was answered and, unless the act is secret, a digest of what was sent.

Where an act is taken back, so must be the trace of who did it; but a phone may still
send its form again. So the row stays without its owner: member and key are pressed
into one hash, which only whoever sends the same form again can make.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from union.core.base import now
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.core.prebuilt import Prebuilt, put_if_new

KEPT = timedelta(days=7)
NOBODY = UUID(int=0)


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
_CLAIM = Prebuilt(partial(put_if_new, _answers), *_answers.c.keys())
_KEEP = Prebuilt(
    lambda _: update(_answers).where(*_this_one).values(location=bindparam("location"))
)
_FIND = Prebuilt(
    lambda _: select(_answers.c.digest, _answers.c.location).where(*_this_one)
)
_FORGET = Prebuilt(lambda _: delete(_answers).where(*_this_one))


@dataclass(frozen=True)
class Slip:
    """A form as it came: by whom, under which key, about what, with which content.

    Its fields are called as the columns of its answer.
    """

    member_id: UUID
    key: str
    about: UUID | None = None
    digest: str = ""  # of the act and all that was sent; empty for a secret act

    @property
    def own(self) -> dict[str, Any]:
        """Where its answer lies."""
        return {"whose": self.member_id, "form": self.key}

    @property
    def ghost(self) -> dict[str, Any]:
        """Where its answer lies once that leads to nobody."""
        return _ghost(self.member_id, self.key)


def _ghost(member_id: UUID, key: str) -> dict[str, Any]:
    pressed = sha256(f"{member_id} {key}".encode()).hexdigest()
    return {"whose": NOBODY, "form": pressed}


def claim(db: Session, slip: Slip, location: str = "") -> str | None:
    """Begin to answer a form; or say where its sender was sent before, if they were.

    The row goes in first: a second tap waits for the first to finish, then finds its
    answer. `location` is where its sender will be sent if all goes well: who knows it
    now has nothing more to keep. Raises Refused when the same form comes back with
    other content.
    """
    row: dict[str, Any] = {
        "member_id": slip.member_id,
        "key": slip.key,
        "about": slip.about,
    }
    row |= {"digest": slip.digest, "location": location, "given_at": _today()}
    here = db.connection()
    is_new = bool(_CLAIM.do(here, row))
    if is_new and not slip.digest:  # no secret act is taken back
        return None
    answer = _FIND.first(here, slip.ghost) if is_new else _earlier(here, slip)
    if answer is None:
        return None if is_new else claim(db, slip, location)
    if is_new:
        _FORGET.do(here, slip.own)
    if answer.digest != slip.digest:
        raise Refused(
            _("This form was already sent. Open the page again to change it.")
        )
    return str(answer.location)


def _earlier(here: Connection, slip: Slip) -> Any:
    """What was answered, whose act may be taken back or forgotten at this moment."""
    return _FIND.first(here, slip.own) or _FIND.first(here, slip.ghost)


def keep(db: Session, slip: Slip, location: str | None) -> None:
    """Remember where the sender of a form is sent; nothing, if it is no place.

    The act itself may have had the answer forgotten, as closing a ballot does.
    """
    here = db.connection()
    if not location:
        _FORGET.do(here, slip.own)
    elif not _KEEP.do(here, slip.own | {"location": location}):
        _KEEP.do(here, slip.ghost | {"location": location})


def _today() -> datetime:
    """Fine enough to forget by; a moment would tell when somebody voted."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def forget_answers(db: Session, about: UUID) -> None:
    """Erase who sent what about this thing."""
    db.execute(delete(Answer).where(col(Answer.about) == about))


def disown_answers(db: Session, about: UUID, member_id: UUID) -> None:
    """Let none of what this member sent about this thing lead to them any more.

    Each form keeps its answer: sent again, it does nothing again.
    """
    sent = col(Answer.about) == about, col(Answer.member_id) == member_id
    for answer in db.exec(select(Answer).where(*sent)).all():
        ghost = _ghost(member_id, answer.key)
        answer.member_id, answer.key = ghost["whose"], ghost["form"]
        answer.about = None
    db.flush()


def forget_old_answers(db: Session) -> None:
    """Erase what no phone will ask for again."""
    db.execute(delete(Answer).where(col(Answer.given_at) < now() - KEPT))
