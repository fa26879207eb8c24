"""What merging a branch does to its counts."""

from sqlalchemy import update
from sqlmodel import Session, col

from union.core.outbox import surely
from union.counts.models import BallotCount
from union.members.events import BranchMerged
from union.members.merging import where_it_went


@surely(BranchMerged)
def follow_the_branch(db: Session, event: BranchMerged) -> None:
    """Let the counts of a merged branch be those of the branch it went into."""
    there = where_it_went(db, event.merged_id)
    theirs = col(BallotCount.branch_id) == event.merged_id
    db.execute(update(BallotCount).where(theirs).values(branch_id=there))
