"""Reading: the list of counts, one report, how far a count has come."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.counting.rules import WITHOUT_A_LOT
from union.counts import deciding, exports, rules, showing, wording
from union.counts.models import BallotCount
from union.counts.permissions import may_count
from union.counts.queries import PAGE, count_for, counts_again, counts_for
from union.counts.sentences import in_words
from union.counts.views.blueprint import bp
from union.members.login import me


@bp.get("/")
def index() -> ResponseReturnValue:
    before = request.args.get("before", type=UUID)
    counts = counts_for(db, me(), before)
    return render_template(
        "counts/index.html",
        counts=counts[:PAGE],
        before=counts[PAGE - 1].id if len(counts) > PAGE else None,
        is_first=before is None,
        can_count=any(may_count(me(), held.branch) for held in me().roles),
    )


@bp.get("/<uuid:count_id>")
def show(count_id: UUID) -> ResponseReturnValue:
    count = count_for(db, me(), count_id)
    if not count.is_public:
        return render_template("counts/waiting.html", **_how_far(count))
    is_mine = may_count(me(), count.branch)
    return render_template(
        "counts/show.html",
        count=count,
        later=counts_again(db, count),
        can_draw=is_mine and rules.asks_for_a_lot(count),
        is_for_paper=request.args.get("open") == "all",
        **_as_shown(count),
    )


def _as_shown(count: BallotCount) -> dict[str, object]:
    """The report, part by part."""
    report = count.report or {}
    return {
        "report": report,
        "header": showing.header(report),
        "stages": list(showing.stages(report)),
        "ties": showing.ties(report),
        "verdict": deciding.verdict(report),
        "votes": deciding.votes(report),
        "tests": deciding.tests(report),
        "grounds": deciding.grounds(report),
        "ranking": deciding.ranking(report),
        "pairs": deciding.pairs(report),
        "can_be_recounted": exports.can_be_recounted(count.rule),
        "file_name": exports.file_name(count.rule),
        "can_be_drawn": count.rule not in WITHOUT_A_LOT,
        "has_notice": count.rule in wording.WITH_NOTICE,
    }


@bp.get("/<uuid:count_id>/progress")
def progress(count_id: UUID) -> ResponseReturnValue:
    """The part of the page that moves while the worker counts."""
    count = count_for(db, me(), count_id, with_report=False)
    return render_template("counts/_progress.html", **_how_far(count))


def _how_far(count: BallotCount) -> dict[str, object]:
    return {
        "count": count,
        "state": count.state.value,
        "trouble": in_words(count.trouble),
    }
