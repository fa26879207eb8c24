"""What an administrator sees before a branch is moved or merged."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, and_, col, func, select

from union.members.bands import band
from union.members.models import Branch, HeldRole, Invite, Member, Poster, Role
from union.members.queries import is_current, is_open


@dataclass(frozen=True)
class Following:
    """What goes along when a branch is merged into another."""

    members: str  # a band
    roles: list[tuple[str, Role]]  # by display name
    below: list[str]  # branches, by name
    has_ways_in: bool  # invites and posters that lead here


def homes_for(branch: Branch, shaped: Iterable[Branch]) -> list[Branch]:
    """Where a branch could lie or go, if the officer administers the one above it."""
    shaped = list(shaped)
    if not any(above.id == branch.parent_id for above in shaped):
        return []
    return [home for home in shaped if not branch.contains(home)]


def what_follows(db: Session, branch: Branch) -> Following:
    """Everything of a branch that its organisers should think of before it closes."""
    members = select(func.count()).where(col(Member.branch_id) == branch.id)
    ways_in = [
        db.exec(select(way.id).where(way.branch_id == branch.id).limit(1)).first()
        for way in (Invite, Poster)
    ]
    return Following(
        members=band(db.exec(members.where(is_current())).one()),
        roles=_roles(db, branch),
        below=_below(db, branch),
        has_ways_in=any(ways_in),
    )


def _roles(db: Session, branch: Branch) -> list[tuple[str, Role]]:
    roles = (
        select(Member.name, HeldRole)
        .join(HeldRole, and_(col(HeldRole.member_id) == col(Member.id), is_current()))
        .where(col(HeldRole.branch_id) == branch.id)
    )
    return sorted((name, held.role) for name, held in db.exec(roles))


def _below(db: Session, branch: Branch) -> list[str]:
    lower = select(Branch).where(is_open(), col(Branch.parent_id) == branch.id)
    return sorted(below.name for below in db.exec(lower))
