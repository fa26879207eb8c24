"""Plurality and approval: votes are added once and the most votes win."""

from collections.abc import Mapping
from itertools import chain

from union.counting.papers import Progress
from union.counting.report import Report, Stage
from union.counting.ties import Lot, Tie, Undecided


def elect_the_most(
    report: Report, lot: Lot, votes: Mapping[int, int], why: str
) -> None:
    """One stage. Of those tied for the last seats the first in the lot goes without
    one.
    """
    many = len(report.papers.names)
    stage = Stage("first_preferences", why, [votes.get(c, 0) for c in range(many)])
    report.stages.append(stage)
    left = sorted(report.papers.standing, key=lambda c: (-votes.get(c, 0), c))
    seats = report.papers.seats
    while len(left) > seats:
        bound = votes.get(left[-1], 0)
        tied = [c for c in left if votes.get(c, 0) == bound]
        if len(left) - len(tied) >= seats:
            left = left[: -len(tied)]
            continue
        out = _sent_away(report, lot, left, tied)
        left.remove(out)
    for candidate in left:
        report.elect(candidate)


def _sent_away(report: Report, lot: Lot, left: list[int], tied: list[int]) -> int:
    try:
        out = lot.first(tied)
    except Undecided:
        for sure in left[: -len(tied)]:
            report.elect(sure)
        raise
    report.ties.append(Tie(1, tied, [], True, out))
    return out


def count_plurality(report: Report, lot: Lot, _: Progress | None = None) -> None:
    """First preferences; the most of them win."""
    votes: dict[int, int] = {}
    for order, many in report.sort.groups.items():
        votes[order[0]] = votes.get(order[0], 0) + many
    elect_the_most(report, lot, votes, "first preferences")


def count_approval(report: Report, lot: Lot, _: Progress | None = None) -> None:
    """Every name on a paper that stands is approved, whatever its rank."""
    votes: dict[int, int] = {}
    standing = {*report.papers.standing}
    for ranks, many in report.papers.written.items():
        for candidate in standing.intersection(chain.from_iterable(ranks)):
            votes[candidate] = votes.get(candidate, 0) + many
    elect_the_most(report, lot, votes, "names approved")
