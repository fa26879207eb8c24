"""Which days are working days, and by which edition that is known."""

from datetime import UTC, date, datetime

import pytest

from union.law.calendars import YEARS, Calendar, Moved, OutOfCalendar, Rest
from union.law.deadlines import Clock, Unit, count, due

KZ = Calendar("KZ")
ENGLAND = Calendar("GB", "ENG")
WEEKENDS = Calendar()


def working(n):
    return Clock(n, Unit.WORKING_DAY)


def running(n):
    return Clock(n, Unit.CALENDAR_DAY)


def span(n, unit):
    return Clock(n, Unit(unit))


def test_the_calendar_reaches_to_its_ends():
    assert (YEARS[0], YEARS[-1]) == (1992, 2099)
    assert due(running(30), date(2099, 12, 1), KZ) == date(2099, 12, 31)
    assert KZ.day_off(date(1992, 1, 1))


def test_a_deadline_names_the_calendar_it_was_computed_by():
    assert count(working(1), date(2026, 3, 18), KZ).edition == KZ.edition
    assert count(span(1, "hour"), datetime.now(UTC), KZ).edition == KZ.edition
    assert KZ.edition.startswith("KZ, holidays 0.")
    assert ENGLAND.edition.startswith("GB-ENG, holidays 0.")
    assert WEEKENDS.edition == "weekend 6 7"
    assert Calendar("KZ", weekend=(5,)).edition.endswith(", weekend 5")
    assert Calendar(weekend=()).edition == "weekend -"


def test_a_decree_gives_rest_and_takes_it_and_changes_the_edition():
    rest, work = date(2026, 3, 26), date(2026, 3, 28)
    moved = KZ.with_moved([Moved(work, is_rest=False), Moved(rest, is_rest=True)])

    assert due(working(3), date(2026, 3, 18), moved) == date(2026, 3, 27)
    assert due(working(2), date(2026, 3, 26), moved) == date(2026, 3, 28)
    assert moved.day_off(rest).moved == Moved(rest, is_rest=True)
    assert moved.day_off(rest).why is Rest.HOLIDAY
    assert moved.edition == f"{KZ.edition} + 90f43366"
    assert moved.with_moved([Moved(rest, is_rest=False)]).day_off(rest) is None
    assert moved.with_moved([Moved(rest, is_rest=False)]).edition != moved.edition


def test_an_estimated_holiday_on_the_way_is_told():
    assert count(working(3), date(2026, 5, 25), KZ).is_estimated
    assert not count(working(3), date(2026, 3, 18), KZ).is_estimated


def test_a_working_weekend_is_counted():
    assert KZ.day_off(date(2025, 1, 5)) is None
    assert KZ.day_off(date(2025, 1, 4)).why is Rest.WEEKEND


def test_a_weekend_is_what_the_pack_says():
    friday = Calendar(weekend=(5,))

    assert friday.day_off(date(2026, 11, 27))
    assert friday.day_off(date(2026, 11, 28)) is None


@pytest.mark.parametrize(
    ("country", "part", "place"), [("QQ", None, "QQ"), ("GB", "QQ", "GB-QQ")]
)
def test_a_calendar_that_is_none_is_refused(country, part, place):
    with pytest.raises(OutOfCalendar, match=f"^there is no calendar of {place}$"):
        Calendar(country, part)
