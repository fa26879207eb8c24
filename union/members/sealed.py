"""Every column that is sealed, where its values lie, and how they get a newer key.

Rotation goes row by row in small units of work. Whoever reads meanwhile opens old
values and new ones; begun again, it passes over what is done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, func, type_coerce
from sqlmodel import Session, SQLModel, select

from union.core.fields import HEAD, Keyring, Unreadable, closed_by
from union.members.models import Contact, Import, OneTimeSecret, PhoneCode


@dataclass(frozen=True)
class SealedColumn:
    """A column whose values are bound to their rows by the row's key."""

    table: type[SQLModel]
    column: str
    key: str  # the column that names the row
    place: str  # what stands before the key in the place of each value
    at_once: int = 500  # rows in one unit of work

    @property
    def name(self) -> str:
        return f"{self.table.__tablename__}.{self.column}"

    @property
    def values(self) -> Any:
        return getattr(self.table, self.column)

    @property
    def keys(self) -> Any:
        return getattr(self.table, self.key)

    def place_of(self, row: UUID) -> str:
        return f"{self.place}|{row}"


SEALED = (
    SealedColumn(Contact, "phone_sealed", "member_id", "contact|phone"),
    SealedColumn(PhoneCode, "sealed", "member_id", "phonecode"),
    SealedColumn(OneTimeSecret, "sealed", "member_id", "onetimesecret|sealed"),
    SealedColumn(Import, "sealed", "id", "import|sealed", at_once=1),  # whole files
)


@dataclass
class Progress:
    """How far a column has come."""

    last: UUID | None = None  # the row it goes on after
    renewed: int = 0
    unreadable: int = 0
    is_done: bool = False


def renew_some(
    db: Session, column: SealedColumn, ring: Keyring, progress: Progress
) -> None:
    """Close the next rows with the newest key."""
    rows = db.exec(_next(column, progress.last)).all()
    for row in rows:
        _renew(row, column, ring, progress)
        progress.last = getattr(row, column.key)
    progress.is_done = len(rows) < column.at_once


def _next(column: SealedColumn, last: UUID | None) -> Any:
    there = select(column.table).where(column.values.is_not(None))
    if last:
        there = there.where(column.keys > last)
    return there.order_by(column.keys).limit(column.at_once).with_for_update()


def _renew(
    row: SQLModel, column: SealedColumn, ring: Keyring, progress: Progress
) -> None:
    sealed = getattr(row, column.column)
    try:
        if not ring.is_current(sealed):
            place = column.place_of(getattr(row, column.key))
            setattr(row, column.column, ring.renewed(sealed, place))
            progress.renewed += 1
    except Unreadable:
        progress.unreadable += 1


def closed_by_each(db: Session) -> Counter[str]:
    """How many values each key closes, by its name; what names none is counted, too."""
    return Counter(name for column in SEALED for name in _names(db, column))


def _names(db: Session, column: SealedColumn) -> Iterator[str]:
    head = type_coerce(func.substr(column.values, 1, HEAD), LargeBinary)
    for sealed in db.exec(select(head).where(column.values.is_not(None))):
        try:
            yield closed_by(bytes(sealed))
        except Unreadable:
            yield "?"
