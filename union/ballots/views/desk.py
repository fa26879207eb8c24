"""The officers' desk: putting a question to a branch, and changing it in time."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.ballots import rules
from union.ballots.models import (
    KINDS,
    MAJORITIES,
    QUORUMS,
    SECRECIES,
    Ballot,
    Proposal,
    Revision,
)
from union.ballots.permissions import may_revise
from union.ballots.queries import ballot_for, branches_to_ask, officers_of
from union.ballots.views.blueprint import bp
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import LANGUAGES, NAMES, zone
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.law.thresholds import Threshold, in_words
from union.members.login import me
from union.members.queries import branch_to_choose


class NewBallot(Proposal):
    """A question, and the branch it is put to."""

    branch_id: UUID


@bp.get("/new")
def new() -> ResponseReturnValue:
    branches = branches_to_ask(db, me())
    if not branches:
        raise NotAllowed(_("Stewards and returning officers prepare ballots."))
    return render_template(
        "ballots/form.html",
        ballot=None,
        values={},
        branches=[(branch.id, branch.name) for branch in branches],
        officers=officers_of(db, branches[0]),
        **_offers(),
    )


@bp.post("/")
@stands_on(new)
def draft() -> ResponseReturnValue:
    form = read(NewBallot)
    branch = branch_to_choose(db, form.branch_id)
    ballot = rules.draft(db, branch, me(), form)
    return redirect(url_for(".show", ballot_id=ballot.id), 303)


@bp.get("/<uuid:ballot_id>/edit")
def edit(ballot_id: UUID) -> ResponseReturnValue:
    ballot = ballot_for(db, me(), ballot_id)
    if not may_revise(me(), ballot):
        raise NotAllowed(_("The roll is frozen: the question stays as it is."))
    return render_template(
        "ballots/form.html",
        ballot=ballot,
        values=_as_typed(ballot),
        branches=[],
        officers=officers_of(db, ballot.branch),
        **_offers(),
    )


@bp.post("/<uuid:ballot_id>/edit")
@stands_on(edit)
def revise(ballot_id: UUID) -> ResponseReturnValue:
    ballot, form = ballot_for(db, me(), ballot_id), read(Revision)
    rules.revise(db, ballot, me(), form, form.seen)
    return redirect(url_for(".show", ballot_id=ballot_id), 303)


def _offers() -> dict[str, Any]:
    """What the form lets an officer choose from."""
    return {
        "kinds": [(kind.value, _(words)) for kind, words in KINDS.items()],
        "secrecies": [(level.value, _(words)) for level, words in SECRECIES.items()],
        "quorums": [(each, in_words(Threshold.read(each))) for each in QUORUMS],
        "majorities": [(each, in_words(Threshold.read(each))) for each in MAJORITIES],
        "names": [(code, NAMES[code]) for code in LANGUAGES],
    }


def _as_typed(ballot: Ballot) -> dict[str, Any]:
    """What the form would hold if the ballot had just been typed."""
    values = ballot.model_dump() | {"seen": rules.words_of(ballot)}
    for code in LANGUAGES:
        values[f"options_{code}"] = "\n".join(each[code] for each in ballot.options)
    for hour in ("opens_at", "closes_at"):
        local = values[hour].astimezone(zone.get())
        values[hour] = local.strftime("%Y-%m-%dT%H:%M")
    return {name: "" if value is None else value for name, value in values.items()}
