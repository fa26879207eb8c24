"""A device that is signed out hears nothing more; the lobby hears of its guest."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.core.events import on
from union.core.live.wire import hang_up, revise, watch_kept
from union.members.events import MemberAdmitted, NewcomerVouchedFor, SessionEnded
from union.members.models import SignInSession


@on(SessionEnded)
def close_its_sockets(event: SessionEnded) -> None:
    hang_up(str(event.session_id))


@on(NewcomerVouchedFor)
def show_another_voucher(event: NewcomerVouchedFor) -> None:
    revise("lobby", event.member_id)


@on(MemberAdmitted)
def show_that_they_are_in(event: MemberAdmitted) -> None:
    revise("lobby", event.member_id)


@watch_kept.asks
def still_signed_in(db: Session, readers: set[str]) -> set[str]:
    """Which of these sign-in sessions there still are."""
    ids = [UUID(reader) for reader in readers]
    found = select(SignInSession.id).where(col(SignInSession.id).in_(ids))
    return {str(session_id) for session_id in db.exec(found)}
