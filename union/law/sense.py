"""Whether what a pack says makes sense: what no schema can see, line by line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from union.law.building import threshold
from union.law.calendars import YEARS, why_unknown
from union.law.faults import Fault
from union.law.packs import Pack
from union.law.said import texts_in
from union.law.schema import day, shown
from union.law.written import Path, Written

Tree = Mapping[str, Any]
HALVES = (
    ("quorum",),
    ("approval",),
    ("alternative", "quorum"),
    ("alternative", "approval"),
)


@dataclass(frozen=True)
class Known:
    """The names that a pack may speak of: its own, and those of its bases."""

    sources: frozenset[str]
    tracks: frozenset[str]
    rules: frozenset[str]
    templates: frozenset[str]

    @classmethod
    def to(cls, tree: Tree, bases: Iterable[Pack]) -> "Known":
        bases = tuple(bases)
        rules = [rule.id for base in bases for rule in base.rules]
        return cls(
            _names(tree, bases, "sources"),
            _names(tree, bases, "tracks"),
            frozenset([*rules, *(rule["id"] for rule in tree["rules"])]),
            _names(tree, bases, "templates"),
        )


def _names(tree: Tree, bases: Iterable[Pack], part: str) -> frozenset[str]:
    inherited = (name for base in bases for name in getattr(base, part))
    return frozenset([*inherited, *tree.get(part, ())])


def faults_of_sense(written: Written, tree: Tree, known: Known) -> Iterator[Fault]:
    """What is wrong with a pack whose shape is right."""
    yield from _head(written, tree)
    yield from _silence(written, tree)
    yield from _calendar(written, tree)
    yield from _versions(written, tree["rules"])
    for number, rule in enumerate(tree["rules"]):
        yield from _rule(written, ("pack", "rules", number), rule, known)
    yield from _twice(written, ("pack", "procedures"), tree.get("procedures", ()))
    for number, procedure in enumerate(tree.get("procedures", ())):
        place: Path = ("pack", "procedures", number)
        yield from _procedure(written, place, procedure, known)


def _head(written: Written, tree: Tree) -> Iterator[Fault]:
    if day(tree["review_due"]) < day(tree["reviewed_on"]):
        says = "the review is due before the last one; expected a later day"
        yield written.fault(("pack", "review_due"), says)
    if "timezone" in tree and not _is_zone(tree["timezone"]):
        says = f"{shown(tree['timezone'])}; expected a time zone, such as Asia/Almaty"
        yield written.fault(("pack", "timezone"), says)


def _silence(written: Written, tree: Tree) -> Iterator[Fault]:
    """Texts in which nobody says anything. Only a track may go without its caution."""
    for place, text in texts_in(dict(tree), ("pack",)):
        if not text and place[-1] != "caution":
            what = "a notice" if place[-1] == "notice" else "a text"
            says = f"no words; expected {what} in one language at least"
            yield written.fault(place, says)


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _calendar(written: Written, tree: Tree) -> Iterator[Fault]:
    if "calendar" not in tree:
        return
    said, place = tree["calendar"], ("pack", "calendar")
    for name, part in (("country", None), ("subdivision", said["subdivision"])):
        if says := why_unknown(said["country"], part):
            yield written.fault((*place, name), says)
            break
    if said["subdivision"] and not said["country"]:
        says = f"{shown(said['subdivision'])} of no country; expected null"
        yield written.fault((*place, "subdivision"), says)
    yield from _moved(written, (*place, "overrides"), said["overrides"])


def _moved(written: Written, place: Path, days: Tree) -> Iterator[Fault]:
    for name in ("add", "remove"):
        for number, one in enumerate(days[name]):
            if day(one).year not in YEARS:
                says = f"{shown(one)}; expected a day of {YEARS[0]} to {YEARS[-1]}"
                yield written.fault((*place, name, number), says)
    for number, one in enumerate(days["remove"]):
        if one in days["add"]:
            says = f"{shown(one)} is added, too; expected it in one of the two lists"
            yield written.fault((*place, "remove", number), says)


def _versions(written: Written, rules: Sequence[Tree]) -> Iterator[Fault]:
    """A rule may be said anew from a day on; never twice for one day."""
    before: dict[str, list[tuple[int, date, date]]] = {}
    for number, rule in enumerate(rules):
        place: Path = ("pack", "rules", number)
        first, last = _validity(rule)
        if last < first:
            says = f"ends before it begins ({first}); expected a later day"
            yield written.fault((*place, "valid_to"), says)
            continue
        for other, begins, ends in before.setdefault(rule["id"], []):
            if first <= ends and begins <= last:
                line = written.line(("pack", "rules", other))
                yield written.fault(
                    (*place, "id"), _collision(rule, rules[other], line)
                )
        before[rule["id"]].append((number, first, last))


def _validity(rule: Tree) -> tuple[date, date]:
    first, last = rule.get("valid_from"), rule.get("valid_to")
    return day(first) if first else date.min, day(last) if last else date.max


def _collision(rule: Tree, other: Tree, line: int) -> str:
    dated = [
        one.get(name) for one in (rule, other) for name in ("valid_from", "valid_to")
    ]
    name = f"«{rule['id']}»"
    if not any(dated):
        return f"{name} is the id of the rule on line {line}, too; expected another"
    return (
        f"{name} overlaps with its version on line {line}; expected valid_from "
        "and valid_to that leave no day to both"
    )


def _rule(written: Written, place: Path, rule: Tree, known: Known) -> Iterator[Fault]:
    source = rule["citation"]["source"]
    if source not in known.sources:
        says = f"there is no source {shown(source)}; expected one of the pack's sources"
        yield written.fault((*place, "citation", "source"), says)
    yield from _tracks(written, place, rule, known)
    yield from _fractions(written, place, rule)
    if rule["kind"] == "ballot":
        yield from _readings(written, place, rule)
    clock = rule.get("clock")
    if clock and clock["unit"] == "hour" and clock["roll"] != "none":
        says = "hours are not put off; expected none"
        yield written.fault((*place, "clock", "roll"), says)


def _tracks(written: Written, place: Path, one: Tree, known: Known) -> Iterator[Fault]:
    for number, track in enumerate(one["tracks"]):
        if track not in known.tracks:
            says = (
                f"there is no track {shown(track)}; expected one of the pack's tracks"
            )
            yield written.fault((*place, "tracks", number), says)


def _fractions(written: Written, place: Path, rule: Tree) -> Iterator[Fault]:
    for half in HALVES:
        try:
            threshold(_at(rule, half))
        except (ValueError, ZeroDivisionError):
            fraction = shown(_at(rule, half)["fraction"])
            says = (
                f"{fraction}; expected more than nothing, and what somebody can reach"
            )
            yield written.fault((*place, *half, "fraction"), says)


def _readings(written: Written, place: Path, rule: Tree) -> Iterator[Fault]:
    for reading, name in ((rule, "approval"), (rule.get("alternative"), "alternative")):
        if reading and not (reading["quorum"] or reading["approval"]):
            says = "neither quorum nor approval; expected one of them"
            yield written.fault((*place, name), says)


def _at(rule: Tree, half: Iterable[str]) -> Any:
    found: Any = rule
    for name in half:
        found = (found or {}).get(name)
    return found


def _procedure(
    written: Written, place: Path, procedure: Tree, known: Known
) -> Iterator[Fault]:
    steps = procedure["steps"]
    yield from _tracks(written, place, procedure, known)
    yield from _twice(written, (*place, "steps"), steps)
    names = {
        "rule": known.rules,
        "template": known.templates,
        "on_timeout": frozenset(step["id"] for step in steps),
    }
    for number, step in enumerate(steps):
        for name, there_are in names.items():
            if step[name] is not None and step[name] not in there_are:
                says = f"{shown(step[name])} is nowhere; expected {EXPECTED[name]}"
                yield written.fault((*place, "steps", number, name), says)


EXPECTED = {
    "rule": "the id of a rule of this pack or of one it extends",
    "template": "one of the pack's templates",
    "on_timeout": "the id of a step of this procedure",
}


def _twice(written: Written, place: Path, things: Sequence[Tree]) -> Iterator[Fault]:
    lines: dict[str, int] = {}
    for number, thing in enumerate(things):
        path: Path = (*place, number, "id")
        if first := lines.get(thing["id"]):
            says = f"«{thing['id']}» is the id on line {first}, too; expected another"
            yield written.fault(path, says)
        lines.setdefault(thing["id"], written.line(path))
