"""Me: what the union keeps about this member, and how to change it."""

from uuid import UUID

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db, unit_of_work
from union.core.i18n import gettext as _
from union.core.web.application import secret_act, works_alone
from union.core.web.doors import remember_language
from union.core.web.forms import read, stands_on
from union.members import passphrases
from union.members.device import device
from union.members.forms import (
    NewBranch,
    NewLanguage,
    NewName,
    NewPassphrase,
    NewSignInName,
    NewVehicle,
    Workplace,
)
from union.members.login import (
    before_second_factor,
    current_session_id,
    step_up,
)
from union.members.login import me as myself
from union.members.models import (
    ROLES,
    STANDINGS,
    VEHICLES,
    Unit,
)
from union.members.permissions import (
    estimates_any,
    imports_somewhere,
    looks_after_anyone,
    may_invite,
    may_operate,
    may_vouch_for_anyone,
    reads_minutes,
    shapes_the_union,
)
from union.members.queries import (
    branch_to_choose,
    cities,
    every_branch,
    history_of,
    platforms,
    units_of,
)
from union.members.rules import account
from union.members.views import bp
from union.members.views.branches import within
from union.members.views.people import drawn


@bp.get("/me")
def me() -> ResponseReturnValue:
    return render_template(
        "members/me/me.html",
        standing=_(STANDINGS[myself().standing(now())]),
        history=[drawn(step) for step in history_of(db, myself())],
        units=[_place(unit) for unit in units_of(db, myself())],
        roles=[f"{_(ROLES[held.role])}, {held.branch.name}" for held in myself().roles],
        speaks=i18n.NAMES[myself().language],
        places=_places(),
    )


def _places() -> list[tuple[str, str]]:
    """Where else this member has business."""
    vouches = may_vouch_for_anyone(myself(), now())
    places = [
        (_("Branches and who serves them"), "members.branches", myself().is_current),
        (_("People I invite"), "members.invites", may_invite(myself(), now())),
        (_("Posters of my branches"), "members.posters", looks_after_anyone(myself())),
        (_("Roles"), "members.roles", myself().is_current),
        (_("People of my branches"), "members.people", looks_after_anyone(myself())),
        (_("Vouch for somebody who waits"), "members.ask_code", vouches),
        (_("Enter people from a list"), "members.imports", imports_somewhere(myself())),
        (_("Activity log of my branches"), "members.activity", reads_minutes(myself())),
        (_("How many of us there may be"), "members.units", estimates_any(myself())),
        (_("Platforms and cities"), "members.places", shapes_the_union(myself())),
        (_("Operations"), "members.operations", may_operate(myself())),
    ]
    return [(words, url_for(page)) for words, page, is_open in places if is_open]


def _place(unit: Unit) -> str:
    return f"{unit.platform.name}, {unit.city.name}"


@bp.get("/me/name")
def name() -> ResponseReturnValue:
    return render_template("members/me/name.html")


@bp.post("/me/name")
@stands_on(name)
def rename() -> ResponseReturnValue:
    account.rename(db, myself(), read(NewName))
    return _back()


@bp.get("/me/sign-in-name")
@step_up
def sign_in_name() -> ResponseReturnValue:
    return render_template("members/me/sign_in_name.html")


@bp.post("/me/sign-in-name")
@stands_on(sign_in_name)
@step_up
def change_sign_in_name() -> ResponseReturnValue:
    account.change_sign_in_name(db, myself(), read(NewSignInName), device())
    return _back()


@bp.get("/me/passphrase")
@before_second_factor
@step_up
def passphrase() -> ResponseReturnValue:
    return render_template("members/me/passphrase.html")


@bp.post("/me/passphrase")
@before_second_factor
@works_alone
@secret_act
@stands_on(passphrase)
@step_up
def change_passphrase() -> ResponseReturnValue:
    form = read(NewPassphrase)
    account.refuse_own_names(myself(), form)
    kept = passphrases.hash_of(form.passphrase.get_secret_value())
    with unit_of_work():
        account.change_passphrase(db, myself(), kept, current_session_id(), device())
    return _back()


@bp.get("/me/language")
@before_second_factor
def language() -> ResponseReturnValue:
    return render_template(
        "members/me/language.html", languages_of_letters=i18n.NAMES.items()
    )


@bp.post("/me/language")
@before_second_factor
@stands_on(language)
def speak() -> ResponseReturnValue:
    form = read(NewLanguage)
    account.speak(myself(), form)
    return remember_language(make_response(_back()), form.language)


@bp.get("/me/branch")
def branch() -> ResponseReturnValue:
    choices = [(branch.id, within(branch)) for branch in every_branch(db)]
    return render_template("members/me/branch.html", branches=choices)


@bp.post("/me/branch")
@stands_on(branch)
def move() -> ResponseReturnValue:
    there = branch_to_choose(db, read(NewBranch).branch_id)
    account.move(db, myself(), there)
    return _back()


@bp.get("/me/work")
def work() -> ResponseReturnValue:
    return render_template(
        "members/me/work.html",
        units=units_of(db, myself()),
        platforms=[(platform.id, platform.name) for platform in platforms(db)],
        cities=[(city.id, city.name) for city in cities(db)],
        vehicles=[(vehicle.value, _(words)) for vehicle, words in VEHICLES.items()],
    )


@bp.post("/me/work")
@stands_on(work)
def start_working() -> ResponseReturnValue:
    account.start_working(db, myself(), read(Workplace))
    return redirect(url_for(".work"), 303)


@bp.post("/me/vehicle")
@stands_on(work)
def ride() -> ResponseReturnValue:
    account.ride(myself(), read(NewVehicle))
    return redirect(url_for(".work"), 303)


@bp.post("/me/work/<uuid:unit_id>/stop")
def stop_working(unit_id: UUID) -> ResponseReturnValue:
    account.stop_working(db, myself(), unit_id)
    return redirect(url_for(".work"), 303)


def _back() -> ResponseReturnValue:
    return redirect(url_for(".me"), 303)
