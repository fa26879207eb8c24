"""A text fixed for a decision, and what the decision was."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Relationship

from union.ballots.models import Ballot
from union.core.base import Entity
from union.demands.models.demand import Demand, State


class Fixing(Entity, table=True):
    """One version of a demand, frozen; its ballot; the mandate, if it was given one."""

    __tablename__ = "demand_fixing"
    __table_args__ = (
        Index(
            "uq_demand_fixing_demand_id",
            "demand_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index(
            "uq_demand_fixing_demand_id_version", "demand_id", "version", unique=True
        ),
        Index(
            "uq_demand_fixing_union_id_year_serial",
            "union_id",
            "year",
            "serial",
            unique=True,
        ),
    )

    demand_id: UUID = Field(foreign_key="demand.id")
    union_id: UUID = Field(foreign_key="branch.id")
    version: int
    digest: str = Field(max_length=64)  # SHA-256 over the canonical text
    at: datetime
    by: UUID
    ballot_id: UUID | None = Field(default=None, foreign_key="ballot.id", unique=True)
    decided_at: datetime | None = None
    year: int | None = None  # with the serial, the number of the mandate
    serial: int | None = None
    lifted_at: datetime | None = None  # when it was opened for changes again
    letter_on: date | None = None  # the day the letter bears

    demand: Demand = Relationship()
    ballot: Ballot | None = Relationship()

    @property
    def mandate(self) -> str | None:
        """The number of the mandate: 2026/3."""
        return f"{self.year}/{self.serial}" if self.serial else None

    @property
    def state(self) -> State:
        """Where the frozen text stands."""
        if self.serial:
            return State.RATIFIED
        if self.decided_at:
            return State.REFUSED
        return State.IN_BALLOT if self.ballot_id else State.FROZEN
