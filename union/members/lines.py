"""A line of a spreadsheet: a person, or what is wrong with it, cell by cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from union.members import names
from union.members.columns import Column
from union.members.faults import Kind
from union.members.models import Vehicle
from union.members.phones import normal
from union.members.sheets import Row
from union.members.spellings import LANGUAGES, VEHICLES, plain

LONGEST_NAME = 80
EARLIEST = date(2000, 1, 1)
NOWHERE = -1  # the place of a column there is none of, and of faults in no one column

Place = tuple[str, str]  # a platform and a city, by their ids


class Person(NamedTuple):
    """Somebody as a line tells of them. What it does not tell is None."""

    line: int
    name: str
    phone: str | None
    language: str | None
    joined: date | None
    vehicle: Vehicle | None
    places: tuple[Place, ...]


class Fault(NamedTuple):
    """What is wrong, and where."""

    line: int
    place: int
    kind: Kind


@dataclass(frozen=True)
class Known:
    """What a line can refer to: cities and platforms by any of their names, folded."""

    cities: Mapping[str, str]
    platforms: Mapping[str, str]
    home_city: str | None  # of the branch, where a line names none
    today: date
    shown: Mapping[str, str] = field(default_factory=dict)  # the names to show, by id


class _Wrong(Exception):
    def __init__(self, kind: Kind) -> None:
        self.kind = kind


def read_line(row: Row, columns: Mapping[str, int], width: int, known: Known) -> Person | list[Fault]:  # fmt: skip  # noqa: E501
    """Who stands on this line, or every fault of it."""
    said: dict[str, object] = {}
    faults = []
    if len(row.cells) > width:
        faults.append(Fault(row.number, NOWHERE, Kind.TOO_MANY_CELLS))
    for column, reader in _READERS.items():
        place = columns.get(column, NOWHERE)
        try:
            said[column] = reader(row.cell(place), known)
        except _Wrong as wrong:
            faults.append(Fault(row.number, place, wrong.kind))
    if not faults and said[Column.PLATFORMS] and not said[Column.CITY]:
        place = columns[Column.PLATFORMS]
        faults.append(Fault(row.number, place, Kind.CITY_NEEDED))
    return faults or _person(row.number, said)


def _person(line: int, said: dict[str, object]) -> Person:
    city, platforms = said.pop(Column.CITY), said.pop(Column.PLATFORMS)
    places = tuple((platform, city) for platform in platforms)  # type: ignore[attr-defined]
    return Person(line=line, places=places, **said)  # type: ignore[arg-type]


def _name(cell: str, _known: Known) -> str:
    name = " ".join(cell.split())
    kind = _what_is_wrong_with(name)
    if kind:
        raise _Wrong(kind)
    return name


def _what_is_wrong_with(name: str) -> Kind | None:
    if not name:
        return Kind.NAME_MISSING
    return next((kind for kind, is_so in _NAME_FAULTS if is_so(name)), None)


_NAME_FAULTS: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
    (Kind.INVISIBLE, names.hides_something),
    (Kind.INVISIBLE, names.piles_marks),
    (Kind.NAME_SHORT, lambda name: len(name) < 2),
    (
        Kind.NAME_LONG,
        lambda name: max(len(name), len(names.sought(name))) > LONGEST_NAME,
    ),
    (Kind.NAME_LOST, lambda name: "?" in name or "\ufffd" in name),
    (Kind.NAME_NO_LETTERS, lambda name: not any(map(str.isalpha, name))),
    (Kind.NAME_SIGNS, names.has_other_signs),
    (Kind.NAME_MIXED, names.mixes_alphabets),
)


def _phone(cell: str, _known: Known) -> str | None:
    if not cell:
        return None
    number = normal(cell) if len(cell) <= 40 else None
    if number is None:
        raise _Wrong(Kind.PHONE)
    return number


def _language(cell: str, _known: Known) -> str | None:
    return _one_of(LANGUAGES, cell, Kind.LANGUAGE)


def _city(cell: str, known: Known) -> str | None:
    return (
        _one_of(known.cities, _BEFORE_CITY.sub("", cell), Kind.CITY) or known.home_city
    )


_BEFORE_CITY = re.compile(r"^(г\.|г\s|город\s|қ\.|қала\s)\s*|\s+(қаласы|қ\.)$", re.I)


def _platforms(cell: str, known: Known) -> tuple[str, ...]:
    named = [part.strip() for part in re.split(r"[,;/\n]", cell)]
    found = [_one_of(known.platforms, part, Kind.PLATFORM) for part in named if part]
    return tuple(dict.fromkeys(platform for platform in found if platform))


def _vehicle(cell: str, _known: Known) -> Vehicle | None:
    word = _one_of(VEHICLES, cell, Kind.VEHICLE)
    return Vehicle(word) if word else None


def _one_of(known: Mapping[str, str], cell: str, kind: Kind) -> str | None:
    if not cell:
        return None
    found = known.get(plain(cell))
    if found is None:
        raise _Wrong(kind)
    return found


def _joined(cell: str, known: Known) -> date | None:
    if not cell:
        return None
    day = _day(cell[:30])
    if day is None:
        raise _Wrong(Kind.JOINED)
    if day > known.today:
        raise _Wrong(Kind.JOINED_LATER)
    if day < EARLIEST:
        raise _Wrong(Kind.JOINED_EARLY)
    return day


def _day(written: str) -> date | None:
    """2024-02-29, 29.02.2024 or Excel's 45351; an hour behind it is left out."""
    if re.fullmatch(r"[0-9]{1,6}", written):  # days as Excel counts them
        return date(1899, 12, 30) + timedelta(days=int(written))
    for pattern in _DATES:
        if found := pattern.match(written):
            try:
                return date(**{part: int(n) for part, n in found.groupdict().items()})
            except ValueError:
                return None
    return None


_HOUR = r"(?:[T ][0-9:. ]*)?$"
_DATES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})" + _HOUR),
    re.compile(
        r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})" + _HOUR
    ),
)


_READERS: dict[Column, Callable[[str, Known], object]] = {
    Column.NAME: _name,
    Column.PHONE: _phone,
    Column.LANGUAGE: _language,
    Column.CITY: _city,
    Column.PLATFORMS: _platforms,
    Column.JOINED: _joined,
    Column.VEHICLE: _vehicle,
}
