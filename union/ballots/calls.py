"""What ballots ask of a member on the Today page."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from union.ballots.queries import current_seats
from union.ballots.rules import barred
from union.ballots.turnout import turnout_of
from union.members.calls import Call, asks
from union.members.models import Member


@asks
def ballots_to_vote_in(db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Open ballots on whose roll the member is, with and without their vote."""
    if not member.is_current or barred(member):
        return
    for seat in current_seats(db, member):
        if seat.entry and seat.ballot.is_open(at):
            yield Call(
                template="ballots/_call.html",
                urgent_by=seat.ballot.closes_at,
                kind="vote",
                is_done=seat.has_voted,
                context={
                    "ballot": seat.ballot,
                    "turnout": turnout_of(seat.ballot),
                },
            )
