"""The rules of counting by the names people know them by; the words of a report."""

from union.core import i18n
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.counting.rules import RULES
from union.counts.models import State

WITH_NOTICE = ("yes-no", "industrial-action")
NAMES = {
    "plurality": mark("Most votes"),
    "approval": mark("Approval: mark everybody you agree with"),
    "irv": mark("Instant run-off, for one seat"),
    "scottish-stv": mark("Transferable vote, Scottish rules"),
    "wigm": mark("Transferable vote, weighted inclusive Gregory"),
    "wigm-minneapolis": mark("Transferable vote, Minneapolis rules"),
    "meek": mark("Transferable vote, Meek's method"),
    "ers97": mark("Transferable vote, ERS97 rules"),
    "schulze": mark("Schulze: everybody compared with everybody"),
    "yes-no": mark("Yes or no, with a quorum and a majority"),
    "score": mark("Scores, added up"),
    "majority-judgment": mark("Majority judgment, by grades"),
    "industrial-action": mark("Industrial action, Great Britain"),
}
STATES = {
    State.ASKED: mark("is being counted"),
    State.COUNTED: mark("counted"),
    State.TIED: mark("a lot must decide"),
    State.FAILED: mark("could not be counted"),
}
REASONS = {
    "equal_ranks": mark("Spoilt: several names share the first place"),
    "only_withdrawn": mark("Spoilt: only names that have withdrawn"),
}
FIRST = {
    "approval": mark("Names approved"),
    "score": mark("Sums of scores"),
}
ACTIONS = {
    "first_preferences": mark("First preferences"),
    "surplus": mark("Surplus passed on: %(names)s"),
    "exclusion": mark("Excluded: %(names)s"),
    "iteration": mark("Votes shared out anew"),
    "pairs": mark("First preferences, for comparison"),
}


def rules() -> list[tuple[str, str]]:
    """Every rule there is, to choose from."""
    return [(rule, rule_name(rule)) for rule in RULES]


def rule_name(rule: str) -> str:
    return _(NAMES[rule]) if rule in NAMES else rule


def state_of(state: State) -> str:
    return _(STATES[state])


def reason(key: str) -> str:
    """Why papers are not valid."""
    return _(REASONS[key]) if key in REASONS else key.replace("_", " ")


def action(rule: str, done: str, names: str) -> str:
    """What a stage did."""
    if done == "first_preferences" and rule in FIRST:
        return _(FIRST[rule])
    words = ACTIONS.get(done)
    return _(words) % {"names": names} if words else done


def figure(said: object, *, signed: bool = False) -> str:
    """A report's number as readers write it: 1914.00001 -> 1 914,00001."""
    text = str(said)
    whole, _point, rest = text.lstrip("-").partition(".")
    if signed and not text.strip("-0."):
        return "0"
    sign = "\N{MINUS SIGN}" if text.startswith("-") else "+" if signed else ""
    comma = "." if i18n.language.get() == "en" else ","
    shown = i18n.number(int(whole)) if whole.isdecimal() else whole
    return f"{sign}{shown}{comma if rest else ''}{rest}"
