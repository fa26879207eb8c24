"""Where the pages of ballots live, and the words all of them share."""

from flask import Blueprint

from union.ballots import wording
from union.ballots.models import KINDS, SECRECIES, STEPS, TROUBLES, Ballot
from union.core import i18n
from union.core.base import now
from union.core.i18n import gettext as _
from union.law import asked

bp = Blueprint("ballots", __name__, url_prefix="/ballots")


@bp.context_processor
def _words() -> dict[str, object]:
    return {
        "kind_of": _kind_of,
        "secrecy_of": _secrecy_of,
        "trouble_of": _trouble_of,
        "rule_of": wording.rule_of,
        "who_sees": wording.who_sees,
        "workforce": wording.workforce,
        "unanimity": _(wording.UNANIMITY),
        "indicative": wording.indicative(),
        "notice": asked.notice(now().astimezone(i18n.zone.get()).date()),
        "steps": {step.value: _(words) for step, words in STEPS.items()},
    }


def _kind_of(ballot: Ballot) -> str:
    return _(KINDS[ballot.kind])


def _secrecy_of(ballot: Ballot) -> str:
    return _(SECRECIES[ballot.secrecy])


def _trouble_of(ballot: Ballot) -> str:
    """Why the roll is not frozen although two wanted it; empty if nothing is wrong."""
    return _(TROUBLES[ballot.roll_trouble]) if ballot.roll_trouble else ""
