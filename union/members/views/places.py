"""Platforms, cities and units, as data that administrators edit."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.i18n import zone
from union.core.web.forms import read, stands_on
from union.members.countries import countries, country
from union.members.editions import edition
from union.members.forms import (
    CityEdit,
    Names,
    PlatformEdit,
    PlatformForm,
    Workforce,
    Workplace,
)
from union.members.login import me
from union.members.models import WORKS, City, Platform
from union.members.permissions import shapes_the_union
from union.members.queries import (
    cities_to_estimate,
    city_or_refuse,
    every_city,
    every_platform,
    platform_or_refuse,
    platforms,
    unit_to_estimate,
    units_in,
)
from union.members.rules import places as rules
from union.members.rules import units as unit_rules
from union.members.views import bp


def _only_for_the_whole() -> None:
    if not shapes_the_union(me()):
        raise NotAllowed(_("Only administrators of the whole union come here."))


@bp.get("/places")
def places() -> ResponseReturnValue:
    _only_for_the_whole()
    return render_template(
        "members/house/places.html",
        platforms=every_platform(db),
        cities=every_city(db),
        country=country,
        works=WORKS,
    )


def _to_places() -> ResponseReturnValue:
    return redirect(url_for(".places"), 303)


def _platform_form(platform: Platform | None) -> str:
    return render_template(
        "members/house/platform.html",
        platform=platform,
        edition=edition(platform) if platform else None,
        works=[(work.value, _(words)) for work, words in WORKS.items()],
        countries=countries(),
    )


def _city_form(city: City | None) -> str:
    known = edition(city) if city else None
    return render_template("members/house/city.html", city=city, edition=known)


@bp.get("/places/platforms/new")
def new_platform() -> ResponseReturnValue:
    _only_for_the_whole()
    return _platform_form(None)


@bp.post("/places/platforms/new")
@stands_on(new_platform)
def add_platform() -> ResponseReturnValue:
    _only_for_the_whole()
    rules.add_platform(db, me(), read(PlatformForm))
    return _to_places()


@bp.get("/places/platforms/<platform_id>")
def platform(platform_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    return _platform_form(platform_or_refuse(db, platform_id))


@bp.post("/places/platforms/<platform_id>")
@stands_on(platform)
def change_platform(platform_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    known = platform_or_refuse(db, platform_id)
    rules.change(db, known, me(), read(PlatformEdit))
    return _to_places()


@bp.post("/places/platforms/<platform_id>/retire")
def retire_platform(platform_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    rules.retire(db, platform_or_refuse(db, platform_id), me())
    return _to_places()


@bp.post("/places/platforms/<platform_id>/bring-back")
def bring_platform_back(platform_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    rules.bring_back(db, platform_or_refuse(db, platform_id), me())
    return _to_places()


@bp.get("/places/cities/new")
def new_city() -> ResponseReturnValue:
    _only_for_the_whole()
    return _city_form(None)


@bp.post("/places/cities/new")
@stands_on(new_city)
def add_city() -> ResponseReturnValue:
    _only_for_the_whole()
    rules.add_city(db, me(), read(Names))
    return _to_places()


@bp.get("/places/cities/<city_id>")
def city(city_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    return _city_form(city_or_refuse(db, city_id))


@bp.post("/places/cities/<city_id>")
@stands_on(city)
def change_city(city_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    rules.change(db, city_or_refuse(db, city_id), me(), read(CityEdit))
    return _to_places()


@bp.post("/places/cities/<city_id>/retire")
def retire_city(city_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    rules.retire(db, city_or_refuse(db, city_id), me())
    return _to_places()


@bp.post("/places/cities/<city_id>/bring-back")
def bring_city_back(city_id: str) -> ResponseReturnValue:
    _only_for_the_whole()
    rules.bring_back(db, city_or_refuse(db, city_id), me())
    return _to_places()


@bp.get("/units")
def units() -> ResponseReturnValue:
    mine = cities_to_estimate(db, me())
    if not mine:
        raise NotAllowed(
            _("Stewards and administrators estimate the cities of their branches.")
        )
    return render_template(
        "members/house/units.html",
        units=units_in(db, mine),
        platforms=[(known.id, known.name) for known in platforms(db)],
        cities=[(known.id, known.name) for known in mine if not known.retired_at],
    )


@bp.post("/units")
@stands_on(units)
def look_up_unit() -> ResponseReturnValue:
    found = unit_rules.look_up(db, me(), read(Workplace))
    return redirect(url_for(".unit", unit_id=found.id), 303)


@bp.get("/units/<uuid:unit_id>")
def unit(unit_id: UUID) -> ResponseReturnValue:
    found = unit_to_estimate(db, me(), unit_id)
    today = now().astimezone(zone.get()).date()
    return render_template(
        "members/house/unit.html", unit=found, edition=edition(found), today=today
    )


@bp.post("/units/<uuid:unit_id>")
@stands_on(unit)
def estimate(unit_id: UUID) -> ResponseReturnValue:
    found = unit_to_estimate(db, me(), unit_id)
    unit_rules.estimate(db, found, me(), read(Workforce))
    return redirect(url_for(".units"), 303)
