"""What petitions ask of a member on the Today page."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from union.members.calls import Call, asks
from union.members.models import Member
from union.petitions.queries import shown, unsigned_for


@asks
def petitions_to_sign(db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Open petitions of the member's branches that still wait for an answer.

    Whoever waits in the lobby is asked too: what they sign is kept.
    """
    if not (member.is_current or member.is_waiting):
        return
    for line in unsigned_for(db, member, at):
        yield Call(
            template="petitions/_call.html",
            urgent_by=line.petition.closes_at,
            kind="signature",
            context={
                "petition": line.petition,
                "count": line.count,
                "shown": shown(line.count),
            },
        )
