"""Members and where they stand: branches, units, roles, sign-in sessions."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Relationship, SQLModel

from union.core import i18n
from union.core.base import Entity, now
from union.core.i18n import mark

PROBATION = timedelta(days=14)


class Standing(StrEnum):
    """How far a person belongs to the union."""

    PENDING = "pending"
    PROBATIONER = "probationer"
    MEMBER = "member"
    SUSPENDED = "suspended"
    LEFT = "left"


class Role(StrEnum):
    """What a member has been trusted with beyond membership."""

    STEWARD = "steward"
    RETURNING_OFFICER = "returning_officer"
    TELLER = "teller"
    REPRESENTATIVE = "representative"
    CASEWORKER = "caseworker"
    BRANCH_ADMIN = "branch_admin"
    SYSTEM_ADMIN = "system_admin"


STANDINGS = {
    Standing.PENDING: mark("waiting to be admitted"),
    Standing.PROBATIONER: mark("probationer"),
    Standing.MEMBER: mark("member"),
    Standing.SUSPENDED: mark("suspended"),
    Standing.LEFT: mark("former member"),
}
ROLES = {
    Role.STEWARD: mark("steward"),
    Role.RETURNING_OFFICER: mark("returning officer"),
    Role.TELLER: mark("teller"),
    Role.REPRESENTATIVE: mark("representative"),
    Role.CASEWORKER: mark("caseworker"),
    Role.BRANCH_ADMIN: mark("branch administrator"),
    Role.SYSTEM_ADMIN: mark("system administrator"),
}


class Named(SQLModel):
    """Something with a name in each language of the union."""

    name_kk: str = Field(max_length=120)
    name_ru: str = Field(max_length=120)
    name_en: str = Field(max_length=120)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{i18n.language.get()}"))


class Branch(Entity, Named, table=True):
    """A node of the union's tree: the union itself, a city, a zone."""

    parent_id: UUID | None = Field(default=None, foreign_key="branch.id", index=True)
    path: str = Field(
        unique=True
    )  # the ids from the root down to here, each ended by /

    @property
    def union_id(self) -> UUID:
        """The root of the tree: the union this branch belongs to."""
        return UUID(self.path.partition("/")[0])

    def contains(self, other: "Branch") -> bool:
        """Whether the other is this branch or lies below it."""
        return other.path.startswith(self.path)


class Platform(SQLModel, table=True):
    """A company whose app hands out the work."""

    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=80)
    origin: str = Field(max_length=2)  # ISO 3166 country of the owner
    work: str = Field(max_length=40)  # food_delivery, taxi, home_services


class City(Named, table=True):
    """Where the work is done."""

    id: str = Field(primary_key=True, max_length=40)


class Unit(Entity, table=True):
    """The workers of one platform in one city; how many they are, only it knows."""

    __table_args__ = (Index("uq_unit_platform_id_city_id", "platform_id", "city_id", unique=True),)  # fmt: skip  # noqa: E501

    platform_id: str = Field(foreign_key="platform.id")
    city_id: str = Field(foreign_key="city.id", index=True)
    workforce: int | None = None  # an estimate, never a fact
    workforce_source: str = ""
    workforce_on: date | None = None

    platform: Platform = Relationship()
    city: City = Relationship()


class WorksIn(SQLModel, table=True):
    """A member works in a unit; often in several."""

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", primary_key=True, index=True)


class Member(Entity, table=True):
    """Someone who joined the union, and perhaps left it."""

    name: str = Field(max_length=80)  # the display name, all that others see
    sign_in_name: str = Field(max_length=80)  # two words and a number, shown to nobody
    sign_in_key: str = Field(unique=True, max_length=80)  # the same, folded
    passphrase_hash: str
    recovery_digest: str | None = Field(default=None, unique=True)
    language: str = Field(default="kk", max_length=2)
    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    joined_at: datetime = Field(default_factory=now)
    admitted_at: datetime | None = None
    suspended_at: datetime | None = None
    left_at: datetime | None = None

    branch: Branch = Relationship()
    roles: list["HeldRole"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "HeldRole.member_id"}
    )
    units: list[Unit] = Relationship(link_model=WorksIn)

    def standing(self, at: datetime) -> Standing:
        """How far this person belongs to the union at a moment."""
        if self.left_at:
            return Standing.LEFT
        if self.suspended_at:
            return Standing.SUSPENDED
        if self.admitted_at is None:
            return Standing.PENDING
        if at < self.admitted_at + PROBATION:
            return Standing.PROBATIONER
        return Standing.MEMBER

    @property
    def is_current(self) -> bool:
        """Admitted, and neither suspended nor gone."""
        return bool(self.admitted_at and not self.suspended_at and not self.left_at)

    @property
    def is_officer(self) -> bool:
        return bool(self.roles)


class StandingChange(Entity, table=True):
    """A change of standing, with its reason and its author, as its subject reads it."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    standing: Standing
    at: datetime = Field(default_factory=now)
    by: UUID | None
    reason: str = Field(max_length=280)


class HeldRole(Entity, table=True):
    """A role a member holds in a branch and everything below it."""

    __table_args__ = (Index("uq_heldrole_member_id_role_branch_id", "member_id", "role", "branch_id", unique=True),)  # fmt: skip  # noqa: E501

    member_id: UUID = Field(foreign_key="member.id")
    role: Role
    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    granted_by: UUID | None
    granted_at: datetime = Field(default_factory=now)

    branch: Branch = Relationship()


class SignInSession(Entity, table=True):
    """One device signed in. Deleting the row signs it out."""

    digest: str = Field(unique=True)  # of the secret in the cookie
    member_id: UUID = Field(foreign_key="member.id", index=True)
    device: str = Field(default="", max_length=80)  # «Chrome, Android», no more
    began_at: datetime = Field(default_factory=now)
    seen_at: datetime = Field(default_factory=now, index=True)
    proved_at: datetime = Field(default_factory=now)  # when its owner last proved it

    member: Member = Relationship()
