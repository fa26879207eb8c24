"""Open pages of a demand hear that it changed, and fetch its clauses again."""

from union.core.events import on
from union.core.live.wire import revise
from union.demands.events import (
    DemandChanged,
    DemandEvent,
    DemandFrozen,
    DemandRatified,
    DemandRefused,
    DemandReopened,
    LetterReleased,
    RatificationCalled,
    RatificationLapsed,
)


def show_what_changed(event: DemandEvent) -> None:
    revise("demand", event.demand_id)


for kind in (
    DemandChanged,
    DemandFrozen,
    DemandReopened,
    RatificationCalled,
    RatificationLapsed,
    DemandRatified,
    DemandRefused,
    LetterReleased,
):
    on(kind)(show_what_changed)
