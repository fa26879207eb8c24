"""Ballot files, what was asked about them, and what counting them came to."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, Relationship, SQLModel

from union.core.base import Entity, Form, now
from union.members.models import Branch

LONGEST_NAME = 120
LONGEST_TITLE = 200
LONGEST_LOT = 20_000
LONGEST_SEED = 200
MOST_SEATS = 10_000
MOST_VOTERS = 10**9


class State(StrEnum):
    """How far a count has come."""

    ASKED = "asked"
    COUNTED = "counted"
    TIED = "tied"  # counted as far as it goes without a lot
    FAILED = "failed"


class BallotFile(Entity, table=True):
    """A ballot file as it came, kept so that anybody can count it again."""

    name: str = Field(max_length=LONGEST_NAME)
    content: bytes
    digest: str = Field(max_length=64)


class BallotCount(Entity, table=True):
    """One way to count one file, and its report once the worker is done.

    To count again is another row, which names the earlier one.
    """

    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    file_id: UUID = Field(foreign_key="ballotfile.id")
    earlier_id: UUID | None = Field(
        default=None, foreign_key="ballotcount.id", index=True
    )
    by: UUID = Field(index=True)  # no key: members leave
    rule: str = Field(max_length=40)
    seats: int | None = None  # None: as the file says
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    asked_at: datetime = Field(default_factory=now)
    done: int = 0
    whole: int = 0
    finished_at: datetime | None = Field(default=None, index=True)
    title: str = Field(default="", max_length=LONGEST_TITLE)
    is_tied: bool = False
    report: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    trouble: str = Field(default="", max_length=LONGEST_TITLE)

    branch: Branch = Relationship()
    file: BallotFile = Relationship()

    @property
    def state(self) -> State:
        if self.finished_at is None:
            return State.ASKED
        if self.trouble:
            return State.FAILED
        return State.TIED if self.is_tied else State.COUNTED

    @property
    def is_public(self) -> bool:
        """Whether there is a report for those whom the election concerns."""
        return self.state in (State.COUNTED, State.TIED)


class DeclaredLot(SQLModel):
    """A lot, as an order of names or as a seed that anybody could have read."""

    lot: str | None = Field(default=None, max_length=LONGEST_LOT)
    lot_seed: str | None = Field(default=None, max_length=LONGEST_SEED)

    def as_options(self) -> dict[str, Any]:
        """As the counting rules want it; nothing where none was declared."""
        names = [name.strip() for name in (self.lot or "").splitlines()]
        declared: dict[str, Any] = {}
        if any(names):
            declared["tie_order"] = [name for name in names if name]
        if self.lot_seed:
            declared["lot_seed"] = self.lot_seed
        return declared


class NewCount(Form, DeclaredLot):
    """What an officer says beside a ballot file."""

    branch_id: UUID
    rule: str = Field(max_length=40)
    seats: int | None = Field(default=None, ge=1, le=MOST_SEATS)
    quorum: str | None = Field(default=None, max_length=40)
    approval: str | None = Field(default=None, max_length=40)
    spoilt_papers_vote: bool = False
    electorate: int | None = Field(default=None, ge=1, le=MOST_VOTERS)


class DrawnLot(Form, DeclaredLot):
    """The lot that was drawn because a count could not go on without it."""
