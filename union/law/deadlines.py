"""By which day something is due, counted as law counts, with every step of the way.

Decision 93 says what each word of a clock means. In short: a period *after* a day
begins the day after it, or with it (`same_day`); a day *before* an event is counted
back from it, and `next_day` there leaves so many clear days between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from union.law.calendars import Calendar, DayOff, OutOfCalendar
from union.law.spans import shifted

ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"


class Start(StrEnum):
    """Whether the day itself counts."""

    NEXT_DAY = "next_day"
    SAME_DAY = "same_day"


class Direction(StrEnum):
    """Whether something is to happen within a time after, or before."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True)
class Clock:
    """So many units; `rolls` on to a working day if the last one is none."""

    n: int
    unit: Unit
    rolls: bool = False
    start: Start = Start.NEXT_DAY
    direction: Direction = Direction.AFTER

    @property
    def is_before(self) -> bool:
        return self.direction is Direction.BEFORE

    @property
    def step(self) -> timedelta:
        """One day on, the way the clock runs."""
        return -ONE_DAY if self.is_before else ONE_DAY


class What(StrEnum):
    """What a step of the count was."""

    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    ENDS = "ends"  # weeks, months and years are not told day by day
    ROLLED = "rolled"


@dataclass(frozen=True)
class Step:
    """One day of the way: which it was of how many, or why it did not count."""

    day: date
    what: What
    number: int | None = None
    off: DayOff | None = None


@dataclass(frozen=True)
class Deadline:
    """The day, how it was come to, and by which calendar."""

    clock: Clock
    trigger: date
    unrolled: date  # the last day of the period itself
    day: date
    steps: tuple[Step, ...]
    edition: str
    latest: date | None = None  # by which to act could be argued, and nothing more
    moment: datetime | None = None  # the end of a period in hours

    @property
    def since(self) -> date:
        """The day of what started it, also where that was a moment."""
        return day_of(self.trigger)

    @property
    def is_estimated(self) -> bool:
        """Whether a day on the way is known only by an estimate."""
        return any(step.off and step.off.is_estimated for step in self.steps)


def count(clock: Clock, trigger: date, calendar: Calendar) -> Deadline:
    """Count a period from a day, or in hours from a moment, step by step.

    Raises OutOfCalendar where no calendar reaches.
    """
    if clock.unit is Unit.HOUR:
        return _hours(clock, trigger, calendar)
    day = day_of(trigger)
    calendar.day_off(day)  # so that a day beyond all calendars is refused at once
    steps = list(_steps(clock, day, calendar))
    ends = steps[-1].day if steps else day
    onward = list(_onward(clock, ends, calendar))
    last = onward[-1].day if onward else ends
    return Deadline(
        clock,
        trigger=day,
        unrolled=ends,
        day=last if clock.rolls else ends,
        steps=tuple(steps + onward if clock.rolls else steps),
        edition=calendar.edition,
        latest=last if onward and not (clock.rolls or clock.is_before) else None,
    )


def due(clock: Clock, trigger: date, calendar: Calendar) -> date:
    """The last day of a period that something on the trigger day has started."""
    return count(clock, trigger, calendar).day


def day_of(trigger: date) -> date:
    """The day on which something happened, by the clocks it is told by."""
    return trigger.date() if isinstance(trigger, datetime) else trigger


def _steps(clock: Clock, day: date, calendar: Calendar) -> Iterator[Step]:
    if clock.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        yield from _days(clock, day, calendar)
    else:
        end = _end_of_span(clock, day)
        yield Step(end, What.ENDS, off=calendar.day_off(end))


def _days(clock: Clock, day: date, calendar: Calendar) -> Iterator[Step]:
    """Each day from the first to the last that is counted."""
    is_counted_itself = clock.start is Start.SAME_DAY and not clock.is_before
    if is_counted_itself:
        day -= ONE_DAY
    number, last = 0, clock.n + (clock.is_before and clock.start is Start.NEXT_DAY)
    while number < last:
        day += clock.step
        off = calendar.day_off(day)
        if off and clock.unit is Unit.WORKING_DAY:
            yield Step(day, What(off.why.value), off=off)
        else:
            number += 1
            yield Step(day, What.COUNTED, number, off)


def _end_of_span(clock: Clock, day: date) -> date:
    """The last day of weeks, months or years: the day of the same name and number.

    A month that is too short ends on its last day.
    """
    end, is_cut_short = shifted(
        day, clock.unit.value, -clock.n if clock.is_before else clock.n
    )
    if clock.is_before:
        return end - ONE_DAY if clock.start is Start.NEXT_DAY else end
    if clock.start is Start.SAME_DAY and clock.n and not is_cut_short:
        return end - ONE_DAY
    return end


def _onward(clock: Clock, day: date, calendar: Calendar) -> Iterator[Step]:
    """From a day that is no working day on to one, the way the clock runs."""
    off = calendar.day_off(day)
    while off:
        day += clock.step
        off = calendar.day_off(day)
        yield Step(day, What(off.why.value) if off else What.ROLLED, off=off)


def _hours(clock: Clock, trigger: date, calendar: Calendar) -> Deadline:
    """Hours run through nights and holidays, and nothing puts them off."""
    if not isinstance(trigger, datetime) or trigger.tzinfo is None:
        raise OutOfCalendar("hours are counted from a moment: say the hour, too")
    calendar.day_off(trigger.date())
    hours = timedelta(hours=-clock.n if clock.is_before else clock.n)
    moment = (trigger.astimezone(UTC) + hours).astimezone(trigger.tzinfo)
    end = moment.date()
    step = Step(end, What.ENDS, off=calendar.day_off(end))
    return Deadline(clock, trigger, end, end, (step,), calendar.edition, moment=moment)
