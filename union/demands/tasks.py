"""What must follow from the end of a ballot."""

from sqlmodel import Session

from union.ballots.events import BallotClosed, BallotLapsed
from union.core.outbox import surely
from union.demands.rules import ratify


@surely(BallotClosed)
def give_mandate(db: Session, event: BallotClosed) -> None:
    """Ratify or refuse the demand that the ballot was about, if it was about one."""
    ratify.conclude(db, event.ballot_id)


@surely(BallotLapsed)
def let_go(db: Session, event: BallotLapsed) -> None:
    """Free the text that waited for the ballot, if one did."""
    ratify.let_go(db, event.ballot_id)
