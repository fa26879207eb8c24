"""Tables as text: bytes to lines of cells, whoever wrote them.

Excel saves in the encoding of its Windows and separates by what its country does, so
both are found out. Lines are counted as a spreadsheet shows them: blank ones too, a
cell of several lines as one.
"""

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from union.core.errors import Invalid
from union.core.i18n import gettext as _

Line = tuple[int, list[str]]

SEPARATORS = ",;\t|"
LARGEST_CELL = 100_000  # characters
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = "kz1048"  # Windows-1251, with Kazakh letters in the places of Serbian ones
_FOREIGN = (b"PK", b"%PDF", b"\x89PNG", b"\xff\xd8", b"\xd0\xcf\x11\xe0", b"GIF8")


def lines_of(content: bytes) -> Iterator[Line]:
    """Each line with its number. Raises Invalid with the line that makes no sense."""
    text = _text(content)
    separator, rest = _separator(text)
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(StringIO(rest, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        raise refused(_why(error) % {"line": number + 1}) from error


def refused(reason: str) -> Invalid:
    """The refusal of a file, for whoever sent it."""
    return Invalid(reason, {"file": reason})


def _why(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _("Line %(line)s: a cell holds more than a person has to say.")
    return _(
        "Line %(line)s: a quotation mark is opened and not closed, or stands "
        "in the middle of a cell."
    )


def _text(content: bytes) -> str:
    """The letters behind the bytes. Raises Invalid where there are none."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeError as error:
        raise _no_table() from error
    if "\0" in text or text.lstrip()[:1] == "<":
        raise _no_table()
    return text


def _encoding(content: bytes) -> str:
    if content.startswith(_FOREIGN):
        raise _no_table()
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    if wide := _wide(content[:400]):
        return wide
    return "utf-8" if _is_utf8(content) else _WINDOWS


def _wide(head: bytes) -> str:
    """UTF-16 that does not say so: every other byte is that of Latin or Cyrillic."""
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high.count(0) + high.count(4) > len(high) // 2:
            return encoding
    return ""


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeError:
        return False
    return True


def _no_table() -> Invalid:
    return refused(_("This is no table. Save it as CSV or XLSX, then send it again."))


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells, and the text without Excel's own word about it."""
    first, _end, rest = text.partition("\n")
    if first[:4].lower() == "sep=" and first[4:5] in tuple(SEPARATORS):
        return first[4], rest
    start = text.lstrip()[:10_000]
    heads = "".join(start.partition("\n")[0].split('"')[::2])  # outside of quotes
    spoken = heads if any(map(heads.count, SEPARATORS)) else start
    return max(SEPARATORS, key=spoken.count), text
