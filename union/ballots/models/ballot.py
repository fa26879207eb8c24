"""A ballot: what is asked, of whom, by which rule, and what has happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field, Relationship, SQLModel

from union.ballots.models.state import State, state_at
from union.core import i18n
from union.core.base import Entity, now
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.law.thresholds import Threshold
from union.members.models import Branch, by_value

# As long as each other, or the length of what a phone sends would tell the vote.
YES, NO, ABSTAIN = "yes", "nay", "non"


class Kind(StrEnum):
    """What a ballot decides."""

    CONSULTATIVE = "consultative"
    DECISION = "decision"
    OFFICERS = "officers"
    RATIFICATION = "ratification"
    ACTION = "action"


class Secrecy(StrEnum):
    """Who can learn how a member voted."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"


class Trouble(StrEnum):
    """Why the worker gave up a roll that two had decided to freeze."""

    FEW = "few"
    LATE = "late"


KINDS = {
    Kind.CONSULTATIVE: mark("consultation"),
    Kind.DECISION: mark("decision"),
    Kind.OFFICERS: mark("election of officers"),
    Kind.RATIFICATION: mark("ratification"),
    Kind.ACTION: mark("collective action"),
}
TROUBLES = {
    Trouble.FEW: mark(
        "The roll was not frozen: fewer than ten are entitled, too few for a "
        "confidential ballot. Make it a named ballot, or begin again later."
    ),
    Trouble.LATE: mark(
        "The roll was not frozen: the hour of closing passed before it was entered. "
        "Choose other hours, then begin again."
    ),
}
SECRECIES = {
    Secrecy.NAMED: mark("named"),
    Secrecy.CONFIDENTIAL: mark("confidential"),
}

# Decisions for which the law counts everyone who does the work, members or not.
COUNTED_BY_LAW = {Kind.OFFICERS, Kind.RATIFICATION, Kind.ACTION}


@dataclass(frozen=True)
class Option:
    """One of the answers: its key on the paper, and its words in each language."""

    key: str
    texts: dict[str, str]

    @property
    def words(self) -> str:
        """The answer in the reader's language."""
        return self.texts[i18n.language.get()]


class Question(SQLModel):
    """What is asked, in each language of the union."""

    title_kk: str = Field(max_length=120)
    title_ru: str = Field(max_length=120)
    title_en: str = Field(max_length=120)
    question_kk: str = Field(max_length=280)
    question_ru: str = Field(max_length=280)
    question_en: str = Field(max_length=280)
    description_kk: str = Field(default="", max_length=2000)
    description_ru: str = Field(default="", max_length=2000)
    description_en: str = Field(default="", max_length=2000)

    @property
    def title(self) -> str:
        return self._said("title")

    @property
    def question(self) -> str:
        return self._said("question")

    @property
    def description(self) -> str:
        return self._said("description")

    def _said(self, field: str) -> str:
        return str(getattr(self, f"{field}_{i18n.language.get()}"))


class Ballot(Entity, Question, table=True):
    """One question put to the full members of a branch."""

    __table_args__ = (Index("ix_ballot_closed_at_id", "closed_at", "id"),)

    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    kind: Kind
    secrecy: Secrecy
    authoritative: list[str] = Field(default_factory=lambda: ["kk"], sa_type=JSON)
    options: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    quorum: str | None = None  # a Threshold as it reads, here and below
    majority: str | None = None
    alternative_quorum: str | None = None
    alternative_majority: str | None = None
    workforce: int | None = None  # claimed: all who do this work; None: unknown
    workforce_source: str = ""
    workforce_on: date | None = None
    subject_path: str = ""  # the text voted on, on a page of ours
    subject_digest: str = ""  # its SHA-256
    opens_at: datetime  # planned, as is the next
    closes_at: datetime
    chair_id: UUID | None = None
    secretary_id: UUID | None = None
    teller_ids: list[str] = Field(default_factory=list, sa_type=JSON)
    drafted_by: UUID
    drafted_at: datetime = Field(default_factory=now)
    roll_decided_at: datetime | None = None  # two have decided to freeze it
    roll_trouble: Trouble | None = Field(default=None, sa_type=by_value(Trouble, 8))
    roll_frozen_at: datetime | None = None  # the moment of which it is
    roll_size: int | None = None
    roll_digest: str | None = None
    cleared_at: datetime | None = None  # two have allowed it to open
    lapsed_at: datetime | None = None  # its hour passed, and two had not opened it
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closed_early_because: str = ""

    branch: Branch = Relationship()
    turnout: "Turnout" = Relationship(
        sa_relationship_kwargs={"uselist": False, "viewonly": True}
    )

    def state(self, at: datetime) -> State:
        """Where the ballot stands at a moment, whether or not the worker is awake."""
        return state_at(self, at)

    @property
    def is_settled(self) -> bool:
        """Whether two have decided who votes on what: neither can be changed now."""
        return bool(self.roll_decided_at or self.roll_frozen_at)

    def is_open(self, at: datetime) -> bool:
        return self.state(at) is State.OPEN

    @property
    def is_confidential(self) -> bool:
        return self.secrecy is Secrecy.CONFIDENTIAL

    @property
    def is_single_choice(self) -> bool:
        """Whether it asks which, and not whether."""
        return bool(self.options)

    @property
    def began_at(self) -> datetime | None:
        """When voting could begin: both allowed and due."""
        return max(self.cleared_at, self.opens_at) if self.cleared_at else None

    @property
    def ended_at(self) -> datetime:
        """When the last vote could come: at its hour, however late it was counted."""
        return min(self.closed_at or self.closes_at, self.closes_at)

    def choices(self) -> list[Option]:
        """The answers a member can give, in the order they are shown."""
        texts = self.options or [_every(mark("Yes")), _every(mark("No"))]
        texts = [*texts, _every(mark("I abstain"))]
        return list(map(Option, keys_of(self.options), texts))

    def threshold(self, name: str) -> Threshold | None:
        """One of its four thresholds: quorum, majority, and the alternative of each."""
        written = getattr(self, name)
        return Threshold.read(written) if written else None

    @property
    def is_counted_by_law(self) -> bool:
        return self.kind in COUNTED_BY_LAW


def keys_of(options: list[dict[str, str]]) -> list[str]:
    """The key of each answer that can be given to a question with these options."""
    named = [f"{number:03}" for number in range(1, len(options) + 1)] or [YES, NO]
    return [*named, ABSTAIN]


def _every(message: str) -> dict[str, str]:
    """A sentence of ours in every language."""
    said = {}
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            said[code] = _(message)
    return said


class Turnout(SQLModel, table=True):
    """How many have voted, in bands and late: never a count beside a moment."""

    ballot_id: UUID = Field(foreign_key="ballot.id", primary_key=True)
    waiting: int  # the lower edge of the band found at the moment below
    waiting_since: datetime
    shown: int | None = None
    shown_of: datetime | None = None  # the moment the shown band was true
