"""What the clock brings to petitions, and what a merger of branches does."""

from sqlalchemy import update
from sqlmodel import Session, col

from union.core.jobs import every_minute
from union.core.outbox import surely
from union.members.events import BranchMerged
from union.members.merging import where_it_went
from union.petitions import rules
from union.petitions.models import Petition


@every_minute
def close_petitions(db: Session) -> None:
    """Close what has come to its hour."""
    rules.close_due(db)


@surely(BranchMerged)
def follow_the_branch(db: Session, event: BranchMerged) -> None:
    """Let the petitions of a merged branch be those of the branch it went into."""
    there = where_it_went(db, event.merged_id)
    theirs = col(Petition.branch_id) == event.merged_id
    db.execute(update(Petition).where(theirs).values(branch_id=there))
