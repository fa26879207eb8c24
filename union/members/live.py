"""A device that is signed out hears nothing more."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.core.events import on
from union.core.live.wire import hang_up, watch_kept
from union.members.events import SessionEnded
from union.members.models import SignInSession


@on(SessionEnded)
def close_its_sockets(event: SessionEnded) -> None:
    hang_up(str(event.session_id))


@watch_kept.asks
def still_signed_in(db: Session, readers: set[str]) -> set[str]:
    """Which of these sign-in sessions there still are."""
    ids = [UUID(reader) for reader in readers]
    found = select(SignInSession.id).where(col(SignInSession.id).in_(ids))
    return {str(session_id) for session_id in db.exec(found)}
