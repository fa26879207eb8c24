"""A line of a spreadsheet: a person, or what is wrong with it, cell by cell."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from union.members.columns import Column
from union.members.faults import Kind
from union.members.models import Vehicle
from union.members.names import sought
from union.members.phones import normal
from union.members.sheets import Row

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
    tests = (
        (Kind.NAME_MISSING, not name),
        (Kind.INVISIBLE, not _is_visible(name)),
        (Kind.NAME_SHORT, len(name) < 2),
        (Kind.NAME_LONG, max(len(name), len(sought(name))) > LONGEST_NAME),
        (Kind.NAME_LOST, "?" in name or "\N{REPLACEMENT CHARACTER}" in name),
        (Kind.NAME_NO_LETTERS, not any(map(str.isalpha, name))),
        (Kind.NAME_MIXED, any(map(_is_mixed, name.split()))),
    )
    return next((kind for kind, is_so in tests if is_so), None)


def _is_visible(text: str) -> bool:
    """No controls, no marks that turn the line round, no heaps of accents."""
    return (text.isascii() and text.isprintable()) or not (
        any(unicodedata.category(letter) in _UNSEEN for letter in text)
        or _HEAPED.search(text)
    )


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_HEAPED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4}")


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    scripts = {unicodedata.name(c, "")[:5] for c in word if c.isalpha()}
    return len(scripts & {"LATIN", "CYRIL", "GREEK"}) > 1


def _phone(cell: str, _known: Known) -> str | None:
    if not cell:
        return None
    number = normal(cell) if len(cell) <= 40 else None
    if number is None:
        raise _Wrong(Kind.PHONE)
    return number


def _language(cell: str, _known: Known) -> str | None:
    return _one_of(_LANGUAGES, cell, Kind.LANGUAGE)


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
    word = _one_of(_VEHICLES, cell, Kind.VEHICLE)
    return Vehicle(word) if word else None


def _one_of(known: Mapping[str, str], cell: str, kind: Kind) -> str | None:
    if not cell:
        return None
    found = known.get(plain(cell))
    if found is None:
        raise _Wrong(kind)
    return found


@lru_cache(maxsize=1_000)
def plain(words: str) -> str:
    """A word as it is compared: «Яндекс.Еда» is «яндекс еда»."""
    return " ".join(re.split(r"[\W_]+", sought(words))).strip()


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
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(re.split(r"[T ]", written)[0], pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


_READERS: dict[Column, Callable[[str, Known], object]] = {
    Column.NAME: _name,
    Column.PHONE: _phone,
    Column.LANGUAGE: _language,
    Column.CITY: _city,
    Column.PLATFORMS: _platforms,
    Column.JOINED: _joined,
    Column.VEHICLE: _vehicle,
}


def _spelled(said: Mapping[str, str]) -> dict[str, str]:
    """Every word of these lists, as it is compared, with what it means."""
    return {
        plain(word): meaning
        for meaning, words in said.items()
        for word in [meaning, *words.split(", ")]
    }


_LANGUAGES = _spelled(
    {
        "kk": "қазақ, қазақша, қазақ тілі, казахский, каз, қаз, kazakh, kaz, kz",
        "ru": "орыс, орысша, орыс тілі, русский, рус, russian, rus",
        "en": "ағылшын, ағылшынша, ағылшын тілі, английский, анг, english, eng",
    }
)
_VEHICLES = _spelled(
    {
        "foot": "жаяу, пешком, пеший, пешая, on foot, walking, walk",
        "bicycle": "велосипед, вело, bike, велик",
        "electric": "электр велосипед, электровелосипед, "
        "электросамокат, самокат, электр самокат, electric bicycle, e-bike, scooter, "
        "electric scooter, электровелосипед или самокат, электровелосипед не самокат, "
        "electric bicycle or scooter",
        "motorbike": "мото, мотоцикл, мопед, скутер, moped, motorcycle, "
        "мопед не мотоцикл, мопед или мотоцикл, moped or motorbike",
        "car": "көлік, автокөлік, автомобиль, авто, машина, auto",
    }
)
