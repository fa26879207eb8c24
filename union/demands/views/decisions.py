"""Freezing a text, and opening it again."""

from uuid import UUID

from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.web.forms import read, stands_on
from union.demands import permissions
from union.demands.models import FreezeForm
from union.demands.queries import clauses_of, demand_for
from union.demands.rules import fixing
from union.demands.views.blueprint import bp, to
from union.members.login import me


@bp.get("/<uuid:demand_id>/freeze")
def ask_to_freeze(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if not permissions.may_decide(me(), standing.demand) or standing.fixing:
        return to("show", demand_id)
    clauses = clauses_of(db, demand_id, standing.demand.version)
    return render(
        "demands/freeze.html",
        demand=standing.demand,
        frame=standing.frame,
        clauses=clauses,
        is_ready=bool(clauses)
        and not any(text.stale for text in (standing.frame, *clauses)),
    )


@bp.post("/<uuid:demand_id>/freeze")
@stands_on(ask_to_freeze)
def freeze(demand_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    fixing.freeze(db, demand, me(), read(FreezeForm))
    return to("show", demand_id)


@bp.get("/<uuid:demand_id>/reopen")
def ask_to_reopen(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if not permissions.may_decide(me(), standing.demand) or not standing.can_reopen:
        return to("show", demand_id)
    return render("demands/reopen.html", demand=standing.demand, frame=standing.frame)


@bp.post("/<uuid:demand_id>/reopen")
@stands_on(ask_to_reopen)
def reopen(demand_id: UUID) -> ResponseReturnValue:
    fixing.reopen(db, demand_for(db, me(), demand_id).demand, me())
    return to("show", demand_id)
