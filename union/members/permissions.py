"""Who may do what in the union's tree. Rules enforce it, pages ask it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from union.members.models import Branch, Member, Role, RoleProposal, Standing


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


def may_invite(member: Member, at: datetime) -> bool:
    """A probationer waits; whoever answers for people need not."""
    return member.standing(at) == Standing.MEMBER or looks_after_anyone(member)


def may_invite_to(member: Member, branch: Branch) -> bool:
    """Into one's own branch, or where one answers for people; none that was merged."""
    is_theirs = branch.id == member.branch_id or looks_after(member, branch)
    return is_theirs and branch.closed_at is None


def may_make_posters(member: Member, branch: Branch) -> bool:
    return looks_after(member, branch) and branch.closed_at is None


def may_bring_back(voucher: Member, owner: Member, at: datetime) -> bool:
    """Whether somebody can say: it is them, on a new phone. Officers need officers."""
    return (
        voucher.id != owner.id
        and may_vouch_for_anyone(voucher, at)
        and voucher.branch.union_id == owner.branch.union_id
        and (not owner.is_officer or looks_after(voucher, owner.branch))
    )


def may_come_back(owner: Member) -> bool:
    """Whether there is an account to come back to."""
    return bool(owner.joined_at and not owner.suspended_at and not owner.left_at)


def may_sign_out(officer: Member, member: Member) -> bool:
    """Whether the officer can sign every device of somebody else out."""
    machinery = {Role.BRANCH_ADMIN, Role.SYSTEM_ADMIN}
    return officer.id != member.id and holds_any(officer, machinery, member.branch)


def may_operate(member: Member) -> bool:
    """Whether the member keeps the machinery running."""
    return any(holds(member, Role.SYSTEM_ADMIN, held.branch) for held in member.roles)


def may_read_minutes(member: Member, branch: Branch) -> bool:
    return holds_any(member, {Role.STEWARD, Role.BRANCH_ADMIN}, branch)


def reads_minutes(member: Member) -> bool:
    """Whether there are minutes for this member to read."""
    return any(may_read_minutes(member, held.branch) for held in member.roles)


def may_shape(member: Member, branch: Branch) -> bool:
    """Whether the member names the branch, founds others below it, grants its roles."""
    return holds(member, Role.BRANCH_ADMIN, branch)


def shapes_any(member: Member) -> bool:
    """Whether there is a branch that this member shapes."""
    return any(may_shape(member, held.branch) for held in member.roles)


def shapes_the_union(member: Member) -> bool:
    """Whether the member administers the root of the tree, and so the whole of it."""
    return any(
        held.branch.parent_id is None and may_shape(member, held.branch)
        for held in member.roles
    )


def may_decide(officer: Member, proposal: RoleProposal) -> bool:
    """Whether the officer can be the second: neither who proposed nor who it is for."""
    return officer.id not in (
        proposal.proposed_by,
        proposal.member_id,
    ) and may_shape(officer, proposal.branch)


def may_estimate(member: Member, of_city: Iterable[Branch]) -> bool:
    """Whether the member may say how many work in a city, given its open branches."""
    return shapes_the_union(member) or any(looks_after(member, b) for b in of_city)


def estimates_any(member: Member) -> bool:
    """Whether there is a city of which this member may say how many work there."""
    return shapes_the_union(member) or any(
        held.branch.city_id and looks_after(member, held.branch)
        for held in member.roles
    )


def may_page_through(officer: Member, branch: Branch) -> bool:
    """Whether no search ends at fifty people here."""
    return holds(officer, Role.BRANCH_ADMIN, branch)


def may_take_list(officer: Member, branch: Branch) -> bool:
    return holds(officer, Role.BRANCH_ADMIN, branch)


def takes_lists(member: Member) -> bool:
    return any(may_take_list(member, held.branch) for held in member.roles)


def may_see_contact(officer: Member, member: Member) -> bool:
    """The steward may, if the member wishes it; an administrator may not."""
    return holds(officer, Role.STEWARD, member.branch)


def may_import(member: Member, branch: Branch) -> bool:
    """Whether the member may enter people from a list: they answer for each."""
    return holds(member, Role.BRANCH_ADMIN, branch)


def imports_somewhere(member: Member) -> bool:
    return any(may_import(member, held.branch) for held in member.roles)


def may_link_account(officer: Member, member: Member) -> bool:
    """Whether the officer may hand an account made from a list to its owner."""
    return looks_after(officer, member.branch)
