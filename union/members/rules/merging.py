"""Two branches become one."""

from uuid import UUID

from sqlalchemy import Table, delete, inspect, tuple_, update
from sqlmodel import Session, SQLModel, select

from union.core.base import now
from union.core.errors import Refused
from union.core.events import announce
from union.members.events import BranchMerged
from union.members.merging import objections
from union.members.models import (
    Branch,
    Contact,
    HeldRole,
    Import,
    Invite,
    KnownColumns,
    Member,
    Poster,
    RoleProposal,
)
from union.members.queries import tree_to_change
from union.members.rules.branches import move_under, new_home

FOLLOWING = (Member, HeldRole, RoleProposal, Invite, Poster, Import, KnownColumns)
ONCE: dict[type[SQLModel], tuple[str, ...]] = {  # what a branch has each of only once
    HeldRole: ("member_id", "role"),
    KnownColumns: ("heads_digest",),
}


def merge(db: Session, branch: Branch, officer: Member, into_id: UUID) -> None:
    """Let everything of a branch belong to another; it stays below it, closed.

    What other features keep of it follows by `BranchMerged`. Its minutes stay where
    they are, and are read by the organisers of the branch it went into.
    """
    tree = tree_to_change(db, branch)
    into = new_home(tree, branch, officer, into_id)
    if against := objections(db, branch):
        raise Refused(" ".join(against))

    _bring_along(db, branch.id, into.id)
    for below in [b for b in tree if b.parent_id == branch.id and b.id != into.id]:
        move_under(tree, below, into)
    move_under(tree, branch, into)
    branch.closed_at, branch.city_id = now(), None

    announce(
        db,
        BranchMerged(
            by=officer.id, branch_id=into.id, merged_id=branch.id, into_id=into.id
        ),
    )


def _bring_along(db: Session, merged: UUID, into: UUID) -> None:
    """Let the rows of one branch belong to another, except those that are there."""
    for model, names in ONCE.items():
        _leave_out_doubles(db, _table(model), names, merged, into)
    for model in FOLLOWING:
        theirs = _table(model).c.branch_id == merged
        db.execute(update(_table(model)).where(theirs).values(branch_id=into))
    contacts = _table(Contact)
    moved = {"branch_id": into, "phone_index": None}  # it is keyed by the branch
    db.execute(update(contacts).where(contacts.c.branch_id == merged).values(moved))
    db.expire_all()


def _leave_out_doubles(
    db: Session, table: Table, names: tuple[str, ...], merged: UUID, into: UUID
) -> None:
    key = [table.c[name] for name in names]
    there = select(*key).where(table.c.branch_id == into)
    db.execute(
        delete(table).where(table.c.branch_id == merged, tuple_(*key).in_(there))
    )


def _table(model: type[SQLModel]) -> Table:
    table: Table = inspect(model).local_table
    return table
