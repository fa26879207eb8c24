"""The result, its minutes to download, its figures, and the names where it is named."""

from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.ballots import exports, wording
from union.ballots.queries import (
    PAGE,
    ballot_for,
    named_votes,
    outcome,
    seat_for,
)
from union.ballots.result import Result
from union.ballots.views.blueprint import bp
from union.core.db import db
from union.core.errors import NotAllowed, Refused
from union.core.i18n import NAMES
from union.core.i18n import gettext as _
from union.documents.queries import issued
from union.members.login import me


@bp.get("/<uuid:ballot_id>/result")
def result(ballot_id: UUID) -> ResponseReturnValue:
    seat = seat_for(db, me(), ballot_id)
    found = outcome(db, seat.ballot)
    if found is None:
        return redirect(url_for(".show", ballot_id=ballot_id))
    return render_template(
        "ballots/result.html",
        ballot=seat.ballot,
        result=found,
        headline=wording.headline(found),
        why=wording.why(found),
        level=wording.level(found),
        findings=wording.findings(found),
        grounds=wording.grounds(seat.ballot),
        by_alternative=wording.by_alternative(found),
        is_on_roll=seat.entry is not None,
        minutes=issued(db, exports.MINUTES, ballot_id),
        names=NAMES,
    )


@bp.get("/<uuid:ballot_id>/result.csv")
def figures(ballot_id: UUID) -> ResponseReturnValue:
    """The same figures as on the page, for a table of one's own."""
    found = _outcome_or_refuse(ballot_id)
    answer = Response(exports.figures(found), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="result.csv")
    return answer


@bp.get("/<uuid:ballot_id>/names")
def names(ballot_id: UUID) -> ResponseReturnValue:
    """Who answered what in a named ballot, for those who were on its roll."""
    seat = seat_for(db, me(), ballot_id)
    ballot = seat.ballot
    if ballot.is_confidential or seat.entry is None or ballot.closed_at is None:
        raise NotAllowed(
            _("Only those on the roll of a closed named ballot read its names.")
        )
    after = request.args.get("after", type=UUID)
    found = named_votes(db, ballot, after)
    words = {each.key: each.words for each in ballot.choices()}
    return render_template(
        "ballots/names.html",
        ballot=ballot,
        votes=[(name, words[choice]) for name, _id, choice in found[:PAGE]],
        after=found[PAGE - 1][1] if len(found) > PAGE else None,
        is_first=after is None,
    )


def _outcome_or_refuse(ballot_id: UUID) -> Result:
    found = outcome(db, ballot_for(db, me(), ballot_id))
    if found is None:
        raise Refused(_("There is no result before a ballot closes."))
    return found
