"""A rule tried out on numbers and days that a reader types into the address."""

from collections.abc import Mapping
from datetime import date, datetime

from union.core.i18n import gettext as _
from union.law.calendars import OutOfCalendar
from union.law.deadlines import Deadline, Unit, count
from union.law.packs import Pack
from union.law.readings import Turnout
from union.law.rules import Rule

EXAMPLE = {"electorate": "1240", "yes": "500", "no": "300", "abstained": "30"}
MOST_DIGITS = 8
Typed = Mapping[str, str]


def turnout(typed: Typed) -> tuple[dict[str, str], Turnout]:
    """What was typed, or an example; and the turnout that it means.

    An empty electorate is one that nobody knows.
    """
    is_typed = any(name in typed for name in EXAMPLE)
    given = {name: typed.get(name, "").strip() for name in EXAMPLE}
    shown = given if is_typed else EXAMPLE
    numbers = {name: number(words) for name, words in shown.items()}
    return shown, Turnout(
        electorate=numbers["electorate"],
        yes=numbers["yes"] or 0,
        no=numbers["no"] or 0,
        abstained=numbers["abstained"] or 0,
    )


def faulty(shown: Typed) -> list[str]:
    """The names of the fields in which something is written, and no count."""
    return [name for name, said in shown.items() if said and number(said) is None]


def number(words: str) -> int | None:
    """A count that somebody typed; nonsense is none."""
    is_count = words.isascii() and words.isdecimal() and len(words) <= MOST_DIGITS
    return int(words) if is_count else None


def deadline(pack: Pack, rule: Rule, since: str) -> tuple[Deadline | None, str]:
    """The deadline from what was typed, or a sentence that says why there is none."""
    if rule.clock is None or not since:
        return None, ""
    is_in_hours = rule.clock.unit is Unit.HOUR
    if is_in_hours and _is_a_day(since):
        return None, _("Write the time, too: hours are counted from a moment.")
    try:
        trigger = _moment(pack, since) if is_in_hours else date.fromisoformat(since)
        return count(rule.clock, trigger, pack.calendar), ""
    except OutOfCalendar:
        return None, _("No calendar reaches so far. Choose a nearer day.")
    except (ValueError, OverflowError):
        return None, _("Write a date that exists.")


def _is_a_day(since: str) -> bool:
    try:
        return bool(date.fromisoformat(since))
    except ValueError:
        return False


def _moment(pack: Pack, since: str) -> date:
    return pack.moment(datetime.fromisoformat(since))
