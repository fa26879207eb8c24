"""What must happen because of an event: written with it, done by the worker.

`@surely(Kind)` names a listener. The unit of work that announces an event writes one
row for each of its listeners; the worker calls each with a session and the event, again
and again until it succeeds or has failed `TRIES` times. Then the row is a dead letter
that an operator sees. A listener must therefore be idempotent.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import JSON, BigInteger, Index, Integer
from sqlmodel import Field, Session, SQLModel, col, func, select

from union.core.base import db_now
from union.core.events import Event

E = TypeVar("E", bound=Event)
Duty = Callable[[Session, E], None]

TRIES = 8
FIRST_WAIT = timedelta(seconds=10)
OVERDUE = timedelta(minutes=1)

_duties: dict[str, tuple[type[Event], Duty[Any]]] = {}


class Letter(SQLModel, table=True):
    """One event that one listener has yet to hear of."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due_at_id", "due_at", "id"),)

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    duty: str
    about: dict[str, Any] = Field(sa_type=JSON)
    tries: int = 0
    due_at: datetime
    dead_at: datetime | None = None
    trouble: str = ""  # the kind of the last error, never its text


def surely(kind: type[E]) -> Callable[[Duty[E]], Duty[E]]:
    """Do something because of one kind of event, whatever fails meanwhile."""

    def register(duty: Duty[E]) -> Duty[E]:
        _duties[f"{duty.__module__}.{duty.__qualname__}"] = (kind, duty)
        return duty

    return register


def post(db: Session, events: list[Event]) -> bool:
    """Write a letter for each duty that an event brings; say whether there is any."""
    owed = [
        (name, _shape(name).dump_python(event, mode="json"))
        for event in events
        for name, (kind, _) in _duties.items()
        if type(event) is kind
    ]
    if not owed:
        return False
    at = db_now(db)
    db.add_all(Letter(duty=name, about=about, due_at=at) for name, about in owed)
    return True


def next_letter(db: Session) -> Letter | None:
    """The first letter that is due, locked for this unit of work."""
    due = (
        select(Letter)
        .where(col(Letter.dead_at).is_(None), Letter.due_at <= db_now(db))
        .order_by(col(Letter.due_at), col(Letter.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.exec(due).first()


def perform(db: Session, letter: Letter) -> None:
    """Do what the letter asks, and take it off the list."""
    _kind, duty = _duties[letter.duty]
    duty(db, _shape(letter.duty).validate_python(letter.about))
    db.delete(letter)


def put_off(db: Session, letter_id: int, error: BaseException) -> None:
    """Note that a letter failed: it comes again later, or lies among the dead."""
    letter = db.get_one(Letter, letter_id)
    letter.tries += 1
    letter.trouble = type(error).__name__
    letter.due_at = db_now(db) + FIRST_WAIT * 2 ** (letter.tries - 1)
    if letter.tries >= TRIES:
        letter.dead_at = db_now(db)


def dead_letters(db: Session) -> list[Letter]:
    """What the worker has given up on, oldest first."""
    dead = select(Letter).where(col(Letter.dead_at).is_not(None))
    return list(db.exec(dead.order_by(col(Letter.id))))


def overdue(db: Session) -> int:
    """How many letters the worker should have performed, and has not."""
    late = (col(Letter.dead_at).is_(None), Letter.due_at <= db_now(db) - OVERDUE)
    return db.exec(select(func.count()).select_from(Letter).where(*late)).one()


def revive(db: Session, letter: Letter) -> None:
    """Try a dead letter again from the beginning."""
    letter.tries, letter.dead_at, letter.due_at = 0, None, db_now(db)


@cache
def _shape(duty: str) -> TypeAdapter[Any]:
    kind, _duty = _duties[duty]
    return TypeAdapter(kind)
