"""The tree of branches."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from union.core.errors import NotFound, Refused
from union.core.i18n import gettext as _
from union.members.models import Branch, Member
from union.members.permissions import may_shape


def is_under(branch: Branch) -> ColumnElement[bool]:
    """In SQL: the branch of a joined row is this one or lies below it."""
    return and_(col(Branch.path) >= branch.path, col(Branch.path) < f"{branch.path}~")


def is_under_any(branches: Iterable[Branch]) -> ColumnElement[bool]:
    """In SQL: the branch of a joined row is one of these or lies below one."""
    return or_(false(), *(is_under(branch) for branch in branches))


def is_open() -> ColumnElement[bool]:
    """In SQL: the joined branch has not been merged into another."""
    return col(Branch.closed_at).is_(None)


def branch_or_refuse(db: Session, branch_id: UUID) -> Branch:
    """The branch with this id; the tree is open to every member."""
    branch = db.get(Branch, branch_id)
    if branch is None:
        raise NotFound(_("There is no such branch."))
    return branch


def branch_to_choose(db: Session, branch_id: UUID) -> Branch:
    """The branch with this id, for something new; it stays open while we work.

    What is merged meanwhile waits for us, and takes along what we have added.
    """
    wanted = select(Branch).where(col(Branch.id) == branch_id)
    fresh = wanted.with_for_update(read=True).execution_options(populate_existing=True)
    branch = db.exec(fresh).first()
    if branch is None:
        raise NotFound(_("There is no such branch."))
    if branch.closed_at:
        raise Refused(_("This branch was merged into another. Choose that one."))
    return branch


def branch_to_shape(db: Session, officer: Member, branch_id: UUID) -> Branch:
    """An open branch that this officer administers; no other can be told from none."""
    branch = db.get(Branch, branch_id)
    if branch is None or branch.closed_at or not may_shape(officer, branch):
        raise NotFound(_("There is no such branch."))
    return branch


def the_union(db: Session) -> Branch:
    """The root of the tree: the union itself."""
    return db.exec(select(Branch).where(col(Branch.parent_id).is_(None))).one()


def open_register(db: Session, union_id: UUID) -> None:
    """Lock the union's row, so that what is numbered under it has no gaps."""
    root = select(Branch.id).where(col(Branch.id) == union_id)
    db.exec(root.with_for_update(key_share=True)).one()


def tree_to_change(db: Session, branch: Branch) -> list[Branch]:
    """Every branch of this one's union, as it is now; nobody else moves any meanwhile.

    Whoever is about to found, open or join something in one of them is waited for.
    """
    open_register(db, branch.union_id)
    root = f"{branch.union_id.hex}/"
    whole = select(Branch).where(
        col(Branch.path) >= root, col(Branch.path) < f"{root}~"
    )
    fresh = whole.with_for_update(key_share=True).order_by(col(Branch.id))
    return list(db.exec(fresh.execution_options(populate_existing=True)))


def every_branch(db: Session) -> list[Branch]:
    """All open branches, each below the one it belongs to."""
    return in_order(db.exec(select(Branch).where(is_open())).all())


def shaped_by(db: Session, officer: Member) -> list[Branch]:
    """The open branches that an officer administers, each below its own."""
    theirs = [held.branch for held in officer.roles if may_shape(officer, held.branch)]
    return in_order(
        db.exec(select(Branch).where(is_open(), is_under_any(theirs))).all()
    )


def in_order(branches: Iterable[Branch]) -> list[Branch]:
    """Each branch below the one it belongs to, neighbours by their names."""
    known = list(branches)
    names = {branch.id.hex: branch.name for branch in known}
    return sorted(
        known, key=lambda b: [names.get(id_, "") for id_ in b.path.split("/")[:-1]]
    )
