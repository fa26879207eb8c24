"""Who counts ballot files, and who reads what came of it."""

from union.counts.models import BallotCount
from union.members.models import Branch, Member, Role
from union.members.permissions import belongs_to, holds, holds_any

SERVING = {
    Role.STEWARD,
    Role.RETURNING_OFFICER,
    Role.TELLER,
    Role.BRANCH_ADMIN,
}


def may_count(member: Member, branch: Branch) -> bool:
    return holds(member, Role.RETURNING_OFFICER, branch)


def may_read(member: Member, count: BallotCount) -> bool:
    """A report is open to whom the election concerns, as the result of a ballot is.

    Before there is one, the returning officers of the branch follow it.
    """
    if not count.is_public:
        return may_count(member, count.branch)
    return member.is_current and (
        belongs_to(member, count.branch) or holds_any(member, SERVING, count.branch)
    )
