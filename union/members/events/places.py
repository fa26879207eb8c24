"""How the tree of branches grows, and which platforms and cities there are."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class BranchFounded(Event):
    """There is a new branch; the minute is its own."""

    says = mark("A branch was founded")
    page = "members.branches"


@dataclass(frozen=True, kw_only=True)
class BranchChanged(Event):
    """A branch has another name, or answers for another city."""

    says = mark("The name or the city of a branch was changed")
    page = "members.branches"


@dataclass(frozen=True, kw_only=True)
class BranchRehomed(Event):
    """A branch lies below another one, with all that is below it."""

    says = mark("A branch was moved below another one")
    page = "members.branches"

    from_id: UUID
    into_id: UUID


@dataclass(frozen=True, kw_only=True)
class BranchMerged(Event):
    """A branch closed, and everything of it belongs to another; the minute is there."""

    says = mark("A branch was merged into this one")
    page = "members.branches"

    merged_id: UUID
    into_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlaceEvent(Event):
    """Something about a platform or about a city."""

    platform_id: str | None = None
    city_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceAdded(PlaceEvent):
    """A platform or a city can be named from now on."""

    says = mark("A platform or a city was added")
    page = "members.places"


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(PlaceEvent):
    """A platform or a city is described otherwise."""

    says = mark("A platform or a city was changed")
    page = "members.places"


@dataclass(frozen=True, kw_only=True)
class PlaceRetired(PlaceEvent):
    """A platform or a city is offered no more, and stays wherever it stands."""

    says = mark("A platform or a city is offered no more")
    page = "members.places"


@dataclass(frozen=True, kw_only=True)
class PlaceBroughtBack(PlaceEvent):
    """A platform or a city is offered again."""

    says = mark("A platform or a city is offered again")
    page = "members.places"


@dataclass(frozen=True, kw_only=True)
class WorkforceEstimated(Event):
    """Somebody said how many work in a unit. The number stands on the unit alone."""

    says = mark("It was estimated how many work for a platform in a city")
    page = "members.unit"

    unit_id: UUID
