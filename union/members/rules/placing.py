"""Where a newcomer belongs, and who greets them there."""

from collections import Counter
from uuid import UUID

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from union.members.models import Branch, HeldRole, Lobby, Member, Role
from union.members.queries import is_current, the_union


def branch_for(
    db: Session, city_id: str | None, invited_to: Branch | None = None
) -> Branch:
    """The deepest open branch of a city; else the nearest above it; else the union.

    Zones lie side by side: then it is the city they lie in, unless the invitation
    named one of them.
    """
    theirs = db.exec(select(Branch).where(col(Branch.city_id) == city_id)).all()
    if invited_to and any(branch.contains(invited_to) for branch in theirs):
        return _open_one(db, invited_to)
    if not theirs:
        return the_union(db)
    side_by_side = Counter(_depth(branch) for branch in theirs if not branch.closed_at)
    return _open_one(
        db,
        min(
            theirs,
            key=lambda b: (
                bool(b.closed_at),
                side_by_side[_depth(b)] > 1,
                -_depth(b),
                b.path,
            ),
        ),
    )


def _depth(branch: Branch) -> int:
    return branch.path.count("/")


def _open_one(db: Session, branch: Branch) -> Branch:
    """The branch, or the nearest above it that has not been merged away."""
    while branch.closed_at and branch.parent_id:
        branch = db.get_one(Branch, branch.parent_id)
    return branch


def captain_for(db: Session, branch: Branch) -> UUID | None:
    """The steward of this branch or above it who has the fewest left to welcome.

    Among equals, the one nearest to the branch.
    """
    steps = branch.path.rstrip("/").split("/")
    lineage = ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
    waiting = (
        select(func.count())
        .select_from(Lobby)
        .where(
            col(Lobby.captain_id) == col(Member.id), col(Lobby.welcomed_at).is_(None)
        )
        .correlate(Member)
        .scalar_subquery()
    )
    stewards = (
        select(Member.id)
        .join(HeldRole, and_(is_current(), col(HeldRole.member_id) == col(Member.id)))
        .join(Branch, col(Branch.id) == col(HeldRole.branch_id))
        .where(
            col(HeldRole.role) == Role.STEWARD,
            col(Branch.path).in_(lineage),
        )
        .order_by(waiting, func.length(Branch.path).desc(), col(Member.id))
    )
    return db.exec(stewards).first()
