"""A device that is signed out hears nothing more."""

from union.core.events import on
from union.core.live.wire import hang_up
from union.members.events import SessionEnded


@on(SessionEnded)
def close_its_sockets(event: SessionEnded) -> None:
    hang_up(str(event.session_id))
