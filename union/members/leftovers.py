"""The lines that could not be entered, as a file to mend and send again."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from io import StringIO

from union.core.i18n import gettext as _
from union.members.faults import FAULTS
from union.members.lines import Fault
from union.members.sheets import Sheet
from union.writers.csv import BYTE_ORDER, guarded


def table(heads: list[str], rows: Iterable[list[str]]) -> bytes:
    """A file that spreadsheets open, in whatever language their Windows is."""
    out = StringIO()
    writer = csv.writer(
        out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(map(guarded, heads))
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return (BYTE_ORDER + out.getvalue()).encode()


def faulty_lines(sheet: Sheet, faults: Iterable[Fault]) -> bytes:
    """Each faulty line with its number, what is wrong with it, and all that it said."""
    said: defaultdict[int, list[str]] = defaultdict(list)
    for fault in faults:
        head = sheet.heads[fault.place] if fault.place >= 0 else ""
        sentence = _(FAULTS[fault.kind])
        said[fault.line].append(f"{head}: {sentence}" if head else sentence)
    return table(
        [*sheet.heads, _("Line"), _("What is wrong")],
        (
            [
                *_padded(row.cells, len(sheet.heads)),
                str(row.number),
                " ".join(said[row.number]),
            ]
            for row in sheet.rows
            if row.number in said
        ),
    )


def _padded(cells: list[str], width: int) -> list[str]:
    """As many cells as there are heads; what is beyond them stays with the last."""
    within, beyond = cells[: width - 1], [c for c in cells[width - 1 :] if c]
    short = width - 1 - len(within)
    return [*within, *[""] * short, " ".join(beyond)]
