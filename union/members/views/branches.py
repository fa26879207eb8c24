"""Shaping the tree: founding a branch, naming it, moving it, merging it."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.web.forms import read, stands_on
from union.members.editions import edition
from union.members.forms import BranchEdit, BranchForm, NewHome
from union.members.login import me, step_up
from union.members.merging import objections
from union.members.models import ROLES, Branch
from union.members.queries import branch_to_shape, cities, shaped_by
from union.members.rules import branches as rules
from union.members.rules.merging import merge as merge_into
from union.members.shaping import homes_for, what_follows
from union.members.views import bp


def within(branch: Branch) -> str:
    """The name, set in as deep as the branch lies."""
    return "\N{EM SPACE}" * (branch.path.count("/") - 1) + branch.name


@bp.get("/branches/<uuid:branch_id>/edit")
def edit_branch(branch_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    return render_template(
        "members/house/branch.html",
        branch=branch,
        edition=edition(branch),
        cities=_cities(branch),
        can_move=bool(homes_for(branch, shaped_by(db, me()))),
    )


@bp.post("/branches/<uuid:branch_id>/edit")
@stands_on(edit_branch)
def change_branch(branch_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    rules.change(db, branch, me(), read(BranchEdit))
    return redirect(url_for(".branches"), 303)


def _cities(branch: Branch | None = None) -> list[tuple[str, str]]:
    kept = [branch.city_id] if branch else []
    return [(city.id, city.name) for city in cities(db, kept=kept)]


@bp.get("/branches/<uuid:branch_id>/new")
def new_branch(branch_id: UUID) -> ResponseReturnValue:
    above = branch_to_shape(db, me(), branch_id)
    return render_template(
        "members/house/new_branch.html", above=above, cities=_cities()
    )


@bp.post("/branches/<uuid:branch_id>/new")
@stands_on(new_branch)
def found_branch(branch_id: UUID) -> ResponseReturnValue:
    above = branch_to_shape(db, me(), branch_id)
    rules.found(db, above, me(), read(BranchForm))
    return redirect(url_for(".branches"), 303)


@bp.get("/branches/<uuid:branch_id>/move")
@step_up
def new_home(branch_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    homes = homes_for(branch, shaped_by(db, me()))
    return render_template(
        "members/house/move_branch.html",
        branch=branch,
        homes=[
            (home.id, within(home)) for home in homes if home.id != branch.parent_id
        ],
    )


@bp.post("/branches/<uuid:branch_id>/move")
@stands_on(new_home)
@step_up
def move_branch(branch_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    rules.rehome(db, branch, me(), read(NewHome).into_id)
    return redirect(url_for(".branches"), 303)


@bp.get("/branches/<uuid:branch_id>/merge")
@step_up
def merge_branch(branch_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    homes = homes_for(branch, shaped_by(db, me()))
    return render_template(
        "members/house/merge_branch.html",
        branch=branch,
        homes=[(within(home), _merger(branch.id, home.id)) for home in homes],
    )


def _merger(branch_id: UUID, into_id: UUID) -> str:
    return url_for(".confirm_merger", branch_id=branch_id, into_id=into_id)


@bp.get("/branches/<uuid:branch_id>/merge/<uuid:into_id>")
@step_up
def confirm_merger(branch_id: UUID, into_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    into = branch_to_shape(db, me(), into_id)
    return render_template(
        "members/house/confirm_merger.html",
        branch=branch,
        into=into,
        follows=what_follows(db, branch),
        roles=ROLES,
        objections=objections(db, branch),
    )


@bp.post("/branches/<uuid:branch_id>/merge/<uuid:into_id>")
@stands_on(confirm_merger)
@step_up
def merge(branch_id: UUID, into_id: UUID) -> ResponseReturnValue:
    branch = branch_to_shape(db, me(), branch_id)
    merge_into(db, branch, me(), into_id)
    return redirect(url_for(".branches"), 303)
