"""Rules, periods and deadlines as sentences, in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime

from union.core import i18n
from union.core.i18n import gettext as _
from union.core.i18n import mark, ngettext
from union.law import names
from union.law.deadlines import Clock, Start, Step, Unit, What
from union.law.packs import Pack
from union.law.rules import AppBallot, Confidence, Kind, Rule, Verification

KINDS = {
    Kind.BALLOT: mark("Ballots"),
    Kind.DEADLINE: mark("Deadlines"),
    Kind.FORM: mark("Form"),
    Kind.ELIGIBILITY: mark("Who may"),
    Kind.RIGHT: mark("Rights"),
    Kind.PROHIBITION: mark("Prohibitions"),
    Kind.RISK: mark("Risks"),
}
CONFIDENCES = {
    Confidence.HIGH: mark("Confidence: high"),
    Confidence.MEDIUM: mark("Confidence: medium"),
    Confidence.LOW: mark("Confidence: low"),
}
VERIFICATIONS = {
    Verification.TEXT: mark("the words of the law were read, in a copy"),
    Verification.SECONDARY: mark("read in what others write about the law"),
    Verification.RECALLED: mark("from memory; nobody has read it"),
}
IN_APP = {
    AppBallot.USABLE: mark("A vote in an app can be enough, with sign-in by name."),
    AppBallot.INDICATIVE: mark("A vote in an app only shows what people want."),
    AppBallot.UNCONFIRMED: mark("Whether a vote in an app is enough is unconfirmed."),
}
UNCONFIRMED = mark("unconfirmed")


PERIODS: dict[Unit, Callable[[int], str]] = {
    Unit.WORKING_DAY: lambda n: ngettext(
        "%(num)d working day", "%(num)d working days", n
    ),
    Unit.CALENDAR_DAY: lambda n: ngettext(
        "%(num)d calendar day", "%(num)d calendar days", n
    ),
    Unit.WEEK: lambda n: ngettext("%(num)d week", "%(num)d weeks", n),
    Unit.MONTH: lambda n: ngettext("%(num)d month", "%(num)d months", n),
    Unit.YEAR: lambda n: ngettext("%(num)d year", "%(num)d years", n),
    Unit.HOUR: lambda n: ngettext("%(num)d hour", "%(num)d hours", n),
}


def period(clock: Clock) -> str:
    """«3 working days»; of none at all, that it is the day or the moment itself."""
    if not clock.n:
        is_hour = clock.unit is Unit.HOUR
        return _("the same moment") if is_hour else _("the same day")
    return PERIODS[clock.unit](clock.n) % {"num": clock.n}


def counting(clock: Clock) -> str:
    """How the period is counted, in a sentence."""
    if clock.unit is Unit.HOUR:
        return _hours(clock)
    if clock.is_before:
        return (
            _("Counted back; so many whole days lie between.")
            if clock.start is Start.NEXT_DAY
            else _("Counted back from the event, whose own day does not count.")
        )
    if clock.start is Start.SAME_DAY:
        return _("The day itself is counted.")
    return _("Counted from the next day on.")


def _hours(clock: Clock) -> str:
    if clock.is_before:
        return _(
            "Hours are counted back from the moment of the event, through nights and "
            "days of rest."
        )
    return _("Hours run on from the moment itself, through nights and days of rest.")


def rolling(clock: Clock) -> str:
    """What happens when the last day is no working day."""
    if clock.unit is Unit.HOUR:
        return _("Nothing puts off the hour at which they end.")
    if not clock.rolls:
        return _("A last day that is no working day stays the last day.")
    if clock.is_before:
        return _("A last day that is no working day moves to the working day before.")
    return _("A last day that is no working day moves to the next working day.")


def hour(moment: datetime) -> str:
    """The hour at which a period of hours ends, by the clocks it was counted by."""
    return _("%(moment)s (%(zone)s time)") % {
        "moment": f"{moment:%H:%M}",
        "zone": i18n.place_name(str(moment.tzinfo)),
    }


def event(rule: Rule) -> str:
    """What the period is counted from."""
    return names.named(names.TRIGGERS, rule.trigger)


def step(one: Step) -> str:
    """One day of a count: «2 of 3», «weekend», «Nauryz»."""
    off = names.day_off(one.off) if one.off else ""
    match one.what:
        case What.COUNTED:
            said = _("day %(number)s") % {"number": one.number}
            return f"{said} ({off})" if off else said
        case What.ENDS:
            said = _("the period ends")
            return f"{said} ({off})" if off else said
        case What.ROLLED:
            return _("put off to this day")
        case _:
            return _("not counted: %(reason)s") % {"reason": off}


def citation(rule: Rule) -> str:
    """The article, and the source with its day."""
    source = rule.citation.source
    said = f"{names.article(rule.citation.ref)}; {source.title}"
    return f"{said}, {i18n.day(source.on)}" if source.on else said


def sureness(rule: Rule, on: date) -> str:
    """«Confidence: medium; read in what others write about the law»."""
    said = [_(CONFIDENCES[rule.confidence]), _(VERIFICATIONS[rule.verification])]
    if rule.is_unconfirmed(on):
        said.append(_(UNCONFIRMED))
    return "; ".join(said)


def validity(rule: Rule) -> str:
    """From when until when the rule is in force, as far as we know."""
    first, last = rule.valid_from, rule.valid_to
    if first and last:
        return f"{i18n.day(first)} – {i18n.day(last)}"
    if first:
        return _("since %(day)s") % {"day": i18n.day(first)}
    if last:
        return _("until %(day)s") % {"day": i18n.day(last)}
    return _("no day is known")


def notice(pack: Pack) -> str:
    """That this is information and no advice, as the pack says it."""
    return str(pack.notice)


def review(pack: Pack, on: date) -> str:
    """The sentence of the banner when a pack was not looked at in time; else empty."""
    if not pack.is_past_review(on):
        return ""
    return _(
        "These rules were to be checked by %(day)s. Count them as unconfirmed."
    ) % {"day": i18n.day(pack.review_due)}
