"""What the clock brings to members."""

from sqlmodel import Session

from union.core.base import now
from union.core.jobs import every_minute
from union.members.rules.edges import forget_edges
from union.members.rules.sessions import forget_expired


@every_minute
def sweep_sessions(db: Session) -> None:
    """End the sign-in sessions that nobody uses any more."""
    forget_expired(db)


@every_minute
def erase_edges(db: Session) -> None:
    """Erase who came by whom once that has served."""
    forget_edges(db, now())
