"""What a count by numbers came to: its tests one by one, its votes, its ranking."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from union.core import i18n
from union.core.i18n import gettext as _
from union.counting.industrial_action import SUPPORT_UNTIL
from union.counts.wording import figure
from union.law import asked, house
from union.law.thresholds import (
    COLOURS,
    OUTCOMES,
    Outcome,
    Threshold,
    with_count,
)

Json = dict[str, Any]
Pair = tuple[str, str]

GREAT_BRITAIN, ACTION = "GB", "strike"

MOST_PAIRS = 20  # names in a table of pairs; a larger one is read in the sheet


@dataclass(frozen=True)
class Test:
    """One requirement: what it asks, how many there were, whether it is met."""

    name: str
    asks: str
    counted: str
    found: str
    colour: str


def verdict(report: Json) -> str:
    """Whether it is adopted; empty where a rule elects people."""
    match report["rule"]:
        case "yes-no":
            return {
                Outcome.MET: _("Adopted"),
                Outcome.NOT_MET: _("Not adopted"),
                Outcome.UNDETERMINED: _("Undetermined: a number is not known."),
            }[Outcome(report["passes"])]
        case "industrial-action":
            return _("Every test is met") if report["passes"] else _("Not every test is met")  # fmt: skip  # noqa: E501
        case _:
            return ""


def votes(report: Json) -> list[Pair]:
    """How many said what, and what was said beside."""
    names = {
        "entitled": _("Entitled to vote"),
        "yes": _("Yes"),
        "no": _("No"),
        "abstain": _("Abstained"),
        "spoilt": _("Spoilt papers"),
    }
    told = [(name, figure(report[k])) for k, name in names.items() if k in report]
    return told + _settings(report)


def _settings(report: Json) -> list[Pair]:
    """What beside the numbers decides which tests there are."""
    names = {
        "important_public_service": _("Important public service"),
        "spoilt_papers_vote": _("Spoilt papers count as votes cast"),
    }
    answers = {True: _("Yes"), False: _("No")}
    told = [(name, answers[report[k]]) for k, name in names.items() if k in report]
    if "ballot_opened" in report:
        told.insert(0, (_("The ballot opened"), i18n.day(_opened(report))))
    return told


def _opened(report: Json) -> date:
    return date.fromisoformat(report["ballot_opened"])


def grounds(report: Json) -> list[Pair]:
    """The law behind the tests and how sure we are of it; what it asks, they say.

    The pack has the law as it is since the test of support fell away.
    """
    if report["rule"] != "industrial-action" or _opened(report) < SUPPORT_UNTIL:
        return []
    pack = house.packs().get(GREAT_BRITAIN)
    rule = pack and pack.ballot_on(ACTION, _opened(report))
    return [*asked.rests_on(rule, _opened(report))] if rule else []


def tests(report: Json) -> list[Test]:
    """The requirements of a decision."""
    match report["rule"]:
        case "yes-no":
            names = {"quorum": _("Quorum"), "approval": _("Majority")}
            return [
                _threshold(name, report[key])
                for key, name in names.items()
                if key in report
            ]
        case "industrial-action":
            return _of_industrial_action(report)
        case _:
            return []


def _threshold(name: str, test: Json) -> Test:
    threshold = Threshold.read(f"{test['op']} {test['fraction']} of {test['of']}")
    outcome = Outcome(test["outcome"])
    return Test(
        name,
        with_count(threshold, test["whole"]),
        figure(test["counted"]),
        _(OUTCOMES[outcome]),
        COLOURS[outcome],
    )


def _of_industrial_action(report: Json) -> list[Test]:
    """TULRCA 1992, s. 226(2)(a)(iia), (iii) and s. 226(2B)."""
    of_votes = report["votes_cast"] // 2 + 1
    return [
        _law(
            _("Turnout"),
            report["turnout_needed"],
            report["votes_cast"],
            is_met=report["turnout_met"],
            is_asked=report["turnout_required"],
        ),
        _law(_("Majority"), of_votes, report["yes"], is_met=report["majority_yes"]),
        _law(
            _("Support of two fifths of all entitled"),
            report["support_needed"],
            report["yes"],
            is_met=report["support_met"],
            is_asked=report["support_required"],
        ),
    ]


def _law(
    name: str, needed: int, counted: int, *, is_met: bool, is_asked: bool = True
) -> Test:
    asks = _("At least %(count)s") % {"count": i18n.number(needed)}
    if not is_asked:
        return Test(name, asks, figure(counted), _("not asked for"), "plain")
    outcome = Outcome.MET if is_met else Outcome.NOT_MET
    return Test(name, asks, figure(counted), _(OUTCOMES[outcome]), COLOURS[outcome])


def ranking(report: Json) -> list[list[Pair]]:
    """From the best on; who is equal stands together. With the grade, if any."""
    grades = report.get("majority_grades", {})
    return [
        [(name, grades.get(name, "")) for name in tier]
        for tier in report.get("ranking", [])
    ]


def pairs(report: Json) -> Json:
    """How many papers prefer whom to whom, where that fits on a page."""
    found: Json = report.get("pairwise", {})
    return found if len(found) <= MOST_PAIRS else {}
