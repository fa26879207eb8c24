"""Where members belong and where they work: branches, platforms, cities, units."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Relationship, SQLModel

from union.core import i18n
from union.core.base import Entity
from union.core.i18n import mark


class Work(StrEnum):
    """What a platform hands out."""

    FOOD_DELIVERY = "food_delivery"
    PARCELS = "parcels"
    TAXI = "taxi"
    FREIGHT = "freight"
    HOME_SERVICES = "home_services"
    OTHER = "other"


WORKS = {
    Work.FOOD_DELIVERY: mark("Delivery of food"),
    Work.PARCELS: mark("Delivery of parcels"),
    Work.TAXI: mark("Taxi"),
    Work.FREIGHT: mark("Freight"),
    Work.HOME_SERVICES: mark("Services at home"),
    Work.OTHER: mark("Other work"),
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
    city_id: str | None = Field(default=None, foreign_key="city.id", index=True)
    closed_at: datetime | None = None  # merged into its parent: nobody joins it now

    @property
    def union_id(self) -> UUID:
        """The root of the tree: the union this branch belongs to."""
        return UUID(self.path.partition("/")[0])

    @property
    def lineage(self) -> list[str]:
        """The paths from the root of the tree down to this branch."""
        steps = self.path.rstrip("/").split("/")
        return ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]

    def contains(self, other: "Branch") -> bool:
        """Whether the other is this branch or lies below it."""
        return other.path.startswith(self.path)


class Platform(SQLModel, table=True):
    """A company whose app hands out the work."""

    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=80)
    origin: str = Field(max_length=2)  # ISO 3166 country of the owner
    work: str = Field(max_length=40)  # a Work
    retired_at: datetime | None = None  # it left: kept where it stands, offered no more


class City(Named, table=True):
    """Where the work is done."""

    id: str = Field(primary_key=True, max_length=40)
    retired_at: datetime | None = None


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


class BranchCount(SQLModel, table=True):
    """How many current members a branch has of its own, as last counted."""

    branch_id: UUID = Field(foreign_key="branch.id", primary_key=True)
    members: int


class WorksIn(SQLModel, table=True):
    """A member works in a unit; often in several."""

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", primary_key=True, index=True)
