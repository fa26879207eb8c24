"""Where the pages of counts live, and the words all of them share."""

from flask import Blueprint

from union.counts import wording
from union.counts.models import LONGEST_LOT
from union.law import house, words

bp = Blueprint("counts", __name__, url_prefix="/counts")


@bp.context_processor
def _words() -> dict[str, object]:
    return {
        "rule_name": wording.rule_name,
        "state_of": wording.state_of,
        "figure": wording.figure,
        "legal_notice": words.notice(house.the_pack()),
        "longest_lot": LONGEST_LOT,
    }
