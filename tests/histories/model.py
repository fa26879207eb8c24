"""What must be true of the petitions, ballots and demands of a history."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from union.core.events import kinds

OFFICERS = ("steward", "returning officer", "teller", "representative", "admin")
MEMBERS = tuple(f"member {number}" for number in range(8))
NEWCOMERS = ("newcomer 0", "newcomer 1")
EVERYBODY = OFFICERS + MEMBERS + NEWCOMERS
COMMON = MEMBERS + NEWCOMERS  # whose standing may change: officers keep the hall going


@dataclass
class Named:
    """A petition and the names under it."""

    id: UUID
    text_hash: str
    author: str
    opened: bool = False
    over: bool = False  # its hour has come
    closed: bool = False
    withdrawn: bool = False
    names: dict[str, str] = field(default_factory=dict)  # who -> where it is shown
    kept: set[str] = field(default_factory=set)  # of those, who waits

    @property
    def is_open(self) -> bool:
        return self.opened and not (self.over or self.closed or self.withdrawn)

    @property
    def counted(self) -> set[str]:
        return set(self.names) - self.kept


@dataclass
class Asked:
    """A ballot, its roll, and the last answer of each voter that was acknowledged."""

    id: UUID
    confidential: bool
    demand: UUID | None = None
    hands: dict[str, list[str]] = field(default_factory=dict)  # step -> who approved
    roll: frozenset[str] | None = None
    cleared: bool = False
    over: bool = False
    closed: bool = False
    lapsed: bool = False
    answers: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.cleared and not (self.over or self.closed)


@dataclass
class Written:
    """A demand: its version, and whether its text is fixed."""

    id: UUID
    version: int = 1
    clauses: list[UUID] = field(default_factory=list)
    frozen: bool = False
    ballot: UUID | None = None
    decided: str = ""  # ratified or refused


@dataclass
class Expected:
    """All of it, and who stands how."""

    standing: dict[str, str] = field(default_factory=dict)
    petitions: list[Named] = field(default_factory=list)
    ballots: list[Asked] = field(default_factory=list)
    demands: list[Written] = field(default_factory=list)
    minutes: dict[str, int] = field(default_factory=dict)
    sent: dict[str, tuple[str, Any]] = field(default_factory=dict)  # by key
    owed: bool = False  # the worker may have letters to perform
    admitted: set[str] = field(default_factory=lambda: {*OFFICERS, *MEMBERS})
    fixed: dict[Any, Any] = field(default_factory=dict)  # never changes again

    def __post_init__(self) -> None:
        self.standing = self.standing or {
            name: "waiting" if name in NEWCOMERS else "current" for name in EVERYBODY
        }

    def note(self, event: str) -> None:
        """It is announced, to the worker too; in the minutes if its kind is minuted."""
        self.owed = True
        if kinds()[event].minuted:
            self.minutes[event] = self.minutes.get(event, 0) + 1

    def is_current(self, who: str) -> bool:
        return self.standing[who] == "current"

    def may_sign(self, who: str, petition: Named) -> bool:
        """Also whoever waits; their name is kept and counts nothing yet."""
        if self.standing[who] == "waiting":
            return not (petition.closed or petition.withdrawn)
        return self.is_current(who)

    def electorate(self) -> frozenset[str]:
        """Full members: who was admitted in this history is in probation."""
        full = OFFICERS + MEMBERS
        return frozenset(name for name in full if self.is_current(name))
