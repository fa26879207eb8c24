"""The minutes: every event, written in the transaction that caused it."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, Integer, text
from sqlmodel import Field, Session, SQLModel

from union.core.base import now
from union.core.events import Event

_OWN_COLUMNS = {field.name for field in fields(Event)}
_LOGGED: dict[str, Any] = {
    "sqlite_where": text("is_logged IS 1"),
    "postgresql_where": text("is_logged IS true"),
}


class Minute(SQLModel, table=True):
    """One line of the minutes. Lines are added, never changed."""

    __table_args__ = (
        Index("ix_minute_branch_id_number", "branch_id", "number"),
        Index("ix_minute_logged", "branch_id", "number", **_LOGGED),
        Index("ix_minute_logged_number", "number", **_LOGGED),
    )

    number: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    at: datetime
    event: str = Field(index=True)
    by: UUID | None = Field(index=True)  # no key: members may leave, the clock acts too
    branch_id: UUID | None  # no key: the minute outlives the branch
    about: dict[str, str] = Field(sa_type=JSON)
    is_logged: bool = True  # what is not may be a hundred thousand signatures


def facts_of(event: Event) -> dict[str, str]:
    """What the event is about, beyond its author and its branch, as text."""
    return {
        field.name: str(value)
        for field in fields(event)
        if field.name not in _OWN_COLUMNS
        and (value := getattr(event, field.name)) is not None
    }


def write_minutes(db: Session, events: list[Event], at: datetime | None = None) -> None:
    """Enter the events in the minutes, in the order they happened."""
    at = at or now()
    for event in events:
        if event.minuted:
            db.add(
                Minute(
                    at=at,
                    event=type(event).__name__,
                    by=event.by if event.names_its_author else None,
                    branch_id=event.branch_id,
                    about=facts_of(event),
                    is_logged=event.is_logged,
                )
            )
