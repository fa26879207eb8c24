"""Open pages of a ballot hear that it opened, closed, or that turnout was published.

Of a vote they hear nothing: news at that moment would tell who has just voted.
"""

from union.ballots.events import (
    BallotClosed,
    BallotEvent,
    BallotOpened,
    TurnoutPublished,
)
from union.core.events import on
from union.core.live.wire import revise

CHANGES: tuple[type[BallotEvent], ...] = (BallotOpened, BallotClosed, TurnoutPublished)


def show_what_changed(event: BallotEvent) -> None:
    revise("ballot", event.ballot_id, blurred=True)


for kind in CHANGES:
    on(kind)(show_what_changed)
