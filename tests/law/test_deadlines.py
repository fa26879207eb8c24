from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union.law.calendars import Calendar, OutOfCalendar, Rest
from union.law.deadlines import Clock, Direction, Start, Unit, What, count, due
from union.law.spans import shifted

KZ = Calendar("KZ")
ENGLAND = Calendar("GB", "ENG")
WEEKENDS = Calendar()
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
SAME, BEFORE = {"start": Start.SAME_DAY}, {"direction": Direction.BEFORE}
BACK = SAME | BEFORE


def working(n, **given):
    return Clock(n, Unit.WORKING_DAY, **given)


def running(n, **given):
    return Clock(n, Unit.CALENDAR_DAY, **given)


def span(n, unit, **given):
    return Clock(n, Unit(unit), **given)


def on(written):
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("calendar", "trigger", "clock", "last_day"),
    [
        (KZ, "2026-03-18", working(3), "2026-03-26"),
        (KZ, "2026-03-19", running(3, rolls=True), "2026-03-26"),
        (KZ, "2026-04-29", working(7), "2026-05-13"),
        (KZ, "2026-10-20", working(10), "2026-11-04"),
        (KZ, "2026-12-14", working(5), "2026-12-22"),
        (ENGLAND, "2026-12-21", running(10), "2026-12-31"),
        (ENGLAND, "2026-12-17", working(10), "2027-01-05"),
        (ENGLAND, "2026-12-17", working(20), "2027-01-19"),
    ],
)
def test_a_period_ends_on_its_day(calendar, trigger, clock, last_day):
    assert due(clock, on(trigger), calendar) == on(last_day)


@pytest.mark.parametrize(
    ("trigger", "clock", "last_day"),
    [
        ("2026-11-16", running(0, **SAME), "2026-11-16"),  # on that very day
        ("2026-11-14", working(0, **SAME), "2026-11-14"),
        ("2026-11-16", running(0), "2026-11-16"),
        ("2026-11-16", running(1, **SAME), "2026-11-16"),  # it is the first
        ("2026-11-16", running(3, **SAME), "2026-11-18"),
        ("2026-11-13", working(2, **SAME), "2026-11-16"),
        ("2026-11-14", working(1, **SAME), "2026-11-16"),
        ("2026-11-14", running(0, rolls=True, **SAME), "2026-11-16"),
        ("2026-11-23", running(7, **BACK), "2026-11-16"),  # the 7th day before
        ("2026-11-23", running(7, **BEFORE), "2026-11-15"),  # seven clear days
        ("2026-11-23", working(5, **BACK), "2026-11-16"),
        ("2026-11-23", working(5, **BEFORE), "2026-11-13"),
        ("2026-11-23", running(8, rolls=True, **BACK), "2026-11-13"),  # never later
        ("2026-11-23", running(0, **BACK), "2026-11-23"),
        ("2026-11-16", span(2, "week"), "2026-11-30"),
        ("2026-11-16", span(2, "week", **SAME), "2026-11-29"),
        ("2026-11-16", span(2, "week", **BACK), "2026-11-02"),
        ("2026-11-16", span(2, "week", **BEFORE), "2026-11-01"),
        ("2026-01-31", span(1, "month"), "2026-02-28"),  # there is no 31st
        ("2026-01-31", span(1, "month", **SAME), "2026-02-28"),
        ("2026-01-31", span(1, "month", rolls=True), "2026-03-02"),
        ("2026-03-01", span(1, "month", **SAME), "2026-03-31"),
        ("2026-11-30", span(3, "month"), "2027-02-28"),
        ("2023-12-31", span(2, "month"), "2024-02-29"),
        ("2026-12-15", span(1, "month"), "2027-01-15"),
        ("2026-03-31", span(1, "month", **BACK), "2026-02-28"),
        ("2026-01-15", span(1, "month", **BACK), "2025-12-15"),
        ("2026-03-01", span(12, "month", **SAME), "2027-02-28"),
        ("2024-02-29", span(1, "year"), "2025-02-28"),
        ("2024-02-29", span(4, "year"), "2028-02-29"),
        ("2026-12-02", span(2, "year"), "2028-12-02"),
        ("2026-12-02", span(2, "year", **BACK), "2024-12-02"),
        ("2026-12-02", span(0, "month", **SAME), "2026-12-02"),
    ],
)
def test_each_word_of_a_clock_means_one_thing(trigger, clock, last_day):
    assert due(clock, on(trigger), WEEKENDS) == on(last_day)


@pytest.mark.parametrize(
    ("event", "clock", "last_day"),
    [
        ("2026-03-30", running(7, **BACK), "2026-03-23"),  # notice of a ballot
        ("2026-01-06", working(5, **BACK), "2025-12-26"),
    ],
)
def test_a_day_before_is_counted_back(event, clock, last_day):
    assert due(clock, on(event), KZ) == on(last_day)


def test_a_sending_deadline_is_shown_as_it_is_and_beside_it_what_could_be_argued():
    found = count(running(3), date(2026, 3, 19), KZ)

    assert (found.day, found.unrolled) == (date(2026, 3, 22), date(2026, 3, 22))
    assert found.latest == date(2026, 3, 26)
    assert [step.day.day for step in found.steps] == [20, 21, 22]


