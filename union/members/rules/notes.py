"""What happened to the way somebody signs in: written down for their eyes only."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from union.core.base import now
from union.members.models import AccountDeed, AccountNote

KEPT = timedelta(days=90)


def note(db: Session, member_id: UUID, deed: AccountDeed, device: str) -> None:
    """Let a member see that this happened, and on what kind of device."""
    db.add(AccountNote(member_id=member_id, deed=deed, device=device))


def forget_old(db: Session) -> None:
    """Erase what happened long ago."""
    db.execute(delete(AccountNote).where(col(AccountNote.at) <= now() - KEPT))
