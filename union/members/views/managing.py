"""Members who manage or dispatch others say so; officers find when it has ended."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.web.forms import read, stands_on
from union.members.forms import Reason
from union.members.login import me
from union.members.queries import member_for
from union.members.rules import managing as rules
from union.members.views import bp


@bp.get("/me/manager")
def manager() -> ResponseReturnValue:
    return render_template("members/me/manager.html")


@bp.post("/me/manager")
@stands_on(manager)
def declare_manager() -> ResponseReturnValue:
    rules.declare(db, me())
    return redirect(url_for(".me"), 303)


@bp.get("/people/<uuid:member_id>/manager")
def ask_to_clear_manager(member_id: UUID) -> ResponseReturnValue:
    member = member_for(db, me(), member_id)
    return render_template("members/people/clear_manager.html", member=member)


@bp.post("/people/<uuid:member_id>/manager")
@stands_on(ask_to_clear_manager)
def clear_manager(member_id: UUID) -> ResponseReturnValue:
    rules.clear(db, member_for(db, me(), member_id), me(), read(Reason))
    return redirect(url_for(".standing", member_id=member_id), 303)
