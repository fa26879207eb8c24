"""Holding a role and holding it no more, and the first administrators of a union.

A role in a branch stands on an office: that the member holds such a role at all. Two
offices that exclude each other are refused by the database, whatever two do at once.
"""

from sqlmodel import Session, col, func, select

from union.core.errors import Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.events import RoleGranted
from union.members.models import Branch, HeldRole, Member, Office, Role
from union.members.queries import is_current, open_register
from union.members.rules.fitness import check_fitness
from union.members.rules.standing import let_in_as_founder

ENOUGH = 2  # administrators of the union, from whom every role can come


def hold(db: Session, held: HeldRole) -> None:
    """Let a member hold a role in a branch."""
    if not db.get(Office, (held.member_id, held.role)):
        db.add(Office(member_id=held.member_id, role=held.role))
    db.add(held)


def end(db: Session, held: HeldRole) -> None:
    """End a role; with the last of its kind the office ends too."""
    others = select(HeldRole.id).where(
        col(HeldRole.member_id) == held.member_id,
        col(HeldRole.role) == held.role,
        col(HeldRole.id) != held.id,
    )
    if db.exec(others).first() is None:
        office = db.get(Office, (held.member_id, held.role))
        if office:
            db.delete(office)
    db.delete(held)


def appoint(db: Session, member: Member, root: Branch) -> None:
    """Make somebody administrator of the whole union while fewer than two are.

    Whoever waits is let in by it: in a union of one nobody else could.
    """
    open_register(db, root.id)
    serving = (
        select(func.count(col(HeldRole.id)))
        .join(Member, col(Member.id) == col(HeldRole.member_id))
        .where(
            is_current(),
            HeldRole.role == Role.BRANCH_ADMIN,
            HeldRole.branch_id == root.id,
        )
    )
    if db.exec(serving).one() >= ENOUGH:
        raise Refused(
            _("Two administrators serve the union already: they grant roles.")
        )
    let_in_as_founder(db, member)
    check_fitness(db, member, Role.BRANCH_ADMIN, root)

    held = HeldRole(
        member_id=member.id,
        role=Role.BRANCH_ADMIN,
        branch_id=root.id,
        granted_by=None,
    )
    hold(db, held)

    announce(
        db,
        RoleGranted(
            by=None, branch_id=root.id, member_id=member.id, role=Role.BRANCH_ADMIN
        ),
    )
