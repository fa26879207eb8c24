"""Score: every paper gives names whole numbers; the highest sums win."""

from typing import Any

from union.counting.choices import elect_the_most
from union.counting.errors import NotCountable
from union.counting.papers import Papers
from union.counting.report import Report
from union.counting.tallies import only
from union.counting.ties import Lot


def as_papers(
    data: dict[str, Any], seats: int, digest: str
) -> tuple[Papers, list[int]]:
    """Papers that name whom they score, and the sum of each candidate."""
    only(data, "scores", "title")
    scores = data.get("scores")
    if not isinstance(scores, list) or not scores:
        raise NotCountable("“scores” wants a list of papers, each {name: number}.")
    names: dict[str, int] = {}
    written: dict[tuple[tuple[int, ...], ...], int] = {}
    sums: list[int] = []
    for paper in scores:
        scored = []
        for name, given in _paper(paper):
            candidate = names.setdefault(name, len(names))
            sums += [0] * (len(names) - len(sums))
            sums[candidate] += given
            scored.append(candidate)
        ranks = (tuple(sorted(scored)),) if scored else ()
        written[ranks] = written.get(ranks, 0) + 1
    if not names:
        raise NotCountable("No paper names anybody.")
    title = data.get("title", "")
    papers = Papers(tuple(names), seats, written, title=str(title), digest=digest)
    return papers, sums


def _paper(paper: object) -> list[tuple[str, int]]:
    if not isinstance(paper, dict):
        raise NotCountable("A paper of “scores” is {name: number}.")
    for name, given in paper.items():
        if not name.strip() or not isinstance(given, int) or isinstance(given, bool):
            raise NotCountable("A score is a whole number beside a name.")
    return list(paper.items())


def count(report: Report, sums: list[int], lot: Lot) -> None:
    """Fill the report; a name that a paper does not score gets nothing from it."""
    elect_the_most(report, lot, dict(enumerate(sums)), "sums of scores")
