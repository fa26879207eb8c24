"""Whom a captain has yet to say hello to, on their Today page."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from union.members.calls import Call, asks
from union.members.models import Member
from union.members.queries import welcomes


@asks
def newcomers_to_welcome(db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Newcomers who were told that somebody greets them; officers only."""
    if not (member.is_officer and member.is_current):
        return
    for lobby, newcomer in welcomes(db, member, at):
        yield Call(
            template="members/lobby/_welcome_call.html",
            urgent_by=lobby.welcome_by,
            context={
                "newcomer": newcomer,
                "welcome_by": lobby.welcome_by,
                "is_late": at >= lobby.welcome_by,
                "is_mine": lobby.captain_id == member.id,
            },
        )
