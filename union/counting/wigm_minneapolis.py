"""WIGM as Minneapolis counts: Code of Ordinances, title 8.5, chapter 167.

Four decimals, truncated. Of those who reach the threshold whoever has the largest
surplus is declared elected, one at a time. Before that surplus moves, all who cannot
win any more are defeated together.
"""

from union.counting.papers import Progress
from union.counting.report import Report
from union.counting.table import Table
from union.counting.ties import Lot

NAME = "wigm-minneapolis"
SOURCE = "Minneapolis Code of Ordinances, chapter 167"
PLACES = 4


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report. Undecided ends it at a tie that only a lot could break."""
    table = Table(report, lot, progress)
    whole = report.sort.valid // (report.papers.seats + 1) + 1
    report.quota = quota = whole * table.one
    report.quota_formula = "valid // (seats + 1) + 1, 167.20 (threshold)"
    table.lay_out(report.sort, "167.70(1)(a)")

    declared = _declare(table, quota)
    while table.places_left and not table.are_as_few_as_places():
        if losers := _cannot_win(table, quota, declared):
            table.exclude(losers, "167.70(1)(c)")
        elif declared:
            table.transfer_surplus(declared.pop(), quota, "167.70(1)(d)")
        else:
            table.exclude([table.one_of(table.fewest())], "167.70(1)(e)")
        declared = declared or _declare(table, quota)
    if table.places_left:
        table.elect_the_rest()
        report.stages[-1].note = "167.70(1)(f): as many continue as seats are left"


def _declare(table: Table, quota: int) -> list[int]:
    """167.70(1)(a), (d): all with the threshold where they fill the seats, else the
    largest.
    """
    above = table.with_quota(quota)
    if len(above) > 1 and len(above) == table.places_left:
        for candidate in above:
            table.elect(candidate)
        return []
    if above:
        most = table.votes[above[0]]
        largest = table.one_of([c for c in above if table.votes[c] == most])
        table.elect(largest)
        return [largest]
    return []


def _cannot_win(table: Table, quota: int, declared: list[int]) -> list[int]:
    """The largest set of the lowest whom all they could still get would not lift
    (167.20).

    Their own votes, those of everybody not above them and every surplus together stay
    below the next one above. Whoever could still equal that one is not defeated: the
    ordinance means certainty. Equal candidates go together, and enough stay for the
    seats.
    """
    rising = table.in_descending_order()[::-1]
    surplus = sum(max(table.votes[c] - quota, 0) for c in (*rising, *declared))
    spare = len(rising) - table.places_left
    losers, theirs = 0, 0
    for many, candidate in enumerate(rising[:spare], 1):
        theirs += table.votes[candidate]
        if theirs + surplus < table.votes[rising[many]]:
            losers = many
    return sorted(rising[:losers])
