"""Who belongs, as what, and where."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Event):
    """Someone who waited became a probationer: by a steward, or by two who vouched.

    Who vouched for whom is erased after 30 days; minutes stay, and name no voucher.
    """

    says = mark("A new member was admitted")
    page = "members.standing"
    unsigned = mark("two members who vouched")

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
class MemberErased(Event):
    """What named a former member was erased. By this line a restored copy is erased."""

    says = mark("What named a former member was erased")
    is_logged = False  # that somebody left is told already

    member_id: UUID


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
