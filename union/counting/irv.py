"""Instant run-off: one seat. In each round whoever has the fewest votes goes, until
somebody has more than half of the votes that still count.
"""

from union.counting.errors import NotCountable
from union.counting.papers import Papers, Progress
from union.counting.report import Report
from union.counting.table import Table
from union.counting.ties import Lot

NAME = "irv"
SOURCE = "instant run-off: more than half of the continuing votes"
PLACES = 0


def refuse_more_seats(papers: Papers) -> None:
    """A run-off ends with one name."""
    if papers.seats != 1:
        raise NotCountable("An instant run-off fills one seat.")


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report. Undecided ends it at a tie that only a lot could break."""
    refuse_more_seats(report.papers)
    table = Table(report, lot, progress)
    report.quota_formula = "more than half of the continuing votes"
    table.lay_out(report.sort, "first preferences")

    while table.places_left:
        first = table.in_descending_order()[0]
        if table.votes[first] * 2 > sum(table.votes) or table.are_as_few_as_places():
            table.elect(first)
        else:
            table.exclude([table.one_of(table.fewest(), min)], "the fewest votes")
