"""How people come in: joined, vouched for, welcomed, turned away."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """Somebody finished joining, and waits to be admitted."""

    says = mark("Somebody joined and waits to be admitted")
    page = "members.standing"

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class NewcomerVouchedFor(Event):
    """A member vouched for somebody who waits. Who it was, no minute keeps."""

    says = mark("A member vouched for somebody who waits")
    minuted = False  # who knows whom is a map of people

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class NewcomerWelcomed(Event):
    """Whoever had to say hello to a newcomer has done it."""

    says = mark("A newcomer was welcomed")
    page = "members.standing"

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberTurnedAway(Event):
    """A steward did not let in somebody who waited."""

    says = mark("Somebody who waited was not admitted")

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class ManagerDeclared(Event):
    """A member said that they manage or dispatch others: they vote in no ballot."""

    says = mark("A member said that they manage or dispatch others")
    page = "members.standing"

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class ManagerCleared(Event):
    """An officer found that a member manages nobody any more."""

    says = mark("A member is no longer marked as managing others")
    page = "members.standing"

    member_id: UUID
