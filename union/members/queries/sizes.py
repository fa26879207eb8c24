"""How many members each branch has: counted by the clock, because there may be many."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from union.members.models import BranchCount, Member
from union.members.queries.people import is_current

Sizes = dict[UUID, int]


def sizes_known(db: Session) -> Sizes:
    """The current members of each branch, as counted within the last minute.

    Where the clock has not counted yet they are counted now.
    """
    kept = dict(db.exec(select(BranchCount.branch_id, BranchCount.members)).all())
    return kept or sizes_now(db)


def sizes_now(db: Session) -> Sizes:
    """The current members of each branch: reads all of them."""
    counted = select(Member.branch_id, func.count()).where(is_current())
    return dict(db.exec(counted.group_by(col(Member.branch_id))).all())
