from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.law.deadlines import KZ, Calendar, Clock, Unit, due

ENGLAND = Calendar("GB", "ENG")
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def working(days):
    return Clock(days, Unit.WORKING_DAY)


def running(days, **given):
    return Clock(days, Unit.CALENDAR_DAY, **given)


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
    assert due(clock, date.fromisoformat(trigger), calendar) == date.fromisoformat(
        last_day
    )


def test_a_sending_deadline_is_not_rolled_forward():
    assert due(running(3), date(2026, 3, 19)) == date(2026, 3, 22)


@given(DAYS, st.integers(1, 30))
def test_a_working_period_ends_on_a_working_day_with_as_many_before_it(trigger, days):
    last = due(working(days), trigger)

    between = [trigger + timedelta(n) for n in range(1, (last - trigger).days + 1)]
    assert KZ.is_working_day(last)
    assert sum(map(KZ.is_working_day, between)) == days


def test_a_deadline_names_the_calendar_it_was_computed_by():
    assert KZ.edition.startswith("KZ, holidays 0.")
    assert ENGLAND.edition.startswith("GB-ENG, holidays 0.")
