"""Scottish STV: SSI 2007/42, The Scottish Local Government Elections Order 2007,
Schedule 1, rules 45 to 52. Weighted inclusive Gregory, each paper's value truncated at
five decimals.
"""

from union.counting.papers import Progress
from union.counting.report import Report
from union.counting.table import Table
from union.counting.ties import Lot

NAME = "scottish-stv"
SOURCE = "SSI 2007/42, Schedule 1, rules 45-52"
PLACES = 5


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report. Undecided ends it at a tie that only a lot could break."""
    table = Table(report, lot, progress)
    whole = report.sort.valid // (report.papers.seats + 1) + 1
    report.quota = quota = whole * table.one
    report.quota_formula = "valid // (seats + 1) + 1, rule 46"
    table.lay_out(report.sort, "rule 45")

    _return_with_quota(table, quota)
    while table.places_left and not table.are_as_few_as_places():
        if above := _with_a_surplus(table, quota):
            most = table.one_of(above, max)
            table.transfer_surplus(most, quota, "rules 48, 49")
        else:
            table.exclude([table.one_of(table.fewest(), min)], "rules 50, 51")
        _return_with_quota(table, quota)
    if table.places_left:
        table.elect_the_rest()
        report.stages[-1].note = "rule 52: as many continue as places are left"


def _return_with_quota(table: Table, quota: int) -> None:
    """Rule 47. No more can have it than there are places."""
    for candidate in table.with_quota(quota):
        table.elect(candidate)


def _with_a_surplus(table: Table, quota: int) -> list[int]:
    """Those whose surplus is the largest; a surplus of nothing is none (rule 48)."""
    surplus = {c: table.votes[c] - quota for c in table.report.winners}
    most = max(surplus.values(), default=0)
    return sorted(c for c, extra in surplus.items() if extra == most > 0)
