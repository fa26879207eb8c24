"""What the clock brings to petitions, and what admission does."""

from sqlmodel import Session

from union.core.jobs import every_minute
from union.core.outbox import surely
from union.members.events import MemberAdmitted, MemberLeft, MemberTurnedAway
from union.members.models import Member
from union.petitions import rules


@every_minute
def close_petitions(db: Session) -> None:
    """Close what has come to its hour."""
    rules.close_due(db)


@surely(MemberAdmitted)
def count_what_they_signed(db: Session, event: MemberAdmitted) -> None:
    """What a newcomer signed while waiting counts from now on."""
    if member := db.get(Member, event.member_id):
        rules.count_kept(db, member)


@surely(MemberTurnedAway)
def forget_what_they_signed(db: Session, event: MemberTurnedAway) -> None:
    """Whoever was not admitted leaves no name."""
    rules.forget_kept(db, event.member_id)


@surely(MemberLeft)
def forget_what_leavers_signed(db: Session, event: MemberLeft) -> None:
    """Whoever goes before being admitted leaves no name."""
    rules.forget_kept(db, event.member_id)
