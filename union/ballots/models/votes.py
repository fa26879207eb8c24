"""What members voted: sealed while a ballot is open, papers without owners after it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from union.core.base import Form


class Choice(Form):
    """The answer a member is about to give."""

    choice: str = Field(max_length=8)


class VoteForm(Choice):
    """The answer they send, and when the page it stands on was drawn, in ms."""

    drawn: int = Field(ge=0)


def in_ms(at: datetime) -> int:
    """A moment as pages carry it."""
    return int(at.timestamp() * 1000)


@dataclass(frozen=True)
class Vote:
    """An answer with the key of its form and the moment its page was drawn.

    A form that comes late, from a page drawn before the vote that counts, changes
    nothing; one with the same key is the same vote.
    """

    choice: str
    key: str
    drawn: int
    arrived: int = field(default=0, compare=False)  # kept nowhere

    def arriving(self, at: datetime) -> Self:
        """The same vote, as it comes in: no page was drawn after that."""
        present = in_ms(at)
        return replace(self, drawn=min(self.drawn, present), arrived=present)

    def comes_too_late(self, earlier: Self) -> bool:
        """Whether its page was drawn before the one of the vote that counts.

        If that one seems to be drawn after this arrived, the clock was moved back in
        between: then the moments say nothing, and what arrives later counts.
        """
        return self.drawn < earlier.drawn <= self.arrived


class Envelope(SQLModel, table=True):
    """A member's vote in a confidential ballot, sealed; deleted when it closes."""

    __table_args__ = {"sqlite_with_rowid": False}

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    member_id: UUID = Field(primary_key=True)
    sealed: bytes


class Paper(SQLModel, table=True):
    """One answer, nobody's. Its key is random; it has no time and no number."""

    __table_args__ = {"sqlite_with_rowid": False}

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    ballot_id: UUID = Field(foreign_key="ballot.id", index=True)
    choice: str = Field(max_length=8)


class NamedVote(SQLModel, table=True):
    """A member's answer in a named ballot, which says that it is kept with the name."""

    __table_args__ = {"sqlite_with_rowid": False}

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    member_id: UUID = Field(primary_key=True)
    choice: str = Field(max_length=8)
    key: str = Field(max_length=64)
    drawn: int = Field(sa_type=BigInteger)


class Tally(SQLModel, table=True):
    """How many papers give one answer, counted in the transaction that closed."""

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    choice: str = Field(primary_key=True, max_length=8)
    papers: int
