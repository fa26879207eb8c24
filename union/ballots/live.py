"""Open pages of a ballot hear that it opened, closed, or that turnout was published.

The officers' desk hears how far a roll has been entered, at once: it tells of nobody.

Of a vote they hear nothing: news at that moment would tell who has just voted.
"""

from union.ballots.events import (
    BallotClosed,
    BallotEvent,
    BallotOpened,
    RollDecided,
    RollFrozen,
    RollGivenUp,
    RollMoved,
    TurnoutPublished,
)
from union.core.db import wake_the_worker
from union.core.events import on
from union.core.live.wire import revise

ROLL: tuple[type[BallotEvent], ...] = (RollMoved, RollGivenUp, RollFrozen)
CHANGES: tuple[type[BallotEvent], ...] = (BallotOpened, BallotClosed, TurnoutPublished)


def show_what_changed(event: BallotEvent) -> None:
    revise("ballot", event.ballot_id, blurred=True)


for kind in CHANGES:
    on(kind)(show_what_changed)


@on(RollDecided)
def begin_with_the_roll(_event: RollDecided) -> None:
    wake_the_worker()


def show_how_far(event: BallotEvent) -> None:
    revise("roll", event.ballot_id)


for kind in ROLL:
    on(kind)(show_how_far)
