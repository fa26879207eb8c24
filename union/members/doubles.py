"""People who may be here already, or twice in one spreadsheet.

The same phone number is the same person. Couriers share names: the same name, and work
that does not speak against it, is a question to ask, unless two numbers answer it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from union.members.lines import Person, Place
from union.members.names import sought

Known = UUID | int  # a member, or an earlier line


class Double(NamedTuple):
    """A line, and whom it tells of once more."""

    line: int
    other: Known
    is_sure: bool


class Trace(NamedTuple):
    """What somebody is known again by."""

    name: str  # folded
    phone: str | None
    places: frozenset[Place]


def trace_of(person: Person) -> Trace:
    return Trace(sought(person.name), person.phone, frozenset(person.places))


@dataclass
class Names:
    """Names, with the work that goes with them."""

    anywhere: dict[str, Known] = field(default_factory=dict)
    nowhere: dict[str, Known] = field(default_factory=dict)
    at: dict[tuple[str, Place], Known] = field(default_factory=dict)

    def add(self, known: Known, trace: Trace) -> None:
        self.anywhere.setdefault(trace.name, known)
        if not trace.places:
            self.nowhere.setdefault(trace.name, known)
        for place in trace.places:
            self.at.setdefault((trace.name, place), known)

    def find(self, trace: Trace) -> Known | None:
        if trace.name not in self.anywhere:
            return None
        if not trace.places:
            return self.anywhere[trace.name]
        for place in trace.places:
            if known := self.at.get((trace.name, place)):
                return known
        return self.nowhere.get(trace.name)


@dataclass
class Register:
    """Who is known so far, by number and by name."""

    phones: dict[str, Known] = field(default_factory=dict)
    with_phone: Names = field(default_factory=Names)
    without: Names = field(default_factory=Names)

    def add(self, known: Known, trace: Trace) -> None:
        if trace.phone:
            self.phones.setdefault(trace.phone, known)
        (self.with_phone if trace.phone else self.without).add(known, trace)

    def by_phone(self, trace: Trace) -> Known | None:
        return self.phones.get(trace.phone) if trace.phone else None

    def by_name(self, trace: Trace) -> Known | None:
        """Somebody of that name, of whom no other number is known."""
        found = self.without.find(trace)
        if found is None and not trace.phone:
            return self.with_phone.find(trace)
        return found


def find(people: Iterable[Person], members: Register) -> list[Double]:
    """Every line that may tell of a member, or of an earlier line."""
    lines, found = Register(), []
    for person in people:
        trace = trace_of(person)
        double = _double(person.line, trace, (members, lines))
        if double:
            found.append(double)
        lines.add(person.line, trace)
    return found


def _double(line: int, trace: Trace, where: tuple[Register, ...]) -> Double | None:
    for register in where:
        if known := register.by_phone(trace):
            return Double(line, known, is_sure=True)
    for register in where:
        if known := register.by_name(trace):
            return Double(line, known, is_sure=False)
    return None


def stored(doubles: list[Double]) -> list[list[object]]:
    """As JSON keeps them."""
    return [
        [d.line, d.other if isinstance(d.other, int) else str(d.other), d.is_sure]
        for d in doubles
    ]


def restored(kept: list[list[object]]) -> list[Double]:
    return [
        Double(
            int(str(line)),
            other if isinstance(other, int) else UUID(str(other)),
            is_sure=bool(is_sure),
        )
        for line, other, is_sure in kept
    ]
