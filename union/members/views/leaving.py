"""Leaving: quickly and without a trace, everywhere at once, or for somebody else."""

from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from union.core import i18n
from union.core.db import db
from union.core.web.application import secret_act
from union.core.web.doors import public
from union.core.web.forms import stands_on
from union.members.login import leave_no_trace, me, my_session, step_up
from union.members.permissions import looks_after
from union.members.queries import whose_devices
from union.members.rules import sessions
from union.members.views import bp
from union.members.views.people import standing


@bp.post("/leave")
@public
@secret_act
def hide() -> ResponseReturnValue:
    """Away at once: somebody is looking over the shoulder."""
    if current_user.is_authenticated:
        sessions.end_session(db, my_session(), me())
    return leave_no_trace("members.away", "cache")


@bp.get("/away")
@public
def away() -> ResponseReturnValue:
    """A page that says nothing, and sets no cookie: it is drawn without a reader."""
    page = current_app.jinja_env.get_template("away.html")
    return page.render(language=i18n.language.get())


@bp.get("/me/devices/everywhere")
def everywhere() -> ResponseReturnValue:
    return render_template("members/me/everywhere.html")


@bp.post("/people/<uuid:member_id>/sign-out")
@stands_on(standing)
@step_up
def sign_out_member(member_id: UUID) -> ResponseReturnValue:
    member = whose_devices(db, me(), member_id)
    sessions.sign_out_member(db, member, me())
    if looks_after(me(), member.branch):
        return redirect(url_for(".standing", member_id=member_id), 303)
    return redirect(url_for(".operations"), 303)
