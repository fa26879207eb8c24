"""Vouching: a member opens the code of somebody who waits, and says they know them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core.base import now
from union.core.db import db
from union.core.web.forms import read, stands_on
from union.core.web.limits import seldom
from union.members.codes import tidy
from union.members.forms import Typed
from union.members.login import me
from union.members.queries import has_vouched, newcomer_by_code, units_of
from union.members.rules import vouching as rules
from union.members.views import bp


def _my_account() -> str:
    return str(me().id)


@bp.get("/vouch")
def ask_code() -> ResponseReturnValue:
    return render_template("members/lobby/ask_code.html")


@bp.post("/vouch")
@stands_on(ask_code)
@seldom(_my_account)
def read_code() -> ResponseReturnValue:
    code = tidy(read(Typed).code)
    rules.check_may_vouch(me(), newcomer_by_code(db, me(), code), now())
    return redirect(url_for(".newcomer", code=code), 303)


@bp.get("/k/<code>")
@seldom(_my_account)
def newcomer(code: str) -> ResponseReturnValue:
    found = newcomer_by_code(db, me(), tidy(code))
    rules.check_may_vouch(me(), found, now())
    units = units_of(db, found)
    return render_template(
        "members/lobby/newcomer.html",
        newcomer=found,
        code=code,
        city=units[0].city.name if units else None,
        platforms=[unit.platform.name for unit in units],
        has_vouched=has_vouched(db, me(), found),
    )


@bp.post("/k/<code>/vouch")
@stands_on(newcomer)
@seldom(_my_account)
def vouch_for(code: str) -> ResponseReturnValue:
    rules.vouch(db, newcomer_by_code(db, me(), tidy(code)), me())
    return redirect(url_for(".newcomer", code=code), 303)
