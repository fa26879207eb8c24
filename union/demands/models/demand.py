"""The demand document, and the list of its versions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Relationship, SQLModel

from union.core.base import Entity, now
from union.core.i18n import mark
from union.members.models import Branch


class Track(StrEnum):
    """Under which title the work is done: it decides what the law is to the letter."""

    EMPLOYMENT = "employment"
    CONTRACT = "contract"


class State(StrEnum):
    """Where a demand stands, derived from what has happened."""

    DRAFTING = "drafting"
    FROZEN = "frozen"
    IN_BALLOT = "in_ballot"
    RATIFIED = "ratified"
    REFUSED = "refused"


class Act(StrEnum):
    """What made a version."""

    BEGUN = "begun"
    FRAMED = "framed"
    ADDED = "added"
    REWORDED = "reworded"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    REMOVED = "removed"
    REOPENED = "reopened"


TRACKS = {
    Track.CONTRACT: mark("by civil-law contracts, as performers"),
    Track.EMPLOYMENT: mark("by employment contracts"),
}
STATES = {
    State.DRAFTING: mark("being drafted"),
    State.FROZEN: mark("frozen"),
    State.IN_BALLOT: mark("in ratification"),
    State.RATIFIED: mark("ratified"),
    State.REFUSED: mark("not ratified"),
}
ACTS = {
    Act.BEGUN: mark("The document was begun"),
    Act.FRAMED: mark("Title, addressee or introduction changed"),
    Act.ADDED: mark("Clause added"),
    Act.REWORDED: mark("Clause changed"),
    Act.CONFIRMED: mark("Translation confirmed"),
    Act.MOVED: mark("Clause moved"),
    Act.REMOVED: mark("Clause removed"),
    Act.REOPENED: mark("Opened for changes again"),
}


class Demand(Entity, table=True):
    """What a branch demands of somebody. Its words stand in its texts, by version."""

    __table_args__ = (
        Index("ix_demand_branch_id_drafted_at_id", "branch_id", "drafted_at", "id"),
    )

    branch_id: UUID = Field(foreign_key="branch.id")
    author_id: UUID
    platform_id: str | None = Field(default=None, foreign_key="platform.id")
    track: Track = Track.CONTRACT
    petition_id: UUID | None = Field(default=None, foreign_key="petition.id")
    drafted_at: datetime = Field(default_factory=now)
    version: int = 1
    frame_version: int = 1  # which version has the words round the clauses

    branch: Branch = Relationship()


class Version(SQLModel, table=True):
    """One saved change: the document as it was from then until the next."""

    __tablename__ = "demand_version"

    demand_id: UUID = Field(foreign_key="demand.id", primary_key=True)
    number: int = Field(primary_key=True)
    act: Act
    clause_id: UUID | None = None
    author_id: UUID | None
    at: datetime

    demand: Demand = Relationship()
