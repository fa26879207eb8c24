"""Which days are working days, by whose calendar, and by which edition of it.

Holidays are those of the `holidays` package. Decrees that move days of rest come late,
so days can be added and taken away; the edition of a calendar tells both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version

import holidays

from union.law.texts import Texts

YEARS = range(1992, 2100)  # what the package knows of Kazakhstan
SATURDAY_AND_SUNDAY = (6, 7)
ESTIMATED = " (estimated)"
NOWHERE_NAMED = Texts()


class OutOfCalendar(ValueError):
    """No calendar reaches so far."""


class Rest(StrEnum):
    """Why nobody has to work on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Moved:
    """A day that a decree made a day of rest, or took rest from."""

    day: date
    is_rest: bool
    name: Texts = NOWHERE_NAMED
    decree: str = ""


@dataclass(frozen=True)
class DayOff:
    """A day that is no working day, and why."""

    why: Rest
    name: str = ""  # in English, as the catalogues know it
    moved: Moved | None = None

    @property
    def is_estimated(self) -> bool:
        """Whether only the moon will tell."""
        return self.name.endswith(ESTIMATED)


@dataclass(frozen=True)
class Calendar:
    """Whose days of rest count. Without a country, weekends alone do."""

    country: str | None = None
    part: str | None = None
    weekend: tuple[int, ...] = SATURDAY_AND_SUNDAY
    moved: tuple[Moved, ...] = ()

    def __post_init__(self) -> None:
        if self.country:
            _known_days(self.country, self.part, YEARS.start)

    def with_moved(self, days: Iterable[Moved]) -> "Calendar":
        """The same calendar with more days moved; of one day the later word counts."""
        by_day = {each.day: each for each in (*self.moved, *days)}
        return replace(self, moved=tuple(by_day[day] for day in sorted(by_day)))

    @property
    def place(self) -> str:
        return "-".join(filter(None, (self.country, self.part)))

    @property
    def edition(self) -> str:
        """By what a day was computed: «KZ, holidays 0.109 + 1a2b3c4d»."""
        parts = [self.place, f"holidays {version('holidays')}"] if self.country else []
        if self.weekend != SATURDAY_AND_SUNDAY or not parts:
            parts.append(f"weekend {' '.join(map(str, self.weekend)) or '-'}")
        said = ", ".join(parts)
        return f"{said} + {self._digest}" if self.moved else said

    @property
    def _digest(self) -> str:
        """What tells one set of moved days from another."""
        signs = (f"{each.day:%Y-%m-%d}{'-+'[each.is_rest]}" for each in self.moved)
        return sha256(" ".join(signs).encode()).hexdigest()[:8]

    def day_off(self, day: date) -> DayOff | None:
        """Why a day is no working day; None if it is one."""
        if day.year not in YEARS:
            raise OutOfCalendar(
                f"the calendar reaches from {YEARS[0]} to {YEARS[-1]}, not {day.year}"
            )
        if moved := next((each for each in self.moved if each.day == day), None):
            return DayOff(Rest.HOLIDAY, moved=moved) if moved.is_rest else None
        return self._by_custom(day)

    def _by_custom(self, day: date) -> DayOff | None:
        named, worked = _known_days(self.country, self.part, day.year)
        if day in named:
            return DayOff(Rest.HOLIDAY, named[day])
        is_weekend = day.isoweekday() in self.weekend and day not in worked
        return DayOff(Rest.WEEKEND) if is_weekend else None


def why_unknown(country: str | None, part: str | None = None) -> str:
    """What is wrong with a place that has no calendar; nothing if it has one."""
    try:
        Calendar(country, part)
    except OutOfCalendar as error:
        return f"{error}; expected one that the holidays package knows"
    return ""


@lru_cache(maxsize=512)
def _known_days(
    country: str | None, part: str | None, year: int
) -> tuple[Mapping[date, str], frozenset[date]]:
    """The named days of rest of a year, and the weekend days on which people work."""
    if country is None:
        return {}, frozenset()
    try:
        found = holidays.country_holidays(
            country, subdiv=part, years=year, language="en_US"
        )
    except NotImplementedError as error:
        place = "-".join(filter(None, (country, part)))
        raise OutOfCalendar(f"there is no calendar of {place}") from error
    return dict(found.items()), frozenset(found.weekend_workdays)
