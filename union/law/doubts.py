"""What in a pack deserves a second look, and refuses nothing: gaps, and bold claims."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from union.core.i18n import LANGUAGES
from union.law.faults import Fault
from union.law.written import Path, Value, Written


def doubts(written: Written, tree: Mapping[str, Any]) -> Iterator[Fault]:
    """Texts that one language lacks; sureness that rests on memory."""
    yield from _gaps(written, ("pack",), dict(tree))
    for number, rule in enumerate(tree["rules"]):
        if rule["confidence"] == "high" and rule["verification"] == "recalled":
            place: Path = ("pack", "rules", number, "confidence")
            yield written.fault(place, "high, though nobody read it: it is recalled")


def _gaps(written: Written, place: Path, value: Value) -> Iterator[Fault]:
    if isinstance(value, dict) and set(value) == set(LANGUAGES):
        silent = [code for code in LANGUAGES if not value[code]]
        if 0 < len(silent) < len(LANGUAGES):
            yield written.fault(place, f"no words in {', '.join(silent)}")
    for step, each in _inside(value):
        yield from _gaps(written, (*place, step), each)


def _inside(value: Value) -> Iterable[tuple[str | int, Value]]:
    match value:
        case dict():
            return value.items()
        case list():
            return enumerate(value)
        case _:
            return ()
