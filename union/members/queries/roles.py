"""Who holds which role where, and what has been proposed about it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, literal
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    Branch,
    HeldRole,
    Member,
    Office,
    Role,
    RoleProposal,
)
from union.members.permissions import may_shape
from union.members.queries.branches import is_under_any
from union.members.queries.people import is_current


def roles_held(db: Session) -> Sequence[tuple[HeldRole, str]]:
    """Every role that is held, with the display name of who holds it."""
    held = (
        select(HeldRole, Member.name)
        .join(Member, and_(is_current(), col(Member.id) == col(HeldRole.member_id)))
        .join(Branch, col(Branch.id) == col(HeldRole.branch_id))
        .options(contains_eager(HeldRole.branch))  # type: ignore[arg-type]
        .order_by(col(Member.name), col(HeldRole.granted_at))
    )
    return db.exec(held).all()


def proposals_open(db: Session, officer: Member) -> list[RoleProposal]:
    """What waits for a second where this officer is an administrator, oldest first."""
    theirs = [held.branch for held in officer.roles if may_shape(officer, held.branch)]
    if not theirs:
        return []
    waiting = (
        select(RoleProposal)
        .join(Branch, col(Branch.id) == col(RoleProposal.branch_id))
        .where(col(RoleProposal.decided_at).is_(None), is_under_any(theirs))
        .options(
            contains_eager(RoleProposal.branch),  # type: ignore[arg-type]
            joinedload(RoleProposal.member),  # type: ignore[arg-type]
        )
        .order_by(col(RoleProposal.proposed_at))
    )
    return list(db.exec(waiting))


def proposal_for(db: Session, officer: Member, proposal_id: UUID) -> RoleProposal:
    """A proposal about a role in a branch of this administrator's."""
    proposal = db.get(RoleProposal, proposal_id)
    if proposal is None or not may_shape(officer, proposal.branch):
        raise NotFound(_("There is no such proposal any more."))
    return proposal


def role_for(db: Session, officer: Member, held_id: UUID) -> HeldRole:
    """A role somebody else holds in a branch of this administrator's."""
    held = db.get(HeldRole, held_id)
    if (
        held is None
        or held.member_id == officer.id
        or not may_shape(officer, held.branch)
    ):
        raise NotFound(_("Nobody holds this role any more."))
    return held


def own_role(db: Session, member: Member, held_id: UUID) -> HeldRole:
    """A role this member holds."""
    held = db.get(HeldRole, held_id)
    if held is None or held.member_id != member.id:
        raise NotFound(_("Nobody holds this role any more."))
    return held


def offices_of(db: Session, member: Member) -> set[Role]:
    """The kinds of role a member holds, wherever."""
    held = select(Office).where(col(Office.member_id) == member.id)
    return {office.role for office in db.exec(held)}


def has_seconder(db: Session, branch: Branch, but: set[UUID]) -> bool:
    """Whether an administrator of this branch or above it remains beside these."""
    others = (
        select(HeldRole.id)
        .join(Member, and_(is_current(), col(Member.id) == col(HeldRole.member_id)))
        .join(Branch, col(Branch.id) == col(HeldRole.branch_id))
        .where(
            col(HeldRole.role) == Role.BRANCH_ADMIN,
            col(HeldRole.member_id).not_in(but),
            literal(branch.path).startswith(col(Branch.path)),
        )
    )
    return db.exec(others.limit(1)).first() is not None
