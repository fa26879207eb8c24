"""WIGM: the reference rule of the Proportional Representation Foundation, without
batches.

Every product and quotient is truncated at four decimals. Ties are broken by lot alone.
"""

from union.counting.papers import Progress
from union.counting.report import Report
from union.counting.table import Table
from union.counting.ties import Lot

NAME = "wigm"
SOURCE = "PRF Reference WIGM Rule, A to D"
PLACES = 4


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report. Undecided ends it at a tie that only a lot could break."""
    table = Table(report, lot, progress)
    report.quota = quota = (
        report.sort.valid * table.one // (report.papers.seats + 1) + 1
    )
    report.quota_formula = "valid / (seats + 1) + 0.0001, truncated at 4 decimals, A.1"
    table.lay_out(report.sort, "A.4, A.5")

    pending: list[int] = []
    while table.places_left and not table.are_as_few_as_places():
        for candidate in table.with_quota(quota):
            table.elect(candidate)
            pending.append(candidate)
        if not table.places_left or table.are_as_few_as_places():
            break
        if pending:
            most = max(table.votes[c] for c in pending)
            chosen = table.one_of(sorted(c for c in pending if table.votes[c] == most))
            pending.remove(chosen)
            table.transfer_surplus(chosen, quota, "B.3")
        else:
            table.exclude([table.one_of(table.fewest())], "B.4")
    if table.places_left:
        table.elect_the_rest()
        report.stages[-1].note = "C: as many are hopeful as seats are left"
