"""Keeping what was counted of each branch."""

from sqlalchemy import delete, insert
from sqlmodel import Session

from union.members.models import BranchCount
from union.members.queries.sizes import Sizes


def keep_sizes(db: Session, sizes: Sizes) -> None:
    """Put what was counted in the place of the last count: some dozens of rows."""
    rows = [{"branch_id": one, "members": count} for one, count in sizes.items()]
    db.execute(delete(BranchCount))
    if rows:
        db.execute(insert(BranchCount), rows)
