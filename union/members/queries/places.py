"""Platforms, cities, and where somebody works."""

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.members.models import (
    City,
    Member,
    Platform,
    Unit,
    WorksIn,
)


def platforms(db: Session) -> list[Platform]:
    return list(db.exec(select(Platform).order_by(col(Platform.name))))


def cities(db: Session) -> list[City]:
    return sorted(db.exec(select(City)), key=lambda city: city.name)


def units_of(db: Session, member: Member) -> list[Unit]:
    """Where a member works."""
    return list(
        db.exec(
            select(Unit)
            .join(WorksIn)
            .where(col(WorksIn.member_id) == member.id)
            .options(joinedload(Unit.platform), joinedload(Unit.city))  # type: ignore[arg-type]
            .order_by(col(Unit.platform_id), col(Unit.city_id))
        )
    )
