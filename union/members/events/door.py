"""Signing in and out, and what opens an account."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A device was signed out. Its sockets hear of it; the minutes do not."""

    says = mark("A device was signed out")
    minuted = False

    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberSignedOut(Event):
    """An officer signed every device of a member out: a phone was stolen."""

    says = mark("An administrator closed a member's access on every device")
    page = "members.standing"

    member_id: UUID
