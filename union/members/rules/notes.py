"""What happened to the way somebody signs in: written down for their eyes only."""

from uuid import UUID

from sqlmodel import Session

from union.members.models import AccountDeed, AccountNote


def note(db: Session, member_id: UUID, deed: AccountDeed, device: str) -> None:
    """Let a member see that this happened, and on what kind of device."""
    db.add(AccountNote(member_id=member_id, deed=deed, device=device))
