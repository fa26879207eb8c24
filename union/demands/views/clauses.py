"""Writing clauses: three languages side by side."""

from uuid import UUID

from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.web.forms import read, stands_on
from union.demands import permissions
from union.demands.models import CLAUSE_PARTS, Clause, ClauseForm, Demand, MoveForm
from union.demands.queries import Standing, clause_in, clauses_of, demand_for
from union.demands.rules import clauses as rules
from union.demands.views.blueprint import bp, collisions, to
from union.members.login import me


@bp.get("/<uuid:demand_id>/clauses/new")
def new_clause(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if not _is_open(standing):
        return to("show", demand_id)
    return _form(standing.demand, None)


@bp.post("/<uuid:demand_id>/clauses")
@stands_on(new_clause)
def add_clause(demand_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    clause = rules.add(db, demand, me(), read(ClauseForm))
    return to("show", demand_id, _anchor=f"clause-{clause.clause_id}")


@bp.get("/<uuid:demand_id>/clauses/<uuid:clause_id>")
def edit_clause(demand_id: UUID, clause_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if not _is_open(standing):
        return to("show", demand_id)
    return _form(standing.demand, _clause(standing.demand, clause_id))


@bp.post("/<uuid:demand_id>/clauses/<uuid:clause_id>")
@stands_on(edit_clause)
def save_clause(demand_id: UUID, clause_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    rules.reword(db, demand, me(), clause_id, read(ClauseForm))
    return to("show", demand_id, _anchor=f"clause-{clause_id}")


@bp.post("/<uuid:demand_id>/clauses/<uuid:clause_id>/place")
@stands_on(edit_clause)
def move_clause(demand_id: UUID, clause_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    rules.move(db, demand, me(), clause_id, up=read(MoveForm).to == "up")
    return to("show", demand_id, _anchor=f"clause-{clause_id}")


@bp.get("/<uuid:demand_id>/clauses/<uuid:clause_id>/removal")
def ask_to_remove(demand_id: UUID, clause_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if not _is_open(standing):
        return to("show", demand_id)
    clause = _clause(standing.demand, clause_id)
    return render("demands/remove.html", demand=standing.demand, clause=clause)


@bp.post("/<uuid:demand_id>/clauses/<uuid:clause_id>/removal")
@stands_on(ask_to_remove)
def remove_clause(demand_id: UUID, clause_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    rules.remove(db, demand, me(), clause_id)
    return to("show", demand_id)


def _is_open(standing: Standing) -> bool:
    """Whether this reader can write here now."""
    return permissions.may_edit(me(), standing.demand) and not standing.fixing


def _clause(demand: Demand, clause_id: UUID) -> Clause:
    return clause_in(clauses_of(db, demand.id, demand.version), clause_id)


def _form(demand: Demand, clause: Clause | None) -> str:
    return render(
        "demands/clause.html",
        demand=demand,
        clause=clause,
        parts=CLAUSE_PARTS,
        collisions=collisions(clause, clause.version) if clause else {},
    )
