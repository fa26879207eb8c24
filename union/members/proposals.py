"""What proposals about roles ask of an administrator on the Today page."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from union.core.i18n import gettext as _
from union.members.calls import Call, asks
from union.members.models import ROLES, Member
from union.members.permissions import may_decide
from union.members.queries import proposals_open

MOST_CALLS = 3


@asks
def proposals_to_second(db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Proposals that wait for this member to be the second, soonest to lapse first."""
    waiting = [
        proposal
        for proposal in proposals_open(db, member)
        if proposal.is_open(at) and may_decide(member, proposal)
    ]
    for proposal in waiting[:MOST_CALLS]:
        yield Call(
            template="members/roles/_call.html",
            urgent_by=proposal.lapses_at,
            context={"proposal": proposal, "role": _(ROLES[proposal.role])},
        )
