"""Days that a decree has moved, as an organiser writes them down: holidays.yaml."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from union.law import written
from union.law.calendars import YEARS, Moved, why_unknown
from union.law.faults import Fault, Unlawful
from union.law.schema import day, faults_of_shape, shown
from union.law.texts import Texts


def moved_days(path: Path) -> dict[str, tuple[Moved, ...]]:
    """The days of each country, if there is such a file. Raises Unlawful."""
    if not path.exists():
        return {}
    found = written.read(path.name, written.content_of(path))
    faults = faults_of_shape(found, "holidays") or list(_faults(found))
    if faults:
        raise Unlawful(path.name, faults)
    days: dict[str, tuple[Moved, ...]] = {}
    for line in _lines(found):
        own = days.get(line["country"], ())
        days[line["country"]] = (*own, _moved(line))
    return days


def _lines(found: written.Written) -> list[dict[str, Any]]:
    return found.value["days"]  # type: ignore[call-overload, index, return-value]  # its shape was checked


def _faults(found: written.Written) -> Iterator[Fault]:
    said: set[tuple[str, str]] = set()
    for number, line in enumerate(_lines(found)):
        place: written.Path = ("days", number, "date")
        what = (line["country"], line["date"])
        if says := why_unknown(line["country"]):
            yield found.fault(("days", number, "country"), says)
        if what in said:
            yield found.fault(place, f"{shown(line['date'])} a second time")
        if day(line["date"]).year not in YEARS:
            expected = f"a day of {YEARS[0]} to {YEARS[-1]}"
            yield found.fault(place, f"{shown(line['date'])}; expected {expected}")
        said.add(what)


def _moved(line: dict[str, Any]) -> Moved:
    return Moved(
        day(line["date"]),
        is_rest=line["is"] == "rest",
        name=Texts.of(line["name"]),
        decree=line["decree"],
    )
