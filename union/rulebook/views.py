"""The pages of the rulebook: the list of rules, and one rule with all it rests on."""

from datetime import date

from flask import Blueprint, request
from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.i18n import gettext as _
from union.law import asked, house, names, readings, words
from union.law.deadlines import Deadline, What
from union.law.rules import Confidence, Rule
from union.law.thresholds import COLOURS, OUTCOMES, with_count
from union.rulebook import examples
from union.rulebook.queries import Wanted, pack_for, rule_for, rules_of, unconfirmed_in

LONGEST_SEARCH = 100

bp = Blueprint("rulebook", __name__, url_prefix="/law")


@bp.get("")
def index() -> ResponseReturnValue:
    pack, on, wanted = pack_for(request.args.get("pack", "")), _today(), _wanted()
    return render(
        "rulebook/index.html",
        pack=pack,
        on=on,
        wanted=wanted,
        groups=rules_of(pack, wanted, on),
        unconfirmed_count=unconfirmed_in(pack, on),
        others=[one for name, one in house.packs().items() if name != pack.id],
    )


@bp.get("/<pack_id>/<rule_id>")
def show(pack_id: str, rule_id: str) -> ResponseReturnValue:
    pack, on = pack_for(pack_id), _today()
    since = request.args.get("since", "").strip()
    rule = rule_for(pack, rule_id, on)
    tried = examples.deadline(pack, rule, since)
    shown, turnout = examples.turnout(request.args)
    return render(
        "rulebook/show.html",
        pack=pack,
        on=on,
        rule=rule,
        versions=pack.versions(rule.id),
        since=since,
        tried=tried,
        steps=_timeline(tried.deadline) if tried.deadline else [],
        tracks=[pack.tracks[track].title for track in rule.tracks],
        cautions=[c for track in rule.tracks if (c := pack.tracks[track].caution)],
        channels=_channels(rule),
        example=shown,
        faulty=(faulty := examples.faulty(shown)),
        verdicts=_verdicts(rule, turnout) if not faulty else [],
    )


@bp.context_processor
def _words() -> dict[str, object]:
    """What both pages can say of rules, in the reader's language."""
    return {
        "law": words,
        "names": names,
        "kinds": {kind: _(said) for kind, said in words.KINDS.items()},
        "sure": _sure,
        "colours": COLOURS,
        "outcomes": {each: _(said) for each, said in OUTCOMES.items()},
        "with_count": with_count,
        "in_a_line": asked.in_a_line,
    }


def _sure(rule: Rule) -> tuple[str, str]:
    """How sure we are of a rule, and the colour of that."""
    colour = {Confidence.HIGH: "good", Confidence.LOW: "sun"}
    return _(words.CONFIDENCES[rule.confidence]), colour.get(rule.confidence, "plain")


def _channels(rule: Rule) -> list[str]:
    ways = rule.ballot.channels if rule.ballot else ()
    return [names.named(names.CHANNELS, way) for way in ways]


def _verdicts(rule: Rule, turnout: readings.Turnout) -> list[readings.Verdict]:
    return readings.side_by_side(rule.ballot, turnout) if rule.ballot else []


def _timeline(found: Deadline) -> list[tuple[str, str, str]]:
    """Each day of the way, for the eye: counted ones filled, the last one lit."""
    states = {What.COUNTED: "done", What.ENDS: "done"}
    told = [
        (i18n.day(one.day), words.step(one), states.get(one.what, ""))
        for one in found.steps
    ]
    return [*told[:-1], *((day, said, "now") for day, said, _state in told[-1:])]


def _wanted() -> Wanted:
    typed = request.args.get("words", "")[:LONGEST_SEARCH]
    return Wanted(
        kind=request.args.get("kind", ""),
        words=typed.strip(),
        only_unconfirmed="unconfirmed" in request.args,
    )


def _today() -> date:
    return now().astimezone(i18n.zone.get()).date()
