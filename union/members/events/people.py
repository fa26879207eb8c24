"""Who looked at people, and lists of them that came or went."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class MembersLookedUp(Event):
    """An officer looked through a page of the members of a branch."""

    says = mark("Members of the branch were looked up")


@dataclass(frozen=True, kw_only=True)
class MemberLookedAt(Event):
    """An officer opened somebody's page; once a day and person. It leads nowhere:
    whom one officer looks at is no news for the others."""

    says = mark("An officer looked at a member’s page")

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactSeen(Event):
    """A steward was shown the phone number that somebody had left for them."""

    says = mark("A steward looked at a member’s phone number")

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListTaken(Event):
    """A list of members left the house as a file."""

    says = mark("A list of members was taken out")

    list_id: UUID
