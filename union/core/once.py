"""A form sent twice is done once: the second time gets the first answer.

Each form carries a key made when its page was drawn. A row keeps the key beside the
member, what was answered and, unless the act is secret, a digest of what was sent.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col

from union.core.base import now
from union.core.errors import Refused
from union.core.i18n import gettext as _

KEPT = timedelta(days=7)


class Answer(SQLModel, table=True):
    """What a member was told about one form."""

    member_id: UUID = Field(primary_key=True)  # no key: it outlives nobody for long
    key: str = Field(primary_key=True, max_length=64)
    about: UUID | None = Field(default=None, index=True)  # the thing acted upon
    digest: str = ""  # of the act and all that was sent; empty for a secret act
    location: str
    given_at: datetime = Field(default_factory=now, index=True)


def earlier_answer(db: Session, member_id: UUID, key: str, digest: str) -> str | None:
    """Where this form's sender was sent before, if it was sent before.

    Raises Refused when the same form comes back with other content.
    """
    answer = db.get(Answer, (member_id, key))
    if answer is None:
        return None
    if answer.digest != digest:
        raise Refused(
            _("This form was already sent. Open the page again to change it.")
        )
    return answer.location


def forget_answers(db: Session, about: UUID) -> None:
    """Erase who sent what about this thing, once it must not be known."""
    db.execute(delete(Answer).where(col(Answer.about) == about))


def forget_old_answers(db: Session) -> None:
    """Erase what no phone will ask for again."""
    db.execute(delete(Answer).where(col(Answer.given_at) < now() - KEPT))
