"""Platforms and cities: added, described, retired when they leave, and brought back."""

from typing import Any

from sqlmodel import Session, select

from union.core.base import now
from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.editions import must_be
from union.members.events import (
    PlaceAdded,
    PlaceBroughtBack,
    PlaceChanged,
    PlaceRetired,
)
from union.members.forms import CityEdit, Names, PlatformEdit, PlatformForm
from union.members.models import City, Member, Platform
from union.members.permissions import shapes_the_union
from union.members.slugs import slug

NEW = "new"  # the address of the form; no place is called so


def add_platform(db: Session, officer: Member, form: PlatformForm) -> Platform:
    """Let a platform be named. Its id is made of its name, once."""
    _check(officer)
    taken = {NEW, *db.exec(select(Platform.id))}

    new = Platform(id=slug(form.name, taken), **form.model_dump())
    db.add(new)

    announce(db, PlaceAdded(by=officer.id, platform_id=new.id))
    return new


def add_city(db: Session, officer: Member, form: Names) -> City:
    """Let a city be named. Its id is made of its English name, once."""
    _check(officer)
    taken = {NEW, *db.exec(select(City.id))}

    new = City(id=slug(form.name_en, taken), **form.model_dump())
    db.add(new)

    announce(db, PlaceAdded(by=officer.id, city_id=new.id))
    return new


def change(
    db: Session, place: Platform | City, officer: Member, form: PlatformEdit | CityEdit
) -> None:
    """Describe a platform or a city otherwise; its id stays."""
    _check(officer)
    must_be(db, place, form.edition)

    place.sqlmodel_update(form.model_dump(exclude={"edition"}))

    announce(db, PlaceChanged(**_about(place, officer)))


def retire(db: Session, place: Platform | City, officer: Member) -> None:
    """Offer it no more. It stays wherever somebody has named it."""
    _check(officer)
    if place.retired_at:
        return

    place.retired_at = now()

    announce(db, PlaceRetired(**_about(place, officer)))


def bring_back(db: Session, place: Platform | City, officer: Member) -> None:
    """Offer it again."""
    _check(officer)
    if place.retired_at is None:
        return

    place.retired_at = None

    announce(db, PlaceBroughtBack(**_about(place, officer)))


def _check(officer: Member) -> None:
    if not shapes_the_union(officer):
        raise NotAllowed(_("Only administrators of the whole union come here."))


def _about(place: Platform | City, officer: Member) -> dict[str, Any]:
    """What the minutes say of each change."""
    kind = "platform_id" if isinstance(place, Platform) else "city_id"
    return {"by": officer.id, kind: place.id}
