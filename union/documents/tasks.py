"""What a merger of branches does to the register of papers."""

from sqlalchemy import update
from sqlmodel import Session, col

from union.core.outbox import surely
from union.documents.models import Document
from union.members.events import BranchMerged
from union.members.merging import where_it_went


@surely(BranchMerged)
def follow_the_branch(db: Session, event: BranchMerged) -> None:
    """Let whoever signs for the branch it went into find the papers of a merged one.

    The paper itself, its number and its hash stay as they were issued.
    """
    there = where_it_went(db, event.merged_id)
    theirs = col(Document.branch_id) == event.merged_id
    db.execute(update(Document).where(theirs).values(branch_id=there))
