"""A copy of earlier days has come back: whoever was erased since goes once more."""

from uuid import UUID

from sqlmodel import Session

from union.members.models import Member
from union.members.rules import erasing, standing


def erase_again(db: Session, member_id: UUID) -> bool:
    """Erase whoever left after the copy was made; say whether there was anybody."""
    member = db.get(Member, member_id)
    if member is None or member.erased_at:
        return False

    standing.leave(db, member)
    erasing.erase(db, member)
    return True
