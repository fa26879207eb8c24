"""A paper that leaves the house: what it says, in its reader's language.

A feature fills it with sentences already translated; both writers set the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal, TypeVar
from unicodedata import category

Language = Literal["kk", "ru", "en"]
Side = Literal["left", "center", "right"]
Pairs = tuple[tuple[str, str], ...]

LOCALES: dict[Language, str] = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}

# Controls, halves of surrogate pairs, noncharacters: no file format takes them all.
# Marks that turn the direction of writing make a contract read other than it is.
_PLANES = (
    chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)
)
_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(_PLANES) + "]"
)
_MEANT = {"\t": " "} | dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """The text with one kind of newline, and � for what cannot be printed."""
    text = text.replace("\r\n", "\n")
    return _UNPRINTABLE.sub(lambda found: _MEANT.get(found[0], UNKNOWN), text)


def blank(text: str) -> bool:
    """Whether there is nothing to see."""
    return all(category(sign)[0] in "ZC" for sign in text)


T = TypeVar("T")


def _clean(value: T) -> T:
    """Whatever a field holds, with its texts made printable."""
    if isinstance(value, str):
        return printable(value)  # type: ignore[return-value]  # a str is what T was
    if isinstance(value, tuple):
        return tuple(_clean(part) for part in value)  # type: ignore[return-value]
    return value


@dataclass(frozen=True)
class Printed:
    """Something on paper: it holds only texts that can be printed."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _clean(getattr(self, field.name)))


@dataclass(frozen=True)
class Heading(Printed):
    """A title within the paper; the writers lift a level that would be skipped."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if blank(self.text):
            raise ValueError("A heading has words.")


@dataclass(frozen=True)
class Paragraph(Printed):
    """Running text. A newline in it stays one."""

    text: str


@dataclass(frozen=True)
class Facts(Printed):
    """Names and what stands beside them: date, number, quorum."""

    pairs: Pairs


@dataclass(frozen=True)
class Clause(Printed):
    """One numbered point: its heading if any, its words, what is exact about it."""

    number: str
    heading: str
    text: str = ""
    facts: Pairs = ()


@dataclass(frozen=True)
class Column(Printed):
    """The head of a column; its width is a share of the line."""

    title: str
    side: Side = "left"
    width: int = 1


@dataclass(frozen=True)
class Table(Printed):
    """Rows under heads repeated on each page; `roomy` leaves space to write by hand."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    note: str = ""
    roomy: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("A row has one cell for each column.")


@dataclass(frozen=True)
class Slot(Printed):
    """Where one person signs: as what, by name, with what note (an e-signature)."""

    role: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signatures(Printed):
    """Lines to sign on; `hint` stands under each line: signature, date."""

    slots: tuple[Slot, ...]
    hint: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.slots:
            raise ValueError("Somebody signs.")


@dataclass(frozen=True)
class Annex(Printed):
    """A part that begins on a page of its own, under its own title."""

    title: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if blank(self.title):
            raise ValueError("An annex has a title.")


@dataclass(frozen=True)
class PageBreak(Printed):
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Notice(Printed):
    """A remark set apart: what the reader must know before relying on the text."""

    text: str


Block = (
    Heading
    | Paragraph
    | Facts
    | Clause
    | Table
    | Signatures
    | Annex
    | PageBreak
    | Notice
)


@dataclass(frozen=True, kw_only=True)
class Paper(Printed):
    """The whole paper: letterhead, title, facts, body, and the foot of each page."""

    language: Language
    title: str
    reference: str = ""
    letterhead: tuple[str, ...] = ()
    """The union's name, then its requisites, a line each."""
    facts: Pairs = ()
    blocks: tuple[Block, ...] = ()
    notice: str = ""
    seal: str = ""
    """Version and SHA-256 of the content, as one line."""
    page_label: str = "{n} / {total}"
    verify_url: str = ""
    verify_caption: str = ""
    issued_at: datetime
    """The only time that enters the file: a paper issued once is the same for ever."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if blank(self.title):
            raise ValueError("A paper has a title.")
        if self.issued_at.tzinfo is None:
            raise ValueError("A paper is issued at a time in a known zone.")


def levels(blocks: Iterable[Block]) -> list[int]:
    """Each block's level in the outline, none skipped; 0 for what is no heading.

    A clause stands one level below the heading over it.
    """
    found, above, last = [], 0, 0
    for block in blocks:
        level = 0
        if isinstance(block, Heading):
            level = above = max(1, min(block.level, last + 1))
        elif isinstance(block, Annex):
            level = above = 1
        elif isinstance(block, Clause) and not blank(block.heading):
            level = above + 1
        last = level or last
        found.append(level)
    return found
