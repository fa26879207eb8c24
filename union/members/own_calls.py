"""What members' own accounts ask of them on the Today page."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from union.members.calls import Call, asks
from union.members.models import Member


@asks
def phones_that_ask(_db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Somebody asks to open this member's account on a new phone: them, or a thief.

    No query: the requests come with the member, whose every page they concern.
    """
    for way in filter(lambda way: way.is_open(at), member.ways_back):
        yield Call(
            template="members/door/_asked.html",
            urgent_by=way.asked_at,
            context={"way": way},
        )