def test_a_deadline_that_is_put_off_says_from_where():
    found = count(running(3, rolls=True), date(2026, 3, 19), KZ)

    assert (found.unrolled, found.day) == (date(2026, 3, 22), date(2026, 3, 26))
    assert found.latest is None
    assert [step.what for step in found.steps[3:]] == [
        What.HOLIDAY,
        What.HOLIDAY,
        What.HOLIDAY,
        What.ROLLED,
    ]
    assert [step.day.day for step in found.steps] == [20, 21, 22, 23, 24, 25, 26]


def test_nothing_is_argued_where_the_last_day_is_a_working_day_or_counted_back():
    assert count(running(1), date(2026, 11, 16), KZ).latest is None
    assert count(running(1, **BACK), date(2026, 11, 16), KZ).latest is None


def test_each_step_says_whether_it_counted_and_why_not():
    found = count(working(2), date(2026, 3, 6), KZ)

    told = [(step.day.day, step.what, step.number) for step in found.steps]
    assert told == [
        (7, What.WEEKEND, None),
        (8, What.HOLIDAY, None),
        (9, What.HOLIDAY, None),
        (10, What.COUNTED, 1),
        (11, What.COUNTED, 2),
    ]
    assert found.steps[1].off.name == "International Women's Day"
    assert found.trigger == date(2026, 3, 6)
    assert found.clock == working(2)


def test_a_span_is_told_by_its_end():
    found = count(span(1, "month"), date(2026, 1, 31), KZ)

    (step,) = found.steps
    assert (step.day, step.what) == (date(2026, 2, 28), What.ENDS)
    assert step.off.why is Rest.WEEKEND
    assert found.latest == date(2026, 3, 2)


@given(DAYS, st.integers(1, 30))
@settings(max_examples=40)
def test_a_working_period_ends_on_a_working_day_with_as_many_before_it(trigger, days):
    last = due(working(days), trigger, KZ)

    between = [trigger + timedelta(n) for n in range(1, (last - trigger).days + 1)]
    assert KZ.day_off(last) is None
    assert [KZ.day_off(day) for day in between].count(None) == days


@given(DAYS, st.integers(0, 30), st.sampled_from(Unit), st.booleans())
@settings(max_examples=60)
def test_a_longer_period_never_ends_sooner(trigger, n, unit, rolls):
    if unit is Unit.HOUR:
        trigger = datetime(trigger.year, trigger.month, trigger.day, tzinfo=UTC)
    shorter, longer = (count(Clock(m, unit, rolls), trigger, KZ) for m in (n, n + 1))

    assert shorter.day <= longer.day
    assert shorter.unrolled <= shorter.day


@given(DAYS, st.integers(1, 24), st.sampled_from(["week", "month", "year"]))
@settings(max_examples=60)
def test_the_first_day_counted_shortens_a_span_by_a_day_at_most(day, n, unit):
    whole, from_itself = (due(span(n, unit, **s), day, WEEKENDS) for s in ({}, SAME))

    assert whole - from_itself in (timedelta(0), timedelta(1))


def test_hours_run_through_the_night_and_through_a_change_of_clocks():
    london = ZoneInfo("Europe/London")
    since = datetime(2026, 3, 28, 12, 0, tzinfo=london)

    found = count(span(24, "hour"), since, ENGLAND)

    assert found.moment == datetime(2026, 3, 29, 13, 0, tzinfo=london)
    assert found.day == found.unrolled == date(2026, 3, 29)
    assert (found.trigger, found.latest) == (since, None)
    assert [(step.what, step.off.why) for step in found.steps] == [
        (What.ENDS, Rest.WEEKEND)
    ]
    assert count(span(24, "hour", **BEFORE), since, ENGLAND).day == date(2026, 3, 27)


@pytest.mark.parametrize("since", [date(2026, 3, 28), datetime(2026, 3, 28, 12)])  # noqa: DTZ001
def test_hours_want_a_moment(since):
    with pytest.raises(
        OutOfCalendar, match=r"^hours are counted from a moment: say the"
    ):
        count(span(24, "hour"), since, KZ)


def test_a_moment_starts_a_period_of_days_on_its_day():
    at = datetime(2026, 3, 18, 23, 59, tzinfo=UTC)

    assert count(working(3), at, KZ).trigger == date(2026, 3, 18)
    assert due(working(3), at, KZ) == date(2026, 3, 26)


@pytest.mark.parametrize(
    ("clock", "trigger"),
    [
        (running(0), date(2100, 1, 1)),
        (running(0), date(1991, 12, 31)),
        (working(5), date(2099, 12, 30)),
        (running(1, **BACK), date(1992, 1, 1)),
        (span(1000, "year"), date(2026, 1, 1)),
        (span(1000, "year", **BACK), date(2026, 1, 1)),
        (span(1, "hour"), datetime(2099, 12, 31, 23, 30, tzinfo=UTC)),
        (span(0, "hour"), datetime(2100, 1, 1, tzinfo=UTC)),
    ],
)
def test_beyond_the_calendar_nothing_is_counted(clock, trigger):
    with pytest.raises(
        OutOfCalendar, match=r"^the calendar reaches from 1992 to 2099, not"
    ):
        count(clock, trigger, KZ)


def test_a_month_that_is_too_short_is_told():
    assert shifted(date(2026, 1, 31), "month", 1) == (date(2026, 2, 28), True)
    assert shifted(date(2026, 1, 28), "month", 1) == (date(2026, 2, 28), False)
    assert shifted(date(2026, 1, 31), "week", -1) == (date(2026, 1, 24), False)
    assert shifted(date(2026, 12, 31), "month", 12) == (date(2027, 12, 31), False)
