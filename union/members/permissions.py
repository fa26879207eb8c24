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


def looks_after(member: Member, branch: Branch) -> bool:
    """Whether the member answers for the people of this branch."""
    return holds_any(member, {Role.STEWARD, Role.BRANCH_ADMIN}, branch)


def looks_after_anyone(member: Member) -> bool:
    return any(looks_after(member, held.branch) for held in member.roles)


def may_admit(officer: Member, newcomer: Member) -> bool:
    return holds(officer, Role.STEWARD, newcomer.branch)


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


def may_import(member: Member, branch: Branch) -> bool:
    """Whether the member may enter people from a list: they answer for each."""
    return holds(member, Role.BRANCH_ADMIN, branch)


def imports_somewhere(member: Member) -> bool:
    return any(may_import(member, held.branch) for held in member.roles)


def may_link_account(officer: Member, member: Member) -> bool:
    """Whether the officer may hand an account made from a list to its owner."""
    return looks_after(officer, member.branch)
