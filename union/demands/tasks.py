"""What must follow from the end of a ballot, and from a merger of branches."""

from sqlalchemy import update
from sqlmodel import Session, col

from union.ballots.events import BallotClosed, BallotLapsed
from union.core.outbox import surely
from union.demands.models import Demand
from union.demands.rules import ratify
from union.members.events import BranchMerged
from union.members.merging import where_it_went


@surely(BallotClosed)
def give_mandate(db: Session, event: BallotClosed) -> None:
    """Ratify or refuse the demand that the ballot was about, if it was about one."""
    ratify.conclude(db, event.ballot_id)


@surely(BallotLapsed)
def let_go(db: Session, event: BallotLapsed) -> None:
    """Free the text that waited for the ballot, if one did."""
    ratify.let_go(db, event.ballot_id)


@surely(BranchMerged)
def follow_the_branch(db: Session, event: BranchMerged) -> None:
    """Let the demands of a merged branch be those of the branch it went into."""
    there = where_it_went(db, event.merged_id)
    theirs = col(Demand.branch_id) == event.merged_id
    db.execute(update(Demand).where(theirs).values(branch_id=there))
