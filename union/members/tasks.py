"""What the clock brings to members."""

from sqlmodel import Session

from union.core.jobs import every_minute
from union.members.rules import notes, onetime, passkeys
from union.members.rules.sessions import forget_expired


@every_minute
def sweep_sessions(db: Session) -> None:
    """End the sign-in sessions that nobody uses any more."""
    forget_expired(db)


@every_minute
def sweep_ways_of_signing_in(db: Session) -> None:
    """Erase what happened to them long ago, and what was begun and never finished."""
    notes.forget_old(db)
    passkeys.forget_spent(db)
    onetime.forget_unconfirmed(db)
