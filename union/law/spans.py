"""Weeks, months and years from a day, where months are not all of one length."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"month": 1, "year": 12}


def shifted(day: date, unit: str, n: int) -> tuple[date, bool]:
    """The day of the same name or number, n units away, and whether it was cut short.

    31 January and a month is 28 February, since there is no 31st.
    """
    if unit == "week":
        return day + timedelta(weeks=n), False
    years, month = divmod(day.month - 1 + n * MONTHS[unit], 12)
    last = monthrange(day.year + years, month + 1)[1]
    end = date(day.year + years, month + 1, min(day.day, last))
    return end, day.day > last
