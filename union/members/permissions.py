"""Who may do what in the union's tree. Rules enforce it, pages ask it."""

from datetime import datetime
from uuid import UUID

from union.members.models import Branch, Member, Role, Standing


def holds(member: Member, role: Role, branch: Branch) -> bool:
    """Whether the member, in good standing, holds this role for this branch."""
    return member.is_current and any(
        held.role == role and held.branch.contains(branch) for held in member.roles
    )


def holds_any(member: Member, roles: set[Role], branch: Branch) -> bool:
    """Whether the member, in good standing, holds one of these roles here."""
    return any(holds(member, role, branch) for role in roles)


def belongs_to(member: Member, branch: Branch) -> bool:
    """Whether the member's own branch is this one or lies below it."""
    return branch.contains(member.branch)


def looks_after(member: Member, branch: Branch) -> bool:
    """Whether the member answers for the people of this branch."""
    return holds_any(member, {Role.STEWARD, Role.BRANCH_ADMIN}, branch)


def looks_after_anyone(member: Member) -> bool:
    return any(looks_after(member, held.branch) for held in member.roles)


def may_admit(officer: Member, newcomer: Member) -> bool:
    return holds(officer, Role.STEWARD, newcomer.branch)


def may_vouch_for_anyone(member: Member, at: datetime) -> bool:
    """Full members who manage nobody."""
    return member.standing(at) is Standing.MEMBER and not member.manages_since


def may_vouch(member: Member, newcomer: Member, at: datetime) -> bool:
    """Full members of the same union, and nobody for themselves."""
    return (
        may_vouch_for_anyone(member, at)
        and member.id != newcomer.id
        and member.branch.union_id == newcomer.branch.union_id
    )


def may_welcome(officer: Member, newcomer: Member, captain_id: UUID | None) -> bool:
    """The captain who was asked, or an administrator of the newcomer's branch."""
    return (officer.is_current and officer.id == captain_id) or holds(
        officer, Role.BRANCH_ADMIN, newcomer.branch
    )


def may_clear_manager(officer: Member, member: Member) -> bool:
    """A steward or administrator of the branch, never about themselves."""
    return officer.id != member.id and looks_after(officer, member.branch)


def may_suspend(officer: Member, member: Member) -> bool:
    """Nobody suspends or reinstates themselves."""
    return officer.id != member.id and holds(officer, Role.BRANCH_ADMIN, member.branch)


def may_operate(member: Member) -> bool:
    """Whether the member keeps the machinery running."""
    return any(holds(member, Role.SYSTEM_ADMIN, held.branch) for held in member.roles)


def may_read_minutes(member: Member, branch: Branch) -> bool:
    return holds_any(member, {Role.STEWARD, Role.BRANCH_ADMIN}, branch)


def reads_minutes(member: Member) -> bool:
    """Whether there are minutes for this member to read."""
    return any(may_read_minutes(member, held.branch) for held in member.roles)
