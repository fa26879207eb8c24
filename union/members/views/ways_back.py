"""The way back without a recovery code: on the asking phone, and for who vouches."""

from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core.base import now
from union.core.db import db, unit_of_work
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.core.settings import Settings
from union.core.web.application import secret_act, works_alone
from union.core.web.doors import public
from union.core.web.forms import read, stands_on
from union.core.web.limits import at_most, caller, seldom
from union.members import passphrases
from union.members.device import device
from union.members.forms import CodeOfPhone, NewPhone, Vouching
from union.members.login import let_in, me, step_up
from union.members.models import Member, WayBack
from union.members.queries import (
    VOUCHERS_NEEDED,
    asked_from,
    member_for,
    own_way_back,
    vouchers_of,
    way_back_for,
)
from union.members.rules import sessions, ways_back
from union.members.views import bp
from union.members.views.people import standing
from union.writers.qr import qr_svg

SECRET = "way_back"  # noqa: S105  (the name of the secret in the cookie)


def _my_account() -> str:
    return str(me().id)


@bp.get("/recover/without-code")
@public
def without_code() -> ResponseReturnValue:
    return render_template("members/door/without_code.html")


@bp.post("/recover/without-code")
@public
@works_alone
@secret_act
@stands_on(without_code)
@at_most("60 per hour", caller)  # of an account: three at once, so nobody is kept out
def ask_to_come_back() -> ResponseReturnValue:
    form = read(NewPhone)
    kept = passphrases.hash_of(form.passphrase.get_secret_value())
    with unit_of_work():
        cookie[SECRET] = ways_back.ask(db, form, kept, device())
    cookie.permanent = True
    return redirect(url_for(".waiting"), 303)


@bp.get("/recover/waiting")
@public
def waiting() -> ResponseReturnValue:
    way = _asked_here()
    if way is None:
        return redirect(url_for(".without_code"))
    vouched = _vouched(way)
    is_open = way.is_open(now())
    address = _address(way)
    return render_template(
        "members/door/waiting.html",
        way=way,
        code=f"{way.code[:4]}-{way.code[4:]}",
        address=address,
        qr=Markup(qr_svg(address, address)),  # noqa: S704  (drawn by us)
        vouched=vouched,
        is_open=is_open,
        can_take=is_open and way.is_due(now()) and vouched >= VOUCHERS_NEEDED,
    )


def _asked_here() -> WayBack | None:
    """The request that began on this phone."""
    secret = cookie.get(SECRET)
    return asked_from(db, sessions.digest_of(secret)) if secret else None


def _this_request() -> WayBack:
    if way := _asked_here():
        return way
    raise NotFound(_("This phone has not asked for an account. Begin again."))


def _vouched(way: WayBack) -> int:
    owner = db.get(Member, way.member_id) if way.member_id else None
    return len(vouchers_of(db, way, owner, now())) if owner else 0


def _address(way: WayBack) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url + url_for(".bring_back", code=way.code)


@bp.post("/recover/waiting/stop")
@public
@secret_act
def give_up_waiting() -> ResponseReturnValue:
    ways_back.stop(db, _this_request(), None)
    return redirect(url_for(".waiting"), 303)


@bp.post("/recover/waiting/open")
@public
@secret_act
@stands_on(waiting)
def take_account() -> ResponseReturnValue:
    owner, code = ways_back.take(db, _this_request(), device())
    let_in(*sessions.open_session(db, owner.id, device()))
    groups = code.split("-")
    return render_template("members/me/recovery_code.html", code=code, groups=groups)


@bp.get("/back/<code>")
@step_up
@seldom(_my_account)
def bring_back(code: str) -> ResponseReturnValue:
    _way, owner = way_back_for(db, me(), code)
    return render_template("members/door/bring_back.html", owner=owner, code=code)


@bp.post("/back/<code>")
@stands_on(bring_back)
@step_up
@seldom(_my_account)
def vouch_for_phone(code: str) -> ResponseReturnValue:
    read(Vouching)
    way, _owner = way_back_for(db, me(), code)
    ways_back.vouch(db, way, me())
    return redirect(url_for(".vouched"), 303)


@bp.get("/back/")
def vouched() -> ResponseReturnValue:
    return render_template("members/door/vouched.html")


@bp.post("/me/ways-back/<uuid:way_back_id>/stop")
def stop_way_back(way_back_id: UUID) -> ResponseReturnValue:
    ways_back.stop(db, own_way_back(db, me(), way_back_id), me())
    return redirect(url_for(".devices"), 303)


@bp.post("/people/<uuid:member_id>/way-back")
@stands_on(standing)
@step_up
@seldom(_my_account)
def attach_way_back(member_id: UUID) -> ResponseReturnValue:
    ways_back.attach(db, member_for(db, me(), member_id), me(), read(CodeOfPhone))
    return redirect(url_for(".vouched"), 303)
