"""A table as CSV (RFC 4180) that no spreadsheet takes for a program.

Whatever begins like a formula gets an apostrophe before it; also after a separator of
the other kinds, at which a spreadsheet of another country would begin a cell.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER = "\ufeff"  # so that Excel reads it as UTF-8
FORMULA = frozenset("=+-@|%")

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SEPARATOR = re.compile(r"([;,])")


def written(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Line by line, the heads first, every cell in quotation marks."""
    yield BYTE_ORDER.encode()
    for row in rows:
        yield (",".join(_quoted(guarded(cell)) for cell in row) + "\r\n").encode()


def sheet(rows: Iterable[Sequence[str]]) -> str:
    """A table of figures: a number stays a number, also one below zero."""
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER)
    csv.writer(out).writerows(
        [cell if _NUMBER.fullmatch(cell) else guarded(cell) for cell in row]
        for row in rows
    )
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell as it is written: on one line, and never a formula."""
    parts = _SEPARATOR.split(_CONTROL.sub(" ", cell))
    plain = "".join(_guarded(part) for part in parts)
    return f"'{plain}" if _CONTROL.match(cell) and plain[:1] != "'" else plain


def unguarded(cell: str) -> str:
    """A cell that comes back, without the apostrophe that stood guard before it."""
    is_ours = cell[:1] == "'" and _begins_like_a_formula(cell[1:])
    return cell[1:] if is_ours else cell


def _guarded(part: str) -> str:
    return f"'{part}" if _begins_like_a_formula(part) else part


def _begins_like_a_formula(part: str) -> bool:
    """Whatever a spreadsheet may skip before it, and however wide it is written."""
    seen = (c for c in part if not (c.isspace() or c == '"' or _is_unseen(c)))
    return unicodedata.normalize("NFKC", next(seen, " "))[0] in FORMULA


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf"}


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
