"""Who may vote: the roll, objections to it, and the two hands each step needs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from union.core.base import Entity, Form, now
from union.core.i18n import mark
from union.members.models import Role, by_value


class RollEntry(SQLModel, table=True):
    """A member may vote in a ballot, and whether they have. Never what, never when."""

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    member_id: UUID = Field(primary_key=True)  # no key: the roll outlives its members
    voted: bool = False

    __table_args__ = (Index("ix_rollentry_member_id", "member_id"),)


class RollReading(SQLModel, table=True):
    """A roll that two have decided on, until the worker has entered all of it.

    `ids` are the members entitled at the moment it was read, sixteen bytes each, in
    their order: whatever happens while they are entered changes nothing any more.
    """

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    read_at: datetime | None = None
    ids: bytes | None = None
    size: int = 0
    entered: int = 0


class Step(StrEnum):
    """What takes two people of different roles."""

    FREEZE = "freeze"
    OPEN = "open"
    CLOSE = "close"


STEPS = {
    Step.FREEZE: mark("Freeze the roll"),
    Step.OPEN: mark("Open the ballot"),
    Step.CLOSE: mark("Close the ballot early"),
}


class Consent(SQLModel, table=True):
    """One of the two hands. The keys leave no room for two of one person or role."""

    __table_args__ = (UniqueConstraint("ballot_id", "step", "member_id"),)

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    step: Step = Field(primary_key=True)
    role: Role = Field(sa_type=by_value(Role), primary_key=True)
    member_id: UUID  # no key: what was decided outlives who decided it
    reason: str = Field(default="", max_length=280)
    given_at: datetime = Field(default_factory=now)


class ObjectionForm(Form):
    """Why a member thinks they should be on the roll."""

    reason: str = Field(min_length=1, max_length=500)


class Resolution(Form):
    """What the returning officer answers."""

    answer: str = Field(min_length=1, max_length=500)
    upheld: bool


class Objection(Entity, table=True):
    """A member says that they belong on the roll; an officer answers in time."""

    __table_args__ = (UniqueConstraint("ballot_id", "member_id"),)

    ballot_id: UUID = Field(foreign_key="ballot.id")
    member_id: UUID = Field(index=True)
    reason: str = Field(max_length=500)
    made_at: datetime = Field(default_factory=now)
    answer: str = Field(default="", max_length=500)
    upheld: bool = False
    resolved_at: datetime | None = None
    resolved_by: UUID | None = None
