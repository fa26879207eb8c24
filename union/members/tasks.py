"""What the clock brings to members."""

from sqlmodel import Session

from union.core.jobs import every_minute
from union.members.rules.lapsing import lapse_due
from union.members.rules.sessions import forget_expired


@every_minute
def sweep_sessions(db: Session) -> None:
    """End the sign-in sessions that nobody uses any more."""
    forget_expired(db)


@every_minute
def close_proposals(db: Session) -> None:
    """Let lapse what nobody has seconded in time."""
    lapse_due(db)
