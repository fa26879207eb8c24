"""What happens to members and their sign-in sessions."""

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
class MemberAdmitted(Event):
    """Someone who waited became a probationer."""

    says = mark("A new member was admitted")
    page = "members.standing"

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberSuspended(Event):
    """A member lost every right until it is given back."""

    says = mark("A member was suspended")
    page = "members.standing"

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberReinstated(Event):
    """A suspended member has every right again."""

    says = mark("A member was reinstated")
    page = "members.standing"

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A member left of their own will."""

    says = mark("A member left the union")

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MembersLookedUp(Event):
    """An officer looked for members by name."""

    says = mark("Members were looked up by name")


@dataclass(frozen=True, kw_only=True)
class LetterRevived(Event):
    """The worker is to try again what it had given up on."""

    says = mark("A task that had failed was started again")

    letter: int


@dataclass(frozen=True, kw_only=True)
class MemberRenamed(Event):
    """A member shows another name."""

    says = mark("A member changed the name others see")

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberMoved(Event):
    """A member belongs to another branch; the minute is the new branch's."""

    says = mark("A member moved to this branch")

    member_id: UUID
