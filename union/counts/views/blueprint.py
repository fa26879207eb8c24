"""Where the pages of counts live, and the words all of them share."""

from flask import Blueprint

from union.core.i18n import gettext as _
from union.counts import wording
from union.counts.models import LONGEST_LOT

bp = Blueprint("counts", __name__, url_prefix="/counts")


@bp.context_processor
def _words() -> dict[str, object]:
    return {
        "rule_name": wording.rule_name,
        "state_of": wording.state_of,
        "figure": wording.figure,
        "legal_notice": _(wording.NOTICE),
        "longest_lot": LONGEST_LOT,
    }
