"""How results, rules and secrecy are said, on pages and papers alike."""

from dataclasses import replace
from datetime import date

from union.ballots.models import Ballot, Secrecy
from union.ballots.models.ballot import Kind
from union.ballots.result import DECISIONS, REASONS, Decision, Reading, Result
from union.core import i18n
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.law import asked, house
from union.law.asked import ADOPTION, Pairs
from union.law.rules import Rule
from union.law.thresholds import (
    COLOURS,
    OUTCOMES,
    Denominator,
    Threshold,
    with_count,
)

WHO_SEES = {
    Secrecy.NAMED: mark(
        "Everyone on the roll sees your name and your answer once the ballot has "
        "closed. Nobody else does."
    ),
    Secrecy.CONFIDENTIAL: mark(
        "The roll shows that you voted, never what. Your answer lies in a sealed "
        "envelope until closing; then the papers are shuffled and kept without names "
        "or times."
    ),
}
ON_PAPER = {
    Secrecy.NAMED: mark(
        "Each name was kept with its answer, and those on the roll can read both."
    ),
    Secrecy.CONFIDENTIAL: mark(
        "The roll shows who voted, never what. Answers lay in sealed envelopes until "
        "closing; then the papers were shuffled and kept without names or times."
    ),
}
OPERATOR = mark("Not secret from the operator of this server.")
UNANIMITY = mark(
    "If fewer than ten vote, or all alike, only “adopted” or “not adopted” is "
    "published. A unanimous vote still shows how each voted."
)
_E_DOCUMENTS = "EDS"  # as Kazakhstan's pack calls its source
_ON_ROLL = "members_entitled"  # as packs call an electorate that is the roll
_INDICATIVE = mark(
    "A vote in an app shows the members' will. It is wise to ask a lawyer whether that "
    "is enough in law."
)
_INDICATIVE_BY_LAW = mark(
    "In Kazakhstan a vote in an app without a qualified e-signature is indicative: it "
    "shows the members' will, and may not be enough in law."
)
_DECISIONS_BY_LAW = {  # as packs call them
    Kind.RATIFICATION: ADOPTION,
    Kind.OFFICERS: "elect_representatives",
    Kind.ACTION: "strike",
}


def indicative() -> str:
    """How far a vote in an app goes in law, by the law of this house."""
    by_law = house.the_pack().has_read(_E_DOCUMENTS)
    return _(_INDICATIVE_BY_LAW if by_law else _INDICATIVE)


def law_of(ballot: Ballot) -> Rule | None:
    """What this house's law asks of such a ballot, if it asks anything."""
    decision = _DECISIONS_BY_LAW.get(ballot.kind)
    return asked.ballot(decision, last_day(ballot)) if decision else None


def grounds(ballot: Ballot) -> Pairs:
    """On what article a quorum by law rests, and how sure we are of it."""
    rule = law_of(ballot)
    return asked.rests_on(rule, last_day(ballot)) if rule else ()


def last_day(ballot: Ballot) -> date:
    """The day on which voting ended, or will, where the union lives."""
    return ballot.ended_at.astimezone(i18n.zone.get()).date()


def who_sees(ballot: Ballot) -> str:
    """Who can learn how a member votes, said to that member."""
    return _labelled(_(WHO_SEES[ballot.secrecy]), ballot)


def secrecy_on_paper(ballot: Ballot) -> str:
    """Who could learn how members voted, said to a stranger."""
    return _labelled(_(ON_PAPER[ballot.secrecy]), ballot)


def _labelled(words: str, ballot: Ballot) -> str:
    return f"{words} {_(OPERATOR)}" if ballot.is_confidential else words


def rule_of(ballot: Ballot, name: str) -> str:
    """One of the four thresholds in words, with the count where it is known."""
    threshold = ballot.threshold(name)
    if threshold is None:
        return _("none")
    wholes = {"members": ballot.roll_size, "electorate": ballot.workforce}
    return with_count(threshold, wholes.get(threshold.of.value))


def reading(found: Reading) -> str:
    """«2/3 of the roll, that is 827: met»."""
    return _("%(rule)s: %(outcome)s") % {
        "rule": with_count(found.threshold, found.whole),
        "outcome": _(OUTCOMES[found.outcome]),
    }


def headline(result: Result) -> str:
    """The decision in a line; of a ballot that asked which, the answer that won."""
    if result.ballot.is_single_choice and result.decision is Decision.ADOPTED:
        return _("Chosen: %(answer)s") % {"answer": result.leaders[0].words}
    return _(DECISIONS[result.decision])


def why(result: Result) -> str:
    """The reason, unless it would tell how somebody voted."""
    if result.reason is None or result.is_coarse:
        return ""
    return _(REASONS[result.reason])


def level(result: Result) -> str:
    """The answers that share the first place, where more than one does."""
    if not result.ballot.is_single_choice or result.is_coarse:
        return ""
    names = [f"«{each.words}»" for each in result.leaders]
    return ", ".join(names) if len(names) > 1 else ""


def by_alternative(result: Result) -> str:
    """What the other reading of the law would decide, where the ballot names one."""
    if result.by_alternative is None or result.is_coarse:
        return ""
    return _(DECISIONS[result.by_alternative])


def readings(result: Result) -> list[tuple[str, str]]:
    """Each rule beside what the count says to it, unless that would tell a vote."""
    return [(name, reading(each)) for name, each in _readings(result)]


def findings(result: Result) -> list[tuple[str, str, str, str]]:
    """Each rule once: its name, itself, what the count says to it, and its colour."""
    told: dict[str, tuple[str, str, str, str]] = {}
    for name, each in _readings(result):
        rule = with_count(each.threshold, each.whole)
        outcome = _(OUTCOMES[each.outcome])
        told.setdefault(rule, (name, rule, outcome, COLOURS[each.outcome]))
    return list(told.values())


def _readings(result: Result) -> list[tuple[str, Reading]]:
    if result.is_coarse:
        return []
    found = [
        (_("Quorum"), result.quorum),
        (_("Majority"), result.majority),
        (_("Alternative quorum"), result.alternative_quorum),
        (_("Alternative majority"), result.alternative_majority),
        *_quorums_by_law(result),
    ]
    return [(name, each) for name, each in found if each]


def _quorums_by_law(result: Result) -> list[tuple[str, Reading | None]]:
    """Both readings of the law, of those whom this law counts."""
    rule = law_of(result.ballot)
    if rule is None or rule.ballot is None:
        return []
    safe, other = rule.ballot.safe, rule.ballot.other
    told = [(_("Quorum by law"), safe), (_("Alternative quorum by law"), other)]
    is_of_roll = rule.ballot.electorate == _ON_ROLL
    return [
        (name, result.quorum_of(_of_roll(each.quorum) if is_of_roll else each.quorum))
        for name, each in told
        if each
    ]


def _of_roll(quorum: Threshold | None) -> Threshold | None:
    """The same share of those who could vote here: this law counts nobody else."""
    return quorum and replace(quorum, of=Denominator.MEMBERS)


def workforce(ballot: Ballot) -> str:
    """How many do this work here, by whose word and when; or that nobody knows."""
    if ballot.workforce is None or ballot.workforce_on is None:
        return _("unknown")
    return _("%(count)s, by %(source)s on %(day)s") % {
        "count": i18n.number(ballot.workforce),
        "source": ballot.workforce_source,
        "day": i18n.day(ballot.workforce_on),
    }
