"""A pack made of what was written, once nothing in it is wrong any more."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from union.law.calendars import Calendar, Moved
from union.law.deadlines import Clock, Direction, Start, Unit
from union.law.packs import Pack, Procedure, Step, Track
from union.law.rules import (
    AppBallot,
    BallotRule,
    Citation,
    Confidence,
    Kind,
    Reading,
    Rule,
    Source,
    Verification,
)
from union.law.schema import day
from union.law.texts import Texts
from union.law.thresholds import Denominator, Operator, Threshold

Tree = Mapping[str, Any]  # checked against the schema, which knows better than types


def pack(tree: Tree, bases: Iterable[Pack] = ()) -> Pack:
    """The pack, upon its bases: whatever has the same name replaces theirs."""
    bases = tuple(bases)
    review_due = day(tree["review_due"])
    sources = _laid(bases, "sources") | _each(tree, "sources", _source)
    rules = [_rule(each, sources, review_due) for each in tree["rules"]]
    return Pack(
        id=tree["id"],
        version=tree["version"],
        title=Texts.of(tree["title"]),
        status=tree["status"],
        reviewed_on=day(tree["reviewed_on"]),
        review_due=review_due,
        notice=_notice(tree, bases),
        zone=tree.get("timezone") or bases[-1].zone,
        calendar=_calendar(tree, bases),
        tracks=_laid(bases, "tracks") | _each(tree, "tracks", _track),
        sources=sources,
        rules=_upon(bases, rules),
        procedures=_laid(bases, "procedures") | _procedures(tree),
        templates=tuple(_together(bases, "templates", tree.get("templates", ()))),
        safety=tuple(_together(bases, "safety", map(Texts.of, tree.get("safety", ())))),
    )


def _laid(bases: Iterable[Pack], part: str) -> dict[str, Any]:
    """One part of all bases, a later one upon an earlier."""
    return {name: one for base in bases for name, one in getattr(base, part).items()}


def _together(bases: Iterable[Pack], part: str, own: Iterable[Any]) -> dict[Any, None]:
    """Each thing of a list once, in the order of the bases and then its own."""
    inherited = (one for base in bases for one in getattr(base, part))
    return dict.fromkeys((*inherited, *own))


def _upon(bases: Iterable[Pack], own: list[Rule]) -> tuple[Rule, ...]:
    """All rules: whoever says one anew says it with all its versions."""
    said: dict[str, list[Rule]] = {}
    for layer in (*(base.rules for base in bases), own):
        anew: dict[str, list[Rule]] = {}
        for rule in layer:
            anew.setdefault(rule.id, []).append(rule)
        said |= anew
    return tuple(rule for versions in said.values() for rule in versions)


def _each(tree: Tree, part: str, make: Any) -> dict[str, Any]:
    return {name: make(said) for name, said in tree.get(part, {}).items()}


def _notice(tree: Tree, bases: tuple[Pack, ...]) -> Texts:
    return Texts.of(tree["notice"]) if "notice" in tree else bases[-1].notice


def _calendar(tree: Tree, bases: tuple[Pack, ...]) -> Calendar:
    if "calendar" not in tree:
        return bases[-1].calendar
    said = tree["calendar"]
    is_known = said["provider"] == "pypi-holidays"
    bare = Calendar(
        said["country"] if is_known else None,
        said["subdivision"] if is_known else None,
        tuple(sorted(said["weekend"])),
    )
    changed = said["overrides"]
    days = [Moved(day(one), is_rest=True) for one in changed["add"]]
    return bare.with_moved(
        [*days, *(Moved(day(one), is_rest=False) for one in changed["remove"])]
    )


def _track(said: Tree) -> Track:
    return Track(Texts.of(said["title"]), said["when"], Texts.of(said["caution"]))


def _source(said: Tree) -> Source:
    return Source(said["title"], said["url"], _day(said["date"]), said["lang"])


def _day(written: str | None) -> date | None:
    return day(written) if written else None


def _rule(said: Tree, sources: Mapping[str, Source], review_due: date) -> Rule:
    clock = said.get("clock")
    return Rule(
        id=said["id"],
        kind=Kind(said["kind"]),
        tracks=tuple(said["tracks"]),
        text=Texts.of(said["text"]),
        citation=Citation(sources[said["citation"]["source"]], said["citation"]["ref"]),
        confidence=Confidence(said["confidence"]),
        verification=Verification(said["verification"]),
        review_due=_day(said.get("review_due")) or review_due,
        valid_from=_day(said.get("valid_from")),
        valid_to=_day(said.get("valid_to")),
        clock=_clock(clock) if clock else None,
        trigger=clock["from"] if clock else "",
        ballot=_ballot(said) if said["kind"] == Kind.BALLOT else None,
    )


def _clock(said: Tree) -> Clock:
    return Clock(
        said["n"],
        Unit(said["unit"]),
        rolls=said["roll"] != "none",
        start=Start(said["start"]),
        direction=Direction(said["direction"]),
    )


def _ballot(said: Tree) -> BallotRule:
    other = said.get("alternative")
    return BallotRule(
        decision=said["decision"],
        electorate=said["electorate"],
        safe=_reading(said),
        other=_reading(other) if other else None,
        why_other=Texts.of(other["why"]) if other else Texts(),
        secret=said["secret"],
        channels=tuple(said["channels"]),
        app=AppBallot(said["app_ballot_status"]),
    )


def _reading(said: Tree) -> Reading:
    return Reading(threshold(said["quorum"]), threshold(said["approval"]))


def threshold(said: Tree | None) -> Threshold | None:
    """A threshold as a pack writes it. Raises ValueError for one nobody could meet."""
    if said is None:
        return None
    return Threshold(
        Denominator(said["of"]), Fraction(said["fraction"]), Operator(said["op"])
    )


def _procedures(tree: Tree) -> dict[str, Procedure]:
    return {
        said["id"]: Procedure(
            said["id"],
            Texts.of(said["title"]),
            tuple(said["tracks"]),
            tuple(_step(each) for each in said["steps"]),
        )
        for said in tree.get("procedures", ())
    }


def _step(said: Tree) -> Step:
    return Step(
        id=said["id"],
        actor=said["actor"],
        deed=Texts.of(said["do"]),
        rule=said["rule"],
        template=said["template"],
        on_timeout=said["on_timeout"],
    )
