"""What packs and calendars call by a single word, in the words of the catalogues."""

import re

from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.law.calendars import ESTIMATED, DayOff, Rest

TRIGGERS = {
    "action_starts": mark("the action starts"),
    "answer_refused_or_overdue": mark("the answer was refused or is overdue"),
    "appeal_registered": mark("the appeal was registered"),
    "application_registered": mark("the application was registered"),
    "ballot_date": mark("the day of the ballot"),
    "ballot_opens": mark("the ballot opens"),
    "bargaining_notice_received": mark("the proposal of talks was received"),
    "conciliation_created": mark("the conciliation commission was created"),
    "conciliation_ended": mark("conciliation ended"),
    "demands_received": mark("the demands were received"),
    "first_period_ended": mark("the first period ended"),
    "first_working_day": mark("the first working day"),
    "last_evaluation": mark("the last evaluation"),
    "last_report": mark("the last report"),
    "meeting_held": mark("the meeting or vote was held"),
    "recognition_request_received": mark("the request for recognition was received"),
    "request_received": mark("the request was received"),
    "restriction_effective": mark("the restriction took effect"),
    "review_request_received": mark("the request for review was received"),
    "strike_start": mark("the strike begins"),
}
ELECTORATES = {
    "employees_of_employer": mark("all employees of the employer"),
    "members_entitled": mark("members entitled to vote"),
    "bargaining_unit": mark("the bargaining unit"),
    "delegates": mark("the delegates"),
    "constituency": mark("the constituency"),
}
DECISIONS = {
    "elect_representatives": mark("Election of representatives"),
    "adopt_demands": mark("Adoption of demands"),
    "strike": mark("Decision to strike"),
    "recognition_application": mark("Application for recognition"),
    "recognition": mark("Recognition"),
}
CHANNELS = {
    "in_person": mark("in person"),
    "remote_qualified_signature": mark("remotely, with a qualified e-signature"),
    "remote_identified": mark("remotely, identified"),
    "postal": mark("by post"),
    "scrutineer_electronic": mark("electronically, before a scrutineer"),
    "app": mark("in an app"),
}
SECRECIES = {
    "required": mark("must be secret"),
    "allowed": mark("may be secret"),
    "unspecified": mark("the law does not say"),
}
HOLIDAYS = {
    name: name
    for name in (
        mark("Boxing Day"),
        mark("Capital Day"),
        mark("Christmas Day"),
        mark("Constitution Day"),
        mark("Defender of the Fatherland Day"),
        mark("Easter Monday"),
        mark("Eid al-Adha"),
        mark("First President Day"),
        mark("Good Friday"),
        mark("Independence Day"),
        mark("International Women's Day"),
        mark("Kazakhstan's People Solidarity Holiday"),
        mark("Late Summer Bank Holiday"),
        mark("May Day"),
        mark("New Year's Day"),
        mark("Nowruz Holiday"),
        mark("Orthodox Christmas"),
        mark("Republic Day"),
        mark("Spring Bank Holiday"),
        mark("Victory Day"),
    )
}
ABBREVIATIONS = {
    "LC": mark("Labour Code"),
    "CC": mark("Criminal Code"),
    "APPC": mark("Administrative Procedures Code"),
    "Digital Code": mark("Digital Code"),
    "Law": mark("Law"),
    "art.": mark("article"),
    "arts": mark("articles"),
    "(recalled)": mark("(from memory)"),
}
_ABBREVIATED = re.compile(
    r"(?<!\w)(" + "|".join(map(re.escape, ABBREVIATIONS)) + r")(?!\w)"
)
_OBSERVED = " (observed)"
_SUBSTITUTED = "Day off (substituted"


def named(names: dict[str, str], word: str) -> str:
    """A word of a pack in the reader's language; one of an own pack as it is."""
    return _(names[word]) if word in names else word.replace("_", " ")


def article(ref: str) -> str:
    """«LC 164(1)» -> Labour Code 164(1), in the reader's language."""
    return _ABBREVIATED.sub(lambda found: _(ABBREVIATIONS[found[1]]), ref)


def day_off(off: DayOff) -> str:
    """Why a day is no working day: a weekend, a holiday by its name, a decree."""
    if off.why is Rest.WEEKEND:
        return _("weekend")
    if off.moved:
        parts = (str(off.moved.name), off.moved.decree)
        return ", ".join(filter(None, parts)) or _("day of rest by decree")
    return "; ".join(_holiday(name) for name in off.name.split("; "))


def _holiday(name: str) -> str:
    if name.startswith(_SUBSTITUTED):
        return _("day of rest by decree")
    for ending, words in (
        (_OBSERVED, mark("%(holiday)s (moved)")),
        (ESTIMATED, mark("%(holiday)s (day estimated)")),
    ):
        if name.endswith(ending):
            return _(words) % {"holiday": named(HOLIDAYS, name.removesuffix(ending))}
    return named(HOLIDAYS, name)
