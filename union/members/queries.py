"""What can be asked about members, branches and units."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import PROBATION, Branch, Member


def is_full_member(at: datetime) -> ColumnElement[bool]:
    """In SQL: admitted, through probation, neither suspended nor gone at a moment."""
    return and_(
        col(Member.admitted_at) <= at - PROBATION,
        col(Member.suspended_at).is_(None),
        col(Member.left_at).is_(None),
    )


def is_under(branch: Branch) -> ColumnElement[bool]:
    """In SQL: the branch of a joined row is this one or lies below it."""
    return and_(col(Branch.path) >= branch.path, col(Branch.path) < f"{branch.path}~")


def branch_or_refuse(db: Session, branch_id: UUID) -> Branch:
    """The branch with this id; the tree is open to every member."""
    branch = db.get(Branch, branch_id)
    if branch is None:
        raise NotFound(_("There is no such branch."))
    return branch


def the_union(db: Session) -> Branch:
    """The root of the tree: the union itself."""
    return db.exec(select(Branch).where(col(Branch.parent_id).is_(None))).one()


def names_of(db: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Display names by id; who has been erased is missing."""
    rows = db.exec(select(Member.id, Member.name).where(col(Member.id).in_(ids)))
    return dict(rows.all())
