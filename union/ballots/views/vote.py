"""Voting: choose, check, cast, receipt; each a page of its own. No choice in a URL.

Nothing here tells, by its size or its words, which answer was chosen to who watches the
line, nor to who looks at the phone whether this vote is the first or another.
"""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from union.ballots import rules
from union.ballots.keys import sealer
from union.ballots.models import Ballot, Choice, Option, Vote, VoteForm, in_ms
from union.ballots.queries import Seat, ballot_for, seat_for
from union.ballots.views.blueprint import bp
from union.core.base import db_now, now
from union.core.db import db
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.i18n import gettext as _
from union.core.web.application import (
    KEY_FIELD,
    commits_together,
    leads_to,
    secret_act,
)
from union.core.web.forms import read, stands_on
from union.core.web.limits import at_most
from union.members.login import me, my_id


@bp.get("/<uuid:ballot_id>/vote")
def choose(ballot_id: UUID) -> ResponseReturnValue:
    seat = _open_seat(ballot_id)
    return render_template(
        "ballots/vote.html",
        ballot=seat.ballot,
        options=[(option.key, option.words) for option in seat.ballot.choices()],
    )


@bp.post("/<uuid:ballot_id>/check")
@secret_act
@stands_on(choose)
def check(ballot_id: UUID) -> ResponseReturnValue:
    """The answer once more, before it counts. Nothing is kept yet."""
    ballot = _open_seat(ballot_id).ballot
    chosen = _chosen(ballot, read(Choice).choice)
    return render_template(
        "ballots/check.html",
        ballot=ballot,
        chosen=chosen,
        filler=_filler(ballot, chosen),
        drawn=in_ms(db_now(db)),
    )


@bp.post("/<uuid:ballot_id>/votes")
@secret_act
@commits_together
@leads_to(".receipt")
@stands_on(choose)
@at_most("20/minute", lambda: str(my_id()))
def cast(ballot_id: UUID) -> ResponseReturnValue:
    form = read(VoteForm)
    vote = Vote(form.choice, request.form.get(KEY_FIELD, "")[:64], form.drawn)
    try:
        rules.cast_by_id(db, ballot_id, my_id(), vote, sealer())
    except rules.NotOnRoll:
        ballot_for(db, me(), ballot_id)  # or there is none that this member may see
        raise
    return redirect(url_for(".receipt", ballot_id=ballot_id), 303)


@bp.get("/<uuid:ballot_id>/receipt")
def receipt(ballot_id: UUID) -> ResponseReturnValue:
    """That a vote is in, and until when it can be changed; never which, never when."""
    seat = seat_for(db, me(), ballot_id)
    return render_template(
        "ballots/receipt.html",
        ballot=seat.ballot,
        has_voted=seat.has_voted,
        can_change=seat.ballot.is_open(now()),
    )


def _open_seat(ballot_id: UUID) -> Seat:
    seat = seat_for(db, me(), ballot_id)
    if not seat.ballot.is_open(now()):
        raise Refused(_("This ballot is not open."))
    if seat.entry is None:
        raise NotAllowed(_("You are not on the frozen roll of this ballot."))
    return seat


def _chosen(ballot: Ballot, key: str) -> Option:
    chosen = next((each for each in ballot.choices() if each.key == key), None)
    if chosen is None:
        sentence = _("Choose one of the answers.")
        raise Invalid(sentence, {"choice": sentence})
    return chosen


def _filler(ballot: Ballot, chosen: Option) -> str:
    """As many blanks as make the page of every answer equally long."""
    lengths = {o.key: len(escape(o.words).encode()) for o in ballot.choices()}
    return " " * (max(lengths.values()) - lengths[chosen.key])
