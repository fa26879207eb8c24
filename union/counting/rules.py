"""The rules of counting by name, and the one way to count by any of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from union.counting import (
    blt,
    choices,
    ers97,
    industrial_action,
    irv,
    majority_judgment,
    meek,
    schulze,
    score,
    scottish_stv,
    tallies,
    wigm,
    wigm_minneapolis,
    yes_no,
)
from union.counting.errors import NotCountable
from union.counting.papers import Order, Papers, Progress, Sorted, by_rank, in_order
from union.counting.report import VERSION, Report
from union.counting.ties import Lot, Undecided, drawn_from

Json = dict[str, Any]
Count = Callable[[Report, Lot, Progress | None], None]
Sorting = Callable[[Papers], Sorted]


@dataclass(frozen=True)
class Rule:
    """A rule that counts ballot papers."""

    name: str
    source: str
    places: int
    count: Count
    sort: Sorting = in_order


def _with_ranks(papers: Papers) -> Sorted:
    return by_rank(papers)[1]


PAPER_RULES = {
    rule.name: rule
    for rule in (
        Rule("plurality", "the most first preferences", 0, choices.count_plurality),
        Rule("approval", "the most approvals", 0, choices.count_approval, _with_ranks),
        Rule(irv.NAME, irv.SOURCE, irv.PLACES, irv.count),
        Rule(
            scottish_stv.NAME,
            scottish_stv.SOURCE,
            scottish_stv.PLACES,
            scottish_stv.count,
        ),
        Rule(wigm.NAME, wigm.SOURCE, wigm.PLACES, wigm.count),
        Rule(
            wigm_minneapolis.NAME,
            wigm_minneapolis.SOURCE,
            wigm_minneapolis.PLACES,
            wigm_minneapolis.count,
        ),
        Rule(meek.NAME, meek.SOURCE, meek.PLACES, meek.count, _with_ranks),
        Rule(ers97.NAME, ers97.SOURCE, ers97.PLACES, ers97.count),
        Rule("schulze", "M. Schulze, winning votes", 0, schulze.count, _with_ranks),
    )
}
TALLY_RULES = {
    "yes-no": "as whoever counts states it, else more than half; no law pack was asked",
    "score": "the highest sums of scores",
    "majority-judgment": "M. Balinski and R. Laraki, Majority Judgment",
    "industrial-action": "TULRCA 1992, s. 226, as amended",
}
RULES = (*PAPER_RULES, *TALLY_RULES)
WITHOUT_A_LOT = ("schulze", "yes-no", "majority-judgment", "industrial-action")
OF_ONE_SEAT = ("yes-no", "majority-judgment", "industrial-action")
LOT = ("tie_order", "lot_seed")
OPTIONS = {
    **dict.fromkeys((*PAPER_RULES, "score"), (*LOT, "electorate")),
    "yes-no": ("quorum", "approval"),
    "majority-judgment": (),
    "industrial-action": ("spoilt_papers_vote",),
}


def count_papers(
    papers: Papers, rule: str, lot: Lot | None = None, progress: Progress | None = None
) -> Report:
    """Count by a rule of the table."""
    chosen = PAPER_RULES[rule]
    report = Report(rule, chosen.source, papers, chosen.sort(papers), chosen.places)
    report.lot = lot or Lot(papers.tie_order)
    fill = partial(chosen.count, report, report.lot, progress)
    return _until_undecided(report, fill)


def _until_undecided(report: Report, fill: Callable[[], None]) -> Report:
    """The report, which ends where only a lot could go on and none was declared."""
    try:
        fill()
    except Undecided as tie:
        report.tied = tie.tied
    return report


def count_file(
    content: bytes,
    rule: str,
    seats: int | None = None,
    options: Json | None = None,
    progress: Progress | None = None,
) -> Json:
    """The report on a file: BLT for a rule of papers, JSON for the others.

    Options: `tie_order` (names) or `lot_seed` (text) for any rule that may need a lot;
    `electorate` (how many may vote) for papers and scores; `quorum` and `approval` for
    yes-no; `spoilt_papers_vote` for industrial-action.
    Raises Malformed and NotCountable, a sentence each.
    """
    options = _known(options or {}, rule)
    if rule in TALLY_RULES:
        return _count_tally(content, rule, _seats(seats, 1, rule), options)
    papers, lot = _laid_out(content, rule, seats, options)
    return count_papers(papers, rule, lot, progress).as_json()


def check_file(
    content: bytes, rule: str, seats: int | None = None, options: Json | None = None
) -> None:
    """Raise what `count_file` would, and leave the long part to whoever has time."""
    options = _known(options or {}, rule)
    if rule in TALLY_RULES:
        _count_tally(content, rule, _seats(seats, 1, rule), options)
        return
    papers, _ = _laid_out(content, rule, seats, options)
    if rule == irv.NAME:
        irv.refuse_more_seats(papers)


def _known(options: Json, rule: str) -> Json:
    if rule not in RULES:
        raise NotCountable(f"There is no rule “{rule}”; there are {', '.join(RULES)}.")
    if rule in OF_ONE_SEAT and any(key in options for key in LOT):
        raise NotCountable("This rule draws no lot: leave it empty.")
    tallies.only(options, *OPTIONS[rule])
    return options


def _laid_out(
    content: bytes, rule: str, seats: int | None, options: Json
) -> tuple[Papers, Lot | None]:
    papers = blt.read(content)
    papers = replace(papers, seats=_seats(seats, papers.seats, rule))
    return _among(options, papers), _lot(options, papers)


def _among(options: Json, papers: Papers) -> Papers:
    """The papers, and how many might have voted where somebody says it."""
    if "electorate" not in options:
        return papers
    electorate = tallies.whole(options, "electorate")
    if electorate < papers.total:
        raise NotCountable("More took part than “electorate” says there are.")
    return replace(papers, electorate=electorate)


def _seats(asked: int | None, otherwise: int, rule: str) -> int:
    seats = otherwise if asked is None else asked
    if seats < 1:
        raise NotCountable("There is at least one seat to fill.")
    if seats > 1 and rule in OF_ONE_SEAT:
        raise NotCountable("By this rule there is no second seat to fill.")
    return seats


def _count_tally(content: bytes, rule: str, seats: int, options: Json) -> Json:
    data, digest = tallies.read(content), sha256(content).hexdigest()
    if rule == "score":
        papers, sums = score.as_papers(data, seats, digest)
        papers = _among(options, papers)
        report = Report(rule, TALLY_RULES[rule], papers, _with_ranks(papers))
        report.lot = _lot(options, papers) or Lot()
        fill = partial(score.count, report, sums, report.lot)
        return _until_undecided(report, fill).as_json()
    header = {
        "rule": rule,
        "rule_version": VERSION,
        "source": TALLY_RULES[rule],
        "title": str(data.get("title", "")),
        "ballot_file_sha256": digest,
    }
    return {**header, **_numbers(data, rule, options)}


def _numbers(data: Json, rule: str, options: Json) -> Json:
    match rule:
        case "yes-no":
            return yes_no.count(data, options)
        case "industrial-action":
            votes = tallies.truth(options, "spoilt_papers_vote", default=False)
            return industrial_action.count(data, spoilt_papers_vote=votes)
        case _:
            return majority_judgment.count(data)


def _lot(options: Json, papers: Papers) -> Lot | None:
    """The declared lot: an order of names, or a seed; None: as the file says."""
    if "tie_order" in options and "lot_seed" in options:
        raise NotCountable("A lot is an order of names or a seed, not both.")
    if "lot_seed" in options:
        seed = options["lot_seed"]
        if not isinstance(seed, str) or not seed:
            raise NotCountable("“lot_seed” wants the public seed as text.")
        return Lot(drawn_from(seed, papers.names), seed)
    if "tie_order" not in options:
        return None
    return Lot(_named(options["tie_order"], papers.names))


def _named(order: object, names: Sequence[str]) -> Order:
    if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
        raise NotCountable("“tie_order” wants a list of names.")
    for name in order:
        if name not in names:
            raise NotCountable(f"“tie_order” names {name}, who is no candidate.")
    if len(set(order)) < len(order):
        raise NotCountable("“tie_order” wants every name once.")
    return tuple(names.index(name) for name in order)
