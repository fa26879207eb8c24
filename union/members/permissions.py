"""Who may do what in the union's tree. Rules enforce it, pages ask it."""

from union.members.models import Branch, Member, Role


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


def may_read_minutes(member: Member, branch: Branch) -> bool:
    return holds_any(member, {Role.STEWARD, Role.BRANCH_ADMIN}, branch)
