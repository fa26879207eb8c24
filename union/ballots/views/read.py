"""Reading: the list of ballots, one ballot, its turnout."""

from hashlib import sha256
from uuid import UUID

from flask import (
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from union.ballots import rules
from union.ballots.models import State
from union.ballots.permissions import (
    DRAFTERS,
    may_lend_a_hand,
    may_revise,
)
from union.ballots.queries import (
    PAGE,
    ballot_for,
    closed_seats,
    consents_to,
    current_seats,
    how_far,
    seat_for,
)
from union.ballots.turnout import turnout_of
from union.ballots.views.blueprint import bp
from union.core.base import now
from union.core.db import db
from union.core.i18n import language
from union.members.login import me
from union.members.models import Role


@bp.get("/")
def index() -> ResponseReturnValue:
    at, before = now(), request.args.get("before", type=UUID)
    current = [] if before else current_seats(db, me())
    running = [seat for seat in current if seat.ballot.is_open(at)]
    closed = closed_seats(db, me(), before)
    return render_template(
        "ballots/index.html",
        at=at,
        mine=[seat for seat in current if seat.waits_for_vote(at)],
        open=[seat for seat in running if not seat.waits_for_vote(at)],
        upcoming=[seat for seat in current if seat not in running],
        closed=closed[:PAGE],
        before=closed[PAGE - 1].ballot.id if len(closed) > PAGE else None,
        is_first=before is None,
        can_draft=any(held.role in DRAFTERS for held in me().roles),
        can_count=any(held.role == Role.RETURNING_OFFICER for held in me().roles),
        has_counts="counts.index" in current_app.view_functions,
        has_petitions="petitions.index" in current_app.view_functions,
    )


@bp.get("/<uuid:ballot_id>")
def show(ballot_id: UUID) -> ResponseReturnValue:
    seat, at = seat_for(db, me(), ballot_id), now()
    ballot = seat.ballot
    if ballot.closed_at:
        return redirect(url_for(".result", ballot_id=ballot_id))
    has_desk = may_lend_a_hand(me(), ballot.branch) or may_revise(me(), ballot)
    state = ballot.state(at)
    return render_template(
        "ballots/show.html",
        ballot=ballot,
        seat=seat,
        state=state,
        progress=how_far(db, ballot) if state is State.FREEZING else None,
        turnout=turnout_of(ballot),
        barred=rules.barred(me()),
        can_revise=may_revise(me(), ballot),
        consents=consents_to(db, ballot) if has_desk else None,
    )


@bp.get("/<uuid:ballot_id>/turnout")
def turnout(ballot_id: UUID) -> ResponseReturnValue:
    """The part of the page that changes while a ballot is open."""
    ballot = ballot_for(db, me(), ballot_id)
    words = {"ballot": ballot, "state": ballot.state(now())}
    words["turnout"] = turnout_of(ballot)
    facts = f"{language.get()} {words['state']} {words['turnout']}"  # no token in it
    tag = sha256(facts.encode()).hexdigest()[:32]
    is_known = request.if_none_match.contains(tag)
    drawn = "" if is_known else render_template("ballots/_turnout.html", **words)
    answer = make_response(drawn)
    answer.set_etag(tag)
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer.make_conditional(request)
