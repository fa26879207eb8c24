"""What happens to demands."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class DemandEvent(Event):
    """Something that happened to one demand."""

    page: ClassVar[str | None] = "demands.show"

    demand_id: UUID


@dataclass(frozen=True, kw_only=True)
class DemandDrafted(DemandEvent):
    """A demand document was begun."""

    says = mark("A demand document was begun")


@dataclass(frozen=True, kw_only=True)
class DemandChanged(DemandEvent):
    """The document has a new version."""

    says = mark("A demand document was changed")

    version: int


@dataclass(frozen=True, kw_only=True)
class DemandFrozen(DemandEvent):
    """The text is fixed, with its hash."""

    says = mark("The text of a demand was frozen")


@dataclass(frozen=True, kw_only=True)
class DemandReopened(DemandEvent):
    """A frozen text was opened for changes again."""

    says = mark("A frozen demand was opened for changes again")


@dataclass(frozen=True, kw_only=True)
class RatificationCalled(DemandEvent):
    """A ballot was drafted to decide on the frozen text."""

    says = mark("A ballot was called to ratify a demand")


@dataclass(frozen=True, kw_only=True)
class RatificationLapsed(DemandEvent):
    """The ballot on the frozen text was not opened in time; another can be called."""

    says = mark("The ballot on a demand was not opened in time")


@dataclass(frozen=True, kw_only=True)
class DemandRatified(DemandEvent):
    """The members gave the demand its mandate."""

    says = mark("A demand was ratified and has its mandate")


@dataclass(frozen=True, kw_only=True)
class DemandRefused(DemandEvent):
    """The ballot did not ratify the text."""

    says = mark("A demand was not ratified")


@dataclass(frozen=True, kw_only=True)
class LetterReleased(DemandEvent):
    """A representative released the letter in every language."""

    says = mark("A demand letter was released")
