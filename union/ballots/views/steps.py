"""The steps that take two: freezing the roll, opening, closing early; and counting."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.ballots import rules
from union.ballots.keys import sealer
from union.ballots.models import AsRead, Ballot, EarlyClosing, State, Step
from union.ballots.permissions import may_lend_a_hand
from union.ballots.queries import Hands, ballot_for, consents_to
from union.ballots.views.blueprint import bp
from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.core.web.forms import read, stands_on
from union.members.login import me
from union.members.models import ROLES

EFFECTS = {
    Step.FREEZE: mark(
        "The roll is fixed with its size and its hash. Nobody can be added or struck "
        "off after that, and the question can no longer be changed."
    ),
    Step.OPEN: mark(
        "Voting begins at its hour, at once if the hour has come. It cannot be undone."
    ),
    Step.CLOSE: mark(
        "Voting ends now and the papers are counted. Everyone reads the reason. A "
        "closed ballot is never opened again."
    ),
}

_DUE = {
    State.PREPARED: Step.FREEZE,
    State.FROZEN: Step.OPEN,
    State.OPEN: Step.CLOSE,
}


@bp.get("/<uuid:ballot_id>/steps/<any(freeze, open, close):step>")
def confirm(ballot_id: UUID, step: str) -> ResponseReturnValue:
    """What the step does, who has approved it and who still must."""
    ballot = ballot_for(db, me(), ballot_id)
    if not may_lend_a_hand(me(), ballot.branch):
        raise NotAllowed(_("This takes a returning officer and a teller."))
    given = consents_to(db, ballot)[Step(step)]
    return render_template(
        "ballots/step.html",
        ballot=ballot,
        step=Step(step),
        seen=rules.words_of(ballot),
        is_due=_DUE.get(ballot.state(now())) is Step(step) and not ballot.lapsed_at,
        given=given,
        is_mine=any(consent.member_id == me().id for consent, _name in given),
        hands=_hands(given),
        effect=_(EFFECTS[Step(step)]),
    )


@bp.post("/<uuid:ballot_id>/steps/<any(freeze, open, close):step>")
@stands_on(confirm)
def take(ballot_id: UUID, step: str) -> ResponseReturnValue:
    _TAKEN[Step(step)](ballot_for(db, me(), ballot_id))
    return redirect(url_for(".show", ballot_id=ballot_id), 303)


@bp.post("/<uuid:ballot_id>/count")
@stands_on(lambda ballot_id: redirect(url_for("ballots.show", ballot_id=ballot_id)))
def count(ballot_id: UUID) -> ResponseReturnValue:
    """Close at the hour without waiting for the clock."""
    rules.close_by_hand(db, ballot_for(db, me(), ballot_id), me(), sealer())
    return redirect(url_for(".show", ballot_id=ballot_id), 303)


def _hands(given: Hands) -> list[tuple[str, str, str]]:
    """Who has approved and who is missing, as a timeline."""
    done = [
        (
            i18n.moment(consent.given_at),
            f"{name or _('former member')}, {_(ROLES[consent.role])}",
            "done",
        )
        for consent, name in given
    ]
    missing = _("A second person of another role must confirm.")
    first = _("Two people must approve: a returning officer and a teller.")
    return [*done, ("", missing if done else first, "now")] if len(done) < 2 else done


def _freeze(ballot: Ballot) -> None:
    rules.freeze(db, ballot, me(), read(AsRead).seen)


def _open(ballot: Ballot) -> None:
    rules.approve_opening(db, ballot, me())


def _close(ballot: Ballot) -> None:
    rules.close_early(db, ballot, me(), read(EarlyClosing), sealer())


_TAKEN = {Step.FREEZE: _freeze, Step.OPEN: _open, Step.CLOSE: _close}
