"""Who is trusted with what: two decide, and everybody sees it."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class RoleProposed(Event):
    """One of two wants a role granted or taken back."""

    says = mark("A role was proposed, or that it be taken back")
    page = "members.role_proposal"

    proposal_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A second administrator agreed, or an operator appointed: the role is held."""

    says = mark("A role was granted")
    page = "members.roles"

    member_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleTakenBack(Event):
    """A second administrator agreed: the role is held no more."""

    says = mark("A role was taken back")
    page = "members.roles"

    member_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleDeclined(Event):
    """A proposal about a role was declined, withdrawn, or waited too long."""

    says = mark("A proposal about a role came to nothing")
    page = "members.role_proposal"

    proposal_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoleLaidDown(Event):
    """A member gave a role up; nobody has to agree."""

    says = mark("A member laid a role down")
    page = "members.roles"

    member_id: UUID
    role: str
