"""What the clock brings to members."""

from sqlmodel import Session

from union.core.jobs import every_minute
from union.members.rules.guests import forget_guests
from union.members.rules.lobby import forget_lobbies, let_everybody_wait
from union.members.rules.sessions import forget_expired


@every_minute
def sweep_sessions(db: Session) -> None:
    """End the sign-in sessions that nobody uses any more."""
    forget_expired(db)


@every_minute
def sweep_guests(db: Session) -> None:
    """Delete the accounts of those who never finished joining."""
    forget_guests(db)


@every_minute
def keep_the_lobby(db: Session) -> None:
    """A code for everybody who waits, and no trace of those who waited long ago."""
    let_everybody_wait(db)
    forget_lobbies(db)
