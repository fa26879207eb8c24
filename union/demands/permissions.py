"""Who may do what with a demand. Rules enforce it, pages ask it."""

from union.demands.models import Demand
from union.members.models import Branch, Member, Role
from union.members.permissions import belongs_to, holds, holds_any

EDITORS = {Role.STEWARD, Role.REPRESENTATIVE}
SERVING = set(Role) - {Role.SYSTEM_ADMIN}  # who keeps the server serves no branch


def may_see(member: Member, branch: Branch) -> bool:
    """Members of the branch, and those who serve it."""
    return member.is_current and (
        belongs_to(member, branch) or holds_any(member, SERVING, branch)
    )


def may_draft(member: Member, branch: Branch) -> bool:
    return holds_any(member, EDITORS, branch)


def places_to_draft(member: Member) -> list[Branch]:
    """The branches, each with all below it, in which the member may draft."""
    held = [role.branch for role in member.roles if role.role in EDITORS]
    return held if member.is_current else []


def may_edit(member: Member, demand: Demand) -> bool:
    return may_draft(member, demand.branch)


def may_decide(member: Member, demand: Demand) -> bool:
    """Whether the member may freeze the text, open it again and release its letter."""
    return holds(member, Role.REPRESENTATIVE, demand.branch)
