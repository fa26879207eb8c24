"""The tree of branches as members see it: sizes in bands, and who does what where."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.core.i18n import gettext as _
from union.members.bands import band
from union.members.models import ROLES, Branch, HeldRole, Member, Unit
from union.members.queries import is_current
from union.members.queries.sizes import sizes_known


@dataclass(frozen=True)
class Node:
    """A branch in the tree."""

    branch: Branch
    within: str  # the branches it lies in, by name
    members: str  # a band: here and below
    officers: list[tuple[str, str]]  # the role, the display name


def tree(db: Session) -> list[Node]:
    """Every open branch below the one it belongs to."""
    sizes = sizes_known(db)
    names = {branch.id.hex: branch.name for branch, _count in sizes}
    officers = _officers(db)
    return [
        Node(
            branch=branch,
            within=" › ".join(_line(branch, names)[:-1]),
            members=band(_together(branch, sizes)),
            officers=officers.get(branch.id, []),
        )
        for branch, _count in sorted(sizes, key=lambda pair: _line(pair[0], names))
    ]


def estimates(db: Session) -> list[Unit]:
    """The units whose workforce somebody has estimated, by city."""
    known = select(Unit).where(col(Unit.workforce).is_not(None))
    units = db.exec(
        known.options(joinedload(Unit.platform), joinedload(Unit.city))  # type: ignore[arg-type]
    )
    return sorted(units, key=lambda unit: (unit.city.name, -(unit.workforce or 0)))


def _line(branch: Branch, names: dict[str, str]) -> list[str]:
    """The names from the root of the tree down to this branch."""
    return [names[id_] for id_ in branch.path.split("/")[:-1]]


def _together(branch: Branch, sizes: Sequence[tuple[Branch, int]]) -> int:
    return sum(count for other, count in sizes if branch.contains(other))


def _officers(db: Session) -> dict[UUID, list[tuple[str, str]]]:
    held = select(HeldRole, Member.name).join(
        Member, and_(is_current(), col(Member.id) == col(HeldRole.member_id))
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for role, name in db.exec(held.order_by(col(Member.name))):
        found.setdefault(role.branch_id, []).append((_(ROLES[role.role]), name))
    return {branch_id: sorted(pairs) for branch_id, pairs in found.items()}
