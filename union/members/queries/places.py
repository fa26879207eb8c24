"""Platforms, cities, and where somebody works."""

from collections.abc import Container, Iterable
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    Branch,
    City,
    Member,
    Platform,
    Unit,
    WorksIn,
)
from union.members.permissions import may_estimate
from union.members.queries.branches import is_open

_place = (joinedload(Unit.platform), joinedload(Unit.city))  # type: ignore[arg-type]


def every_platform(db: Session) -> list[Platform]:
    """Every platform there ever was, by name."""
    return list(db.exec(select(Platform).order_by(col(Platform.name))))


def platforms(db: Session, *, kept: Container[str | None] = ()) -> list[Platform]:
    """The platforms on offer, by name; those kept stand already where one chooses."""
    found = every_platform(db)
    return [one for one in found if not one.retired_at or one.id in kept]


def every_city(db: Session) -> list[City]:
    """Every city there ever was, by name."""
    return sorted(db.exec(select(City)), key=lambda city: city.name)


def cities(db: Session, *, kept: Container[str | None] = ()) -> list[City]:
    """The cities on offer, by name; those kept stand already where one chooses."""
    found = every_city(db)
    return [one for one in found if not one.retired_at or one.id in kept]


def platform_or_refuse(db: Session, platform_id: str) -> Platform:
    if platform := db.get(Platform, platform_id):
        return platform
    raise NotFound(_("There is no such platform or city."))


def city_or_refuse(db: Session, city_id: str) -> City:
    if city := db.get(City, city_id):
        return city
    raise NotFound(_("There is no such platform or city."))


def place_on_offer(db: Session, platform_id: str, city_id: str) -> None:
    """Refuse a platform or a city that is not there, or no more."""
    places = db.get(Platform, platform_id), db.get(City, city_id)
    if not all(place and not place.retired_at for place in places):
        raise NotFound(_("There is no such platform or city."))


def units_of(db: Session, member: Member) -> list[Unit]:
    """Where a member works."""
    return list(
        db.exec(
            select(Unit)
            .join(WorksIn)
            .where(col(WorksIn.member_id) == member.id)
            .options(*_place)
            .order_by(col(Unit.platform_id), col(Unit.city_id))
        )
    )


def cities_to_estimate(db: Session, officer: Member) -> list[City]:
    """The cities of which this officer may say how many work there."""
    branches = _by_city(
        db.exec(select(Branch).where(is_open(), col(Branch.city_id).is_not(None)))
    )
    return [
        city
        for city in every_city(db)
        if may_estimate(officer, branches.get(city.id, []))
    ]


def units_in(db: Session, cities: Iterable[City]) -> list[Unit]:
    """The units of these cities, by city and platform."""
    ids = [city.id for city in cities]
    units = db.exec(select(Unit).where(col(Unit.city_id).in_(ids)).options(*_place))
    return sorted(units, key=lambda unit: (unit.city.name, unit.platform.name))


def unit_to_estimate(db: Session, officer: Member, unit_id: UUID) -> Unit:
    """A unit of a city that this officer answers for."""
    unit = db.get(Unit, unit_id, options=_place)
    if unit is None or not may_estimate(officer, branches_of_city(db, unit.city_id)):
        raise NotFound(_("There is no such unit in your cities."))
    return unit


def branches_of_city(db: Session, city_id: str) -> list[Branch]:
    """The open branches that answer for a city."""
    answering = select(Branch).where(is_open(), col(Branch.city_id) == city_id)
    return list(db.exec(answering))


def _by_city(branches: Iterable[Branch]) -> dict[str, list[Branch]]:
    found: dict[str, list[Branch]] = {}
    for branch in branches:
        found.setdefault(branch.city_id or "", []).append(branch)
    return found
