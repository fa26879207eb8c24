"""Where links and posters lead: to the first screen of joining, or to one kind no.

A page that is read cannot write: what brought the stranger is kept in their cookie, and
is used up when they join.
"""

from flask import redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

from union.core.base import now
from union.core.db import db, unit_of_work
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.core.web.application import secret_act, works_alone
from union.core.web.doors import public
from union.core.web.forms import read, stands_on
from union.core.web.limits import seldom
from union.members.forms import TypedCode
from union.members.invitation import remember
from union.members.login import me
from union.members.rules import invites as rules
from union.members.views import bp


@bp.get("/i/<token>")
@public
@seldom()
def by_link(token: str) -> ResponseReturnValue:
    """Somebody follows a personal link."""
    if not current_user.is_authenticated:
        remember(cookie, rules.by_token(db, token, now()))
    return _to_the_first_screen()


@bp.get("/p/<code>")
@public
@seldom()
def by_poster(code: str) -> ResponseReturnValue:
    """Somebody has scanned a poster."""
    if not current_user.is_authenticated:
        remember(cookie, rules.by_code(db, code, now()))
    return _to_the_first_screen()


@bp.get("/code")
@public
def code() -> ResponseReturnValue:
    return render_template("members/inviting/code.html")


@bp.post("/code")
@public
@works_alone
@secret_act
@stands_on(code)
@seldom()
def by_code() -> ResponseReturnValue:
    """Somebody has torn a strip off a poster. Strangers take no turn to write."""
    form = read(TypedCode)
    if not current_user.is_authenticated:
        with unit_of_work(writes=False):
            remember(cookie, rules.by_code(db, form.code, now()))
    return _to_the_first_screen()


def _to_the_first_screen() -> ResponseReturnValue:
    """Whoever stopped half-way goes on; who has joined needs no invite."""
    if current_user.is_authenticated and me().joined_at:
        raise Refused(_("You have joined already. This is for somebody who has not."))
    return redirect(url_for("members.join"), 303)
