"""The roll: «Can I vote?», objections, and the names for those who must check them."""

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.ballots import rules
from union.ballots.models import Ballot, ObjectionForm, Resolution, State
from union.ballots.permissions import belongs_on_roll, may_read_roll, may_resolve
from union.ballots.queries import (
    PAGE,
    ballot_for,
    how_far,
    names_on_roll,
    objection_for,
    objections_to,
    own_objection,
    seat_for,
)
from union.ballots.views.blueprint import bp
from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.members.login import me
from union.members.models import STANDINGS
from union.members.permissions import belongs_to


@bp.get("/<uuid:ballot_id>/can-i-vote")
def entitlement(ballot_id: UUID) -> ResponseReturnValue:
    seat, at = seat_for(db, me(), ballot_id), now()
    objection = own_objection(db, seat.ballot, me())
    is_upheld = objection is not None and objection.upheld
    return render_template(
        "ballots/entitlement.html",
        ballot=seat.ballot,
        seat=seat,
        is_over=seat.ballot.state(at) in (State.COUNTING, State.CLOSED),
        barred=rules.barred(me()),
        is_expected=is_upheld or belongs_on_roll(me(), seat.ballot, at),
        reason_not=_reason_not(seat.ballot, at),
        objection=objection,
    )


@bp.post("/<uuid:ballot_id>/objections")
@stands_on(entitlement)
def object_to_roll(ballot_id: UUID) -> ResponseReturnValue:
    ballot = ballot_for(db, me(), ballot_id)
    rules.object_to_roll(db, ballot, me(), read(ObjectionForm))
    return redirect(url_for(".entitlement", ballot_id=ballot_id), 303)


@bp.get("/<uuid:ballot_id>/roll")
def roll(ballot_id: UUID) -> ResponseReturnValue:
    ballot = ballot_for(db, me(), ballot_id)
    if not may_read_roll(me(), ballot):
        raise NotAllowed(_("Only returning officers and tellers read the roll."))
    search, after = request.args.get("name", "")[:80], request.args.get("after")
    names = names_on_roll(db, ballot, search, _uuid(after))
    objections = objections_to(db, ballot)
    waiting = (each.id for each, _name in objections if not each.resolved_at)
    can_answer = may_resolve(me(), ballot) and not ballot.is_settled
    return render_template(
        "ballots/roll.html",
        ballot=ballot,
        search=search,
        names=[name for name, _id in names[:PAGE]],
        after=names[PAGE - 1][1] if len(names) > PAGE else None,
        is_first=after is None,
        objections=objections,
        to_answer=next(waiting, None) if can_answer else None,
    )


@bp.get("/<uuid:ballot_id>/roll/progress")
def roll_progress(ballot_id: UUID) -> ResponseReturnValue:
    """The part of the desk that moves while a large roll is entered."""
    ballot = ballot_for(db, me(), ballot_id)
    if not may_read_roll(me(), ballot):
        raise NotAllowed(_("Only returning officers and tellers read the roll."))
    return render_template(
        "ballots/_roll_progress.html", ballot=ballot, progress=how_far(db, ballot)
    )


@bp.post("/<uuid:ballot_id>/objections/<uuid:objection_id>")
@stands_on(lambda ballot_id, **_which: roll(ballot_id))
def resolve(ballot_id: UUID, objection_id: UUID) -> ResponseReturnValue:
    ballot = ballot_for(db, me(), ballot_id)
    objection = objection_for(db, ballot, objection_id)
    rules.resolve(db, ballot, me(), objection, read(Resolution))
    return redirect(url_for(".roll", ballot_id=ballot_id), 303)


def _reason_not(ballot: Ballot, at: datetime) -> str:
    """Why the member would not be on a roll frozen now."""
    if not belongs_to(me(), ballot.branch):
        return _("No: you belong to another branch than the one that is asked.")
    return _("No, as things stand: you are not a full member yet (%(standing)s).") % {
        "standing": _(STANDINGS[me().standing(at)])
    }


def _uuid(written: str | None) -> UUID | None:
    try:
        return UUID(written or "")
    except ValueError:
        return None
