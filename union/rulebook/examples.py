"""A rule tried out on numbers and days that a reader types into the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from union.core.i18n import gettext as _
from union.law.calendars import OutOfCalendar
from union.law.deadlines import Deadline, Unit, count, day_of
from union.law.packs import Pack
from union.law.readings import Turnout
from union.law.rules import Rule
from union.law.schema import day
from union.rulebook.queries import rule_for

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


@dataclass(frozen=True)
class Tried:
    """A deadline from what was typed, or why there is none; and by which wording."""

    rule: Rule
    deadline: Deadline | None = None
    problem: str = ""


def deadline(pack: Pack, rule: Rule, since: str) -> Tried:
    """Count from what was typed, by the rule as it was in force on that day."""
    if rule.clock is None or not since:
        return Tried(rule)
    try:
        trigger = _moment(pack, since) if _has_an_hour(since) else day(since)
        then = rule_for(pack, rule.id, day_of(trigger))
        return _tried(pack, then, trigger)
    except OutOfCalendar:
        problem = _("No calendar reaches so far. Choose a nearer day.")
    except (ValueError, OverflowError):
        problem = _("Write a date that exists.")
    return Tried(rule, problem=problem)


def _tried(pack: Pack, rule: Rule, trigger: date) -> Tried:
    if rule.clock is None:
        return Tried(rule)
    is_moment, is_in_hours = isinstance(trigger, datetime), rule.clock.unit is Unit.HOUR
    if is_in_hours and not is_moment:
        problem = _("Write the time, too: hours are counted from a moment.")
        return Tried(rule, problem=problem)
    if is_moment and not is_in_hours:
        return Tried(rule, problem=_("Write a date that exists."))
    return Tried(rule, count(rule.clock, trigger, pack.calendar))


def _has_an_hour(since: str) -> bool:
    return len(since) > len("2026-11-23")


def _moment(pack: Pack, since: str) -> date:
    return pack.moment(datetime.fromisoformat(since))
