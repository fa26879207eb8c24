"""The tree of branches."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    Branch,
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


def open_register(db: Session, union_id: UUID) -> None:
    """Lock the union's row, so that what is numbered under it has no gaps."""
    root = select(Branch.id).where(col(Branch.id) == union_id)
    db.exec(root.with_for_update(key_share=True)).one()


def every_branch(db: Session) -> list[Branch]:
    """All branches, each below the one it belongs to."""
    found = db.exec(select(Branch)).all()
    names = {branch.id.hex: branch.name for branch in found}
    return sorted(found, key=lambda b: [names[id_] for id_ in b.path.split("/")[:-1]])
