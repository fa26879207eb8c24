"""What happens to counts of ballot files. The report says what came of them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class CountEvent(Event):
    """Something that happened to one count of a ballot file."""

    page: ClassVar[str | None] = "counts.show"

    count_id: UUID


@dataclass(frozen=True, kw_only=True)
class CountAsked(CountEvent):
    """A returning officer sent a ballot file in, or declared a lot and asked again."""

    says = mark("A ballot file was sent in, to be counted")


@dataclass(frozen=True, kw_only=True)
class CountMoved(CountEvent):
    """The worker came further with a count, or could not count: open pages hear."""

    says = mark("The counting of a ballot file went on")
    minuted: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class CountFinished(CountEvent):
    """There is a report, for every member of the branch to read."""

    says = mark("A ballot file was counted")
