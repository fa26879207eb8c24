"""How many members each branch has: counted by the clock, because there may be many."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from union.members.models import Branch, BranchCount, Member
from union.members.queries.branches import is_open
from union.members.queries.people import is_current

Sizes = dict[UUID, int]


def sizes_known(db: Session) -> list[tuple[Branch, int]]:
    """Every open branch, and its current members as counted within the last minute.

    Where the clock has not counted yet they are counted now.
    """
    counted = col(BranchCount.branch_id) == col(Branch.id)
    asked = select(Branch, BranchCount.members).join(BranchCount, counted, isouter=True)
    found = db.exec(asked.where(is_open())).all()
    if any(members is not None for _branch, members in found):
        return [(branch, members or 0) for branch, members in found]
    sizes = sizes_now(db)
    return [(branch, sizes.get(branch.id, 0)) for branch, _unknown in found]


def sizes_kept(db: Session) -> Sizes:
    """What the clock counted last; nothing, if it never did."""
    return dict(db.exec(select(BranchCount.branch_id, BranchCount.members)).all())


def sizes_now(db: Session) -> Sizes:
    """The current members of each branch: reads all of them."""
    counted = select(Member.branch_id, func.count()).where(is_current())
    return dict(db.exec(counted.group_by(col(Member.branch_id))).all())
