"""Schulze's method: M. Schulze, The Schulze Method of Voting, section 2; winning votes.

Names that a paper does not rank stand equal, below all it ranks. All potential winners
are reported: with more than one of them nobody is elected without a decision of the
union.
"""

from collections.abc import Mapping

from union.counting.papers import Progress, Ranks, by_rank
from union.counting.report import Report, Stage
from union.counting.ties import Lot

Table = dict[int, dict[int, int]]


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report with the pairs, the tiers and the potential winners."""
    groups, _ = by_rank(report.papers)
    standing = report.papers.standing
    pairs = _pairs(groups, standing)
    tiers = _tiers(_strengths(pairs, progress), standing)
    names = report.papers.names
    report.more["pairwise"] = {
        names[a]: {names[b]: n for b, n in row.items()} for a, row in pairs.items()
    }
    report.more["ranking"] = [[names[c] for c in tier] for tier in tiers]
    report.stages.append(Stage("pairs", "section 2.3.1", _firsts(groups, len(names))))
    if lot.order:
        report.stages[-1].note = "the rule draws no lot: the one declared is not used"
    for tier in tiers:
        if len(report.winners) + len(tier) > report.papers.seats:
            report.tied = tier if len(report.winners) < report.papers.seats else []
            break
        for candidate in tier:
            report.elect(candidate)


def _pairs(groups: Mapping[Ranks, int], standing: list[int]) -> Table:
    """How many papers prefer the one to the other."""
    pairs: Table = {a: {b: 0 for b in standing if b != a} for a in standing}
    for ranks, many in groups.items():
        below = set(standing)
        for rank in ranks:
            below -= set(rank)
            for preferred in rank:
                row = pairs[preferred]
                for other in below:
                    row[other] += many
    return pairs


def _strengths(pairs: Table, progress: Progress | None) -> Table:
    """The strongest path of each pair, by its weakest link (Floyd and Warshall)."""
    path = {
        a: {b: n if n > pairs[b][a] else 0 for b, n in row.items()}
        for a, row in pairs.items()
    }
    for done, via in enumerate(pairs, 1):
        for a in pairs:
            if a != via:
                _go_by(path, a, via)
        if progress:
            progress(done, len(pairs))
    return path


def _go_by(path: Table, a: int, via: int) -> None:
    """Strengthen the paths from a that a way by another makes stronger."""
    row, first = path[a], path[a][via]
    for b, onward in path[via].items():
        if b != a and row[b] < (link := min(first, onward)):
            row[b] = link


def _tiers(path: Table, standing: list[int]) -> list[list[int]]:
    """The potential winners; then those who would be with them gone; and so on."""
    left, tiers = list(standing), []
    while left:
        tier = [
            a for a in left if all(path[a][b] >= path[b][a] for b in left if b != a)
        ]
        tiers.append(tier)
        left = [c for c in left if c not in tier]
    return tiers


def _firsts(groups: Mapping[Ranks, int], many: int) -> list[int]:
    votes = [0] * many
    for ranks, papers in groups.items():
        if len(ranks[0]) == 1:
            votes[ranks[0][0]] += papers
    return votes
