"""What members' own accounts ask of them on the Today page."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from union.members.calls import Call, asks
from union.members.models import Member
from union.members.queries import open_ways_back


@asks
def phones_that_ask(db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Somebody asks to open this member's account on a new phone: them, or a thief."""
    for way in open_ways_back(db, member.id, at):
        yield Call(
            template="members/door/_asked.html",
            urgent_by=way.asked_at,
            context={"way": way},
        )
