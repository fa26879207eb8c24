"""What the clock brings to members."""

from sqlmodel import Session

from union.core.base import now
from union.core.jobs import every_minute
from union.members.rules import ways_back
from union.members.rules.sessions import forget_expired


@every_minute
def sweep_sessions(db: Session) -> None:
    """End the sign-in sessions that nobody uses any more."""
    forget_expired(db)


@every_minute
def forget_ways_back(db: Session) -> None:
    """Erase requests from new phones that are over, and who vouched for them."""
    ways_back.forget_old(db, now())
