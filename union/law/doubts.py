"""What in a pack deserves a second look, and refuses nothing: gaps, and bold claims."""

from collections.abc import Iterator, Mapping
from typing import Any

from union.law.faults import Fault
from union.law.said import texts_in
from union.law.written import Written


def doubts(written: Written, tree: Mapping[str, Any]) -> Iterator[Fault]:
    """Texts that one language lacks; sureness that rests on memory."""
    for place, text in texts_in(dict(tree), ("pack",)):
        if text and text.silent:
            yield written.fault(place, f"no words in {', '.join(text.silent)}")
    calendar = tree.get("calendar", {})
    if calendar.get("provider") == "static" and calendar["country"]:
        says = f"static, so the holidays of {calendar['country']} are not counted"
        yield written.fault(("pack", "calendar", "provider"), says)
    for number, rule in enumerate(tree["rules"]):
        if rule["confidence"] == "high" and rule["verification"] == "recalled":
            place = ("pack", "rules", number, "confidence")
            yield written.fault(place, "high, though nobody read it: it is recalled")
