"""One-time codes: at the door, and turned on and off; the second factor of officers."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core.db import db
from union.core.errors import SignInNeeded
from union.core.i18n import gettext as _
from union.core.keys import keyring
from union.core.web.application import secret_act
from union.core.web.doors import our_path, public
from union.core.web.forms import read, stands_on
from union.core.web.limits import seldom
from union.members import onetime
from union.members.device import device
from union.members.forms import Code
from union.members.halfway import who_waits
from union.members.house import house
from union.members.login import (
    before_second_factor,
    lacks_second_factor,
    let_in,
    me,
    my_session,
    sign_in_here,
    step_up,
)
from union.members.models import OneTimeSecret
from union.members.queries import one_time_secret_of, passkeys_of
from union.members.rules import onetime as rules
from union.members.rules import sessions, ways
from union.members.views import bp
from union.writers.qr import qr_svg

CODES_TRIED = "10 per 15 minutes"  # a code has but a million values


def _whose_code() -> str:
    return f"code of {who_waits()}"


@bp.get("/sign-in/code")
@public
def sign_in_code() -> ResponseReturnValue:
    there = request.args.get("next")
    if who_waits() is None:
        return redirect(url_for(".sign_in", next=there), 303)
    return render_template("members/door/code.html", next=there)


@bp.post("/sign-in/code")
@public
@secret_act
@stands_on(sign_in_code)
@seldom(_whose_code, often=CODES_TRIED)
def enter_with_code() -> ResponseReturnValue:
    member_id = who_waits()
    if member_id is None:
        raise SignInNeeded(_("That took too long. Sign in again from the beginning."))
    rules.check(db, member_id, read(Code), keyring())
    sign_in_here(member_id, strong=True)
    return redirect(our_path(request.args.get("next", "/")), 303)


@bp.get("/me/one-time")
@before_second_factor
@step_up
def one_time() -> ResponseReturnValue:
    found = one_time_secret_of(db, me())
    return render_template(
        "members/me/one_time.html",
        is_on=bool(found and found.confirmed_at),
        shared=_shared(found) if found and not found.confirmed_at else None,
    )


def _shared(found: OneTimeSecret) -> dict[str, str]:
    """The secret, to be photographed or typed, until the app is known to have it."""
    secret = rules.secret_of(found, keyring())
    address = onetime.address(secret, house().host)
    drawn = qr_svg(address, _("QR code for the app"))
    return {
        "qr": Markup(drawn),  # noqa: S704  (drawn by us)
        "address": address,
        "secret": onetime.grouped(secret),
    }


@bp.post("/me/one-time")
@before_second_factor
@stands_on(one_time)
@step_up
def begin_one_time() -> ResponseReturnValue:
    ways.refuse_to_pass_by(db, my_session())
    rules.begin(db, me(), keyring())
    return redirect(url_for(".one_time"), 303)


@bp.post("/me/one-time/confirm")
@before_second_factor
@secret_act
@stands_on(one_time)
@step_up
@seldom(lambda: f"code of {me().id}", often=CODES_TRIED)
def confirm_one_time() -> ResponseReturnValue:
    session = my_session()
    ways.refuse_to_pass_by(db, session)
    rules.confirm(db, session, read(Code), keyring())
    let_in(session, sessions.strengthen(session))
    return redirect(url_for(".one_time"), 303)


@bp.post("/me/one-time/off")
@before_second_factor
@stands_on(one_time)
@step_up
def end_one_time() -> ResponseReturnValue:
    rules.turn_off(db, me(), device())
    return redirect(url_for(".one_time"), 303)


@bp.get("/me/second-factor")
@before_second_factor
def second_factor() -> ResponseReturnValue:
    return render_template(
        "members/me/second_factor.html",
        is_needed=lacks_second_factor(),
        is_strong=my_session().is_strong,
        has_passkey=bool(passkeys_of(db, me())),
    )
