"""Members, how they stand, and the roles they hold."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Enum, ForeignKeyConstraint, Index, text
from sqlmodel import Field, Relationship, SQLModel

from union.core.base import Entity, now
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.members.models.places import Branch, Unit, WorksIn
from union.members.models.standing import INCOMPATIBLE, PROBATION, Role, Standing

if TYPE_CHECKING:
    from union.members.models.access import WayBack


class Vehicle(StrEnum):
    """What carries the bag."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    ELECTRIC = "electric"
    MOTORBIKE = "motorbike"
    CAR = "car"


VEHICLES = {
    Vehicle.FOOT: mark("On foot"),
    Vehicle.BICYCLE: mark("Bicycle"),
    Vehicle.ELECTRIC: mark("Electric bicycle or scooter"),
    Vehicle.MOTORBIKE: mark("Moped or motorbike"),
    Vehicle.CAR: mark("Car"),
}


def by_value(kinds: type[StrEnum], length: int = 20) -> Enum:
    """A column for such words; a type of PostgreSQL's own would outlive its table."""
    return Enum(
        kinds,
        native_enum=False,
        length=length,
        values_callable=lambda words: [word.value for word in words],
    )


_WAITING = text("admitted_at IS NULL AND suspended_at IS NULL AND left_at IS NULL")
_SUSPENDED = text("suspended_at IS NOT NULL")


class Member(Entity, table=True):
    """Someone who joined the union, and perhaps left it."""

    __table_args__ = (
        Index("ix_member_branch_id_name_key_id", "branch_id", "name_key", "id"),
        Index("ix_member_name_key_id", "name_key", "id"),
        Index(
            "ix_member_waiting",
            "joined_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_member_admitted_at", "admitted_at"),
        Index(
            "ix_member_suspended_at",
            "suspended_at",
            sqlite_where=_SUSPENDED,
            postgresql_where=_SUSPENDED,
        ),
    )

    name: str = Field(max_length=80)  # the display name, all that others see
    name_key: str = Field(default="", max_length=80)  # the same, as a search folds it
    sign_in_name: str = Field(max_length=80)  # two words and a number, shown to nobody
    sign_in_key: str = Field(unique=True, max_length=80)  # the same, folded
    passphrase_hash: str  # empty: there is none, a passkey or a paper opens the account
    recovery_digest: str | None = Field(default=None, unique=True)
    language: str = Field(default="kk", max_length=2)
    vehicle: Vehicle | None = Field(default=None, sa_type=by_value(Vehicle))
    branch_id: UUID = Field(foreign_key="branch.id")
    joined_at: datetime | None = Field(  # None: not finished yet
        default_factory=now,
        sa_column_kwargs={"default": None},  # or the column's would take None's place
    )
    admitted_at: datetime | None = None
    suspended_at: datetime | None = None
    left_at: datetime | None = None
    erased_at: datetime | None = None
    manages_since: datetime | None = None  # said of themselves: no vote in ballots
    brought: int = 0  # how many joined by this member's invites; never who

    branch: Branch = Relationship()
    roles: list["HeldRole"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "HeldRole.member_id"}
    )
    units: list[Unit] = Relationship(link_model=WorksIn)
    ways_back: list["WayBack"] = Relationship(sa_relationship_kwargs={"viewonly": True})

    def standing(self, at: datetime) -> Standing:
        """How far this person belongs to the union at a moment."""
        if self.left_at:
            return Standing.LEFT
        if self.suspended_at:
            return Standing.SUSPENDED
        if self.admitted_at is None:
            return Standing.PENDING if self.joined_at else Standing.GUEST
        if at < self.admitted_at + PROBATION:
            return Standing.PROBATIONER
        return Standing.MEMBER

    @property
    def is_current(self) -> bool:
        """Admitted, and neither suspended nor gone."""
        return bool(self.admitted_at and not self.suspended_at and not self.left_at)

    @property
    def is_waiting(self) -> bool:
        """Has joined, and nobody has admitted or refused them yet."""
        return bool(self.joined_at) and not (
            self.admitted_at or self.suspended_at or self.left_at
        )

    @property
    def known_as(self) -> str:
        """The display name as others read it: whoever left has none any more."""
        return _("former member") if self.left_at else self.name

    @property
    def is_guest(self) -> bool:
        """Has an account, and has not finished joining."""
        return not (
            self.joined_at or self.admitted_at or self.suspended_at or self.left_at
        )

    @property
    def is_officer(self) -> bool:
        return bool(self.roles)


class StandingChange(Entity, table=True):
    """A change of standing, with its reason and its author, as its subject reads it."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    standing: Standing = Field(sa_type=by_value(Standing))
    at: datetime = Field(default_factory=now)
    by: UUID | None
    reason: str = Field(max_length=280)


def _excludes(one: Role, other: Role) -> Index:
    """An index that leaves a member room for one of these two roles, never both."""
    pair = text(f"role IN ('{one.value}', '{other.value}')")
    name = f"uq_office_{one.value}_{other.value}"
    return Index(name, "member_id", unique=True, sqlite_where=pair, postgresql_where=pair)  # fmt: skip  # noqa: E501


class Office(SQLModel, table=True):
    """That a member holds such a role at all, wherever: incompatible ones exclude."""

    __table_args__ = tuple(_excludes(*pair) for pair in INCOMPATIBLE)

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    role: Role = Field(sa_type=by_value(Role), primary_key=True)


class HeldRole(Entity, table=True):
    """A role a member holds in a branch and everything below it."""

    __table_args__ = (
        Index(
            "uq_heldrole_member_id_role_branch_id",
            "member_id",
            "role",
            "branch_id",
            unique=True,
        ),
        ForeignKeyConstraint(
            ["member_id", "role"],
            ["office.member_id", "office.role"],
            deferrable=True,
            initially="DEFERRED",  # the two rows of one grant come in any order
        ),
    )

    member_id: UUID = Field(foreign_key="member.id")
    role: Role = Field(sa_type=by_value(Role))
    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    granted_by: UUID | None
    seconded_by: UUID | None = None
    granted_at: datetime = Field(default_factory=now)

    branch: Branch = Relationship()


PROPOSAL_LASTS = timedelta(days=14)


class RoleProposal(Entity, table=True):
    """One of two wants a role granted or taken back; the other has yet to say."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    role: Role = Field(sa_type=by_value(Role))
    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    takes_back: bool = False
    reason: str = Field(max_length=280)
    proposed_by: UUID = Field(foreign_key="member.id")
    proposed_at: datetime = Field(default_factory=now)
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    is_granted: bool | None = None

    member: Member = Relationship(
        sa_relationship_kwargs={"foreign_keys": "RoleProposal.member_id"}
    )
    branch: Branch = Relationship()

    @property
    def lapses_at(self) -> datetime:
        """When nobody can second it any more."""
        return self.proposed_at + PROPOSAL_LASTS

    def is_open(self, at: datetime) -> bool:
        """Whether it waits for the second of the two."""
        return self.decided_at is None and at < self.lapses_at
