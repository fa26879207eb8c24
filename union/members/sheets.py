"""Spreadsheets as they arrive: CSV, and XLSX (python_calamine, met here only).

An XLSX is a zip of XML: what it would unpack to is measured before it is read, and so
is how far its cells reach, because the reader keeps room for each between them.
"""

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, NamedTuple
from zipfile import ZipFile, ZipInfo

from python_calamine import CalamineWorkbook

from union.core.errors import Invalid
from union.core.i18n import gettext as _
from union.core.i18n import number as spelled
from union.members.separated import Line, lines_of, refused
from union.writers.csv import unguarded

LARGEST_FILE = 20 * 1024 * 1024
MOST_LINES = 100_000
MOST_COLUMNS = 100
MOST_CELLS = 3_000_000
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 10_000
LONGEST_HEAD = 80
DIGITS = 9  # so many make a phone number, and heads do not lie sealed

ZIP = b"PK\x03\x04"
_CHUNK = 1024 * 1024
_NESTED = (ZIP, b"\xff\xfe", b"\xfe\xff")  # an archive, or letters of two bytes
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_NAME = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""")
_OVERLAP = 64  # so that a cell's name is not cut in two
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Row(NamedTuple):
    """A line that says something, by the number its spreadsheet gives it."""

    number: int
    cells: list[str]

    def cell(self, place: int) -> str:
        """What stands in a column; before the first and after the last is nothing."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


class Sheet(NamedTuple):
    """A table of text."""

    heads: list[str]
    rows: list[Row]


def read(content: bytes, name: str) -> Sheet:
    """The first sheet of a file. Raises Invalid with what is wrong with it."""
    if not content.strip():
        raise refused(_("This file is empty."))
    if len(content) > LARGEST_FILE:
        raise refused(_("This file is larger than 20 MB. Split it in two."))
    return _sheet(_READERS.get(PurePosixPath(name).suffix.lower(), _nothing)(content))


def _nothing(_content: bytes) -> Iterator[Line]:
    raise refused(_("Only files that end in .csv or .xlsx can be read here."))


def _sheet(lines: Iterator[Line]) -> Sheet:
    """Heads and rows, without lines that say nothing."""
    heads: list[str] | None = None
    rows: list[Row] = []
    for number, cells in lines:
        tidied = _tidied(cells)
        if not tidied:
            continue
        if heads is None:
            heads = [_CONTROL.sub(" ", cell)[:LONGEST_HEAD].strip() for cell in tidied]
        else:
            rows.append(Row(number, tidied))
        _refuse_too_much(heads, rows)
    if not heads or not rows:
        raise refused(_("There are no people in this file: no line under the heads."))
    if any(sum(map(str.isdigit, head)) >= DIGITS for head in heads):
        raise refused(
            _("The first line must name the columns. Here it tells of a person.")
        )
    return Sheet(heads, rows)


def _tidied(cells: list[str]) -> list[str]:
    """The cells as they are compared, without empty ones at the end."""
    tidied = [_tidy(cell) for cell in cells]
    while tidied and not tidied[-1]:
        tidied.pop()
    return tidied


def _tidy(cell: str) -> str:
    text = cell.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return unguarded(text) if text[:1] == "'" else text


def _refuse_too_much(heads: list[str], rows: list[Row]) -> None:
    if len(heads) > MOST_COLUMNS:
        most = spelled(MOST_COLUMNS)
        raise refused(_("More than %(most)s columns. Leave some out.") % {"most": most})
    if len(rows) > MOST_LINES:
        most = spelled(MOST_LINES)
        raise refused(
            _("More than %(most)s lines. Split the file in two.") % {"most": most}
        )


def _xlsx(content: bytes) -> Iterator[Line]:
    if not content.startswith(ZIP):
        raise refused(_("It is called .xlsx and is something else. Save it anew."))
    _measure(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        left = [""] * (sheet.start or (0, 0))[1]  # columns before the first that speaks
        yield from (
            (number, [*left, *map(_written, values)])
            for number, values in enumerate(_values(sheet), start=1)
        )
    except (KeyboardInterrupt, SystemExit, Invalid):
        raise
    except BaseException as error:  # the library is Rust, whose panics are no Exception
        raise _broken() from error


def _values(sheet: object) -> Iterator[list[object]]:
    rows: Iterator[list[object]] = sheet.iter_rows()  # type: ignore[attr-defined]
    return rows


def _written(value: object) -> str:
    """A cell as somebody would type it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def _measure(content: bytes) -> None:
    """Refuse what unpacks to too much, or is put together in bad faith."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_oddities(archive.infolist())
            measure = _Measure()
            for entry in archive.infolist():
                with archive.open(entry) as unpacked:
                    measure.take(unpacked)
    except Invalid:
        raise
    except Exception as error:  # zipfile has a dozen ways to say that it is broken
        raise _broken() from error


def _refuse_oddities(entries: list[ZipInfo]) -> None:
    if (
        len(entries) > MOST_ENTRIES
        or sum(e.file_size for e in entries) > LARGEST_UNPACKED
    ):
        raise _too_far()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if entry.flag_bits & 1:
            raise refused(_("This file has a password. Save it without one."))
        if (
            path.is_absolute()
            or ".." in path.parts
            or stat.S_ISLNK(entry.external_attr >> 16)
            or path.suffix.lower() in (".zip", ".xlsx", ".gz")
        ):
            raise _broken()


@dataclass
class _Measure:
    """What an archive has unpacked to so far; nothing of it is kept."""

    size: int = 0
    cells: int = 0
    lines: int = 1  # how far cells reach
    columns: int = 1

    def take(self, unpacked: IO[bytes]) -> None:
        """Go through one part. Raises Invalid as soon as it is too much."""
        before = b""
        while chunk := unpacked.read(_CHUNK):
            if not before and chunk.startswith(_NESTED):
                raise _broken()
            self._look_at(before[-_OVERLAP:] + chunk, len(chunk))
            before = chunk

    def _look_at(self, xml: bytes, size: int) -> None:
        self.size += size
        self.cells += sum(1 for _ in _CELL.finditer(xml))
        for letters, digits in _NAME.findall(xml):
            self.lines = max(self.lines, int(digits))
            self.columns = max(self.columns, _column(letters))
        room = max(self.cells, self.lines * self.columns)
        if self.size > LARGEST_UNPACKED or room > MOST_CELLS:
            raise _too_far()


def _column(letters: bytes) -> int:
    """«AB» is the 28th."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


def _too_far() -> Invalid:
    return refused(
        _("This file unpacks to too much. Copy the list alone into a new one.")
    )


def _broken() -> Invalid:
    return refused(_("This file is damaged or no spreadsheet. Save it anew."))


_READERS = {".csv": lines_of, ".txt": lines_of, ".tsv": lines_of, ".xlsx": _xlsx}
