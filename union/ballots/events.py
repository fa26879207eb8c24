"""What happens to ballots. Casting is never announced: a vote has no minutes."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class BallotEvent(Event):
    """Something that happened to one ballot."""

    page: ClassVar[str | None] = "ballots.show"

    ballot_id: UUID


@dataclass(frozen=True, kw_only=True)
class BallotDrafted(BallotEvent):
    """A question was put to a branch."""

    says = mark("A ballot was drafted")


@dataclass(frozen=True, kw_only=True)
class BallotRevised(BallotEvent):
    """Its words, its rule or its hours changed before the roll was frozen."""

    says = mark("A ballot was revised")


@dataclass(frozen=True, kw_only=True)
class StepProposed(BallotEvent):
    """One of two people wants the roll frozen, or the ballot opened or closed early."""

    says = mark("The first of two approvals was given for a ballot")

    step: str


@dataclass(frozen=True, kw_only=True)
class ObjectionMade(BallotEvent):
    """A member says that they belong on the roll; the minute does not say who."""

    says = mark("A member objected to a provisional roll")
    names_its_author: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class ObjectionResolved(BallotEvent):
    """A returning officer answered an objection."""

    says = mark("An objection to a roll was answered")


@dataclass(frozen=True, kw_only=True)
class BallotLapsed(BallotEvent):
    """Its roll was frozen, but its hour of closing came before two had opened it."""

    says = mark("A ballot was not opened in time")


@dataclass(frozen=True, kw_only=True)
class RollDecided(BallotEvent):
    """Two want a large roll frozen: the worker reads it, then enters it."""

    says = mark("Two people decided to freeze the roll of a ballot")


@dataclass(frozen=True, kw_only=True)
class RollMoved(BallotEvent):
    """More of a roll has been entered."""

    says = mark("More of a roll was entered")
    minuted: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class RollGivenUp(BallotEvent):
    """The worker could not freeze a roll: it is provisional again, both hands void."""

    says = mark("The roll of a ballot could not be frozen")


@dataclass(frozen=True, kw_only=True)
class RollFrozen(BallotEvent):
    """The roll is fixed, with its size and its digest."""

    says = mark("The roll of a ballot was frozen")


@dataclass(frozen=True, kw_only=True)
class OpeningApproved(BallotEvent):
    """Two people have allowed the ballot to open at its hour."""

    says = mark("The second approval to open a ballot was given")


@dataclass(frozen=True, kw_only=True)
class BallotOpened(BallotEvent):
    """Voting has begun."""

    says = mark("A ballot was opened")


@dataclass(frozen=True, kw_only=True)
class BallotClosed(BallotEvent):
    """Voting is over and the papers are counted."""

    says = mark("A ballot was closed and counted")


@dataclass(frozen=True, kw_only=True)
class TurnoutPublished(BallotEvent):
    """Another band of turnout can be seen."""

    says = mark("Turnout was published")
    minuted: ClassVar[bool] = False
