"""Today: what needs this member now. For strangers: what Ortaq is."""

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from union.core.base import now
from union.core.db import db
from union.core.settings import Settings
from union.core.web.doors import public
from union.members.calls import Call, calls_for, what_is_needed
from union.members.login import ask_for_second_factor, me
from union.members.notice import NOTICE
from union.members.retention import printed
from union.members.views import bp
from union.members.views.lobby import in_lobby


@bp.get("/")
@public
def today() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return about()
    ask_for_second_factor()
    if me().is_guest:
        return redirect(url_for(".join_code"), 303)
    calls = calls_for(db, me(), now())
    drawn = [_drawn(call, place) for place, call in enumerate(calls)]
    if me().is_waiting:
        return render_template("members/lobby/lobby.html", calls=drawn, **in_lobby())
    return render_template(
        "members/today.html", calls=drawn, needed=what_is_needed(calls)
    )


def _drawn(call: Call, place: int) -> Markup:
    about = {"is_done": call.is_done, "is_foremost": place == 0}
    partial = render_template(call.template, **about, **call.context)
    return Markup(partial)  # noqa: S704  (a template's own output)


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    return render_template("members/about/about.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("members/about/privacy.html", terms=printed(), notice=NOTICE)


@bp.get("/source")
@public
def source() -> ResponseReturnValue:
    settings: Settings = current_app.config["SETTINGS"]
    return render_template("members/about/source.html", address=settings.source_url)
