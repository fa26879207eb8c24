"""What the union knows of a member: each feature tells of its own tables.

A feature registers collectors by `@knows(tables it tells of)`. The page and the file a
member takes home are made from the same answers, so neither can hold anything back.

The file is JSON: `schema`, `written_at`, and `sections`. A section has its `key`, its
`title`, `purpose` and `until` in words, and `rows`. A row maps keys to text, numbers,
true, false, null, days (2026-11-25) or moments (2026-11-25T09:00:00+00:00). Keys of
sections and rows stay what they are; new ones may come.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel

from union.core import i18n
from union.core.base import now
from union.core.i18n import gettext as _
from union.members.models import Member

SCHEMA = "ortaq known 1"
FIRST = ("person", "work", "contact", "standing", "roles")

Value = str | int | bool | datetime | date | None
Row = dict[str, Value]


@dataclass(frozen=True)
class Section:
    """What is kept of one kind, why, and until when; said in the reader's language."""

    key: str
    title: str
    purpose: str
    until: str
    words: dict[str, str]  # what each value of a row is called
    rows: list[Row] = field(default_factory=list)
    page: str | None = None  # the endpoint where its subject puts it right


Collector = Callable[[Session, Member], Section]

_collectors: list[Collector] = []
told: set[type[SQLModel]] = set()


def knows(*tables: type[SQLModel]) -> Callable[[Collector], Collector]:
    """Register what tells a member of their rows in these tables."""

    def register(collector: Collector) -> Collector:
        _collectors.append(collector)
        told.update(tables)
        return collector

    return register


def known_about(db: Session, member: Member) -> list[Section]:
    """Everything, by section; what its subject looks for first stands first."""
    sections = [collector(db, member) for collector in _collectors]
    return sorted(sections, key=lambda section: section.key not in FIRST)


def rows_of(things: Iterable[Any], *keys: str) -> list[Row]:
    """The named attributes of each thing."""
    return [{key: getattr(thing, key) for key in keys} for thing in things]


def said(value: Value) -> str:
    """A value as a page says it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return i18n.moment(value)
    if isinstance(value, date):
        return i18n.day(value)
    return i18n.number(value) if isinstance(value, int) else value or "\N{EN DASH}"


def as_file(sections: list[Section]) -> dict[str, Any]:
    """The same, as the file says it."""
    return {
        "schema": SCHEMA,
        "written_at": now().isoformat(),
        "sections": [_plain(section) for section in sections],
    }


def _plain(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "purpose": section.purpose,
        "until": section.until,
        "rows": [
            {key: _as_text(value) for key, value in row.items()} for row in section.rows
        ],
    }


def _as_text(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date | datetime) else value
