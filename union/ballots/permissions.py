"""Who may do what with a ballot. Rules enforce it, pages ask it."""

from datetime import datetime

from union.ballots.models import Ballot
from union.members.models import Branch, Member, Role, Standing
from union.members.permissions import belongs_to, holds, holds_any

DRAFTERS = {Role.STEWARD, Role.RETURNING_OFFICER, Role.BRANCH_ADMIN}
HANDS = {Role.RETURNING_OFFICER, Role.TELLER}
SERVING = DRAFTERS | HANDS


def may_see(member: Member, branch: Branch) -> bool:
    """Whether ballots of this branch concern the member, by belonging or by office."""
    return member.is_current and (
        belongs_to(member, branch) or holds_any(member, SERVING, branch)
    )


def may_draft(member: Member, branch: Branch) -> bool:
    return holds_any(member, DRAFTERS, branch)


def may_revise(member: Member, ballot: Ballot) -> bool:
    return not ballot.is_settled and may_draft(member, ballot.branch)


def may_lend_a_hand(member: Member, branch: Branch) -> bool:
    """Whether the member can be one of the two who freeze, open or close early."""
    return holds_any(member, HANDS, branch)


def hands_of(member: Member, branch: Branch) -> list[Role]:
    """In which roles the member can be one of the two."""
    return [role for role in Role if role in HANDS and holds(member, role, branch)]


def may_read_roll(member: Member, ballot: Ballot) -> bool:
    return may_lend_a_hand(member, ballot.branch)


def may_resolve(member: Member, ballot: Ballot) -> bool:
    return holds(member, Role.RETURNING_OFFICER, ballot.branch)


def belongs_on_roll(member: Member, ballot: Ballot, at: datetime) -> bool:
    """The rule of entitlement: a full member of the branch, as SQL says it too.

    Whoever manages or dispatches others votes for nobody's side.
    """
    return (
        belongs_to(member, ballot.branch)
        and member.standing(at) is Standing.MEMBER
        and not member.manages_since
    )
