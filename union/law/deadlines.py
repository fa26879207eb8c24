"""By which day something is due, counted as the law of a country counts.

A period begins the day after what starts it. The calendar of public holidays is that of
the `holidays` package; decrees that move days of rest come late, so every deadline is
shown with the version it was computed by.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.metadata import version

import holidays


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


@dataclass(frozen=True)
class Clock:
    """So many days; `rolls` to the next working day if the last one is none."""

    days: int
    unit: Unit
    rolls: bool = False


@dataclass(frozen=True)
class Calendar:
    """Whose holidays count, by the names of the `holidays` package."""

    country: str
    part: str | None = None

    @property
    def edition(self) -> str:
        """By what a deadline was computed: KZ, holidays 0.109."""
        place = "-".join(filter(None, (self.country, self.part)))
        return f"{place}, holidays {version('holidays')}"

    def is_working_day(self, day: date) -> bool:
        return bool(_days_of_rest(self).is_working_day(day))


KZ = Calendar("KZ")
ANSWER_TO_DEMANDS = Clock(3, Unit.WORKING_DAY)  # Labour Code, art. 163(2)
SERVICE_OF_DEMANDS = Clock(3, Unit.CALENDAR_DAY)  # art. 164(3); never rolled forward


def due(clock: Clock, trigger: date, calendar: Calendar = KZ) -> date:
    """The last day of a period that something on the trigger day has started."""
    day, left = trigger, clock.days
    while left:
        day += timedelta(days=1)
        left -= clock.unit is Unit.CALENDAR_DAY or calendar.is_working_day(day)
    while clock.rolls and not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _days_of_rest(calendar: Calendar) -> holidays.HolidayBase:
    return holidays.country_holidays(calendar.country, subdiv=calendar.part)
