"""Two tellings of one person become one, field by field, as the organiser chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from union.members.columns import Column
from union.members.doubles import Double, Known
from union.members.lines import Person, Place

MERGED = (Column.NAME, Column.PHONE, Column.LANGUAGE, Column.JOINED, Column.VEHICLE)


class Whose(StrEnum):
    """What a double is taken for."""

    SAME = "same"  # the same person: what is here stays, what is missing is added
    TAKE = "take"  # the same person, as the file has it
    NEW = "new"  # somebody else


@dataclass
class Choice:
    """What was chosen for one double."""

    whose: Whose
    take: frozenset[str] = frozenset()  # the fields to be taken from the file

    def takes(self, column: str) -> bool:
        return self.whose == Whose.TAKE or column in self.take


@dataclass
class Entry:
    """Somebody as they will stand in the union's rows."""

    member_id: UUID
    is_new: bool
    line: int
    branch_id: UUID | None = None  # of somebody who is here already
    is_their_own: bool = False  # who signed in: what they said of themselves stays
    values: dict[str, Any] = field(default_factory=dict)
    places: set[Place] = field(default_factory=set)
    known_places: frozenset[Place] = frozenset()
    changed: set[str] = field(default_factory=set)

    def new_places(self) -> set[Place]:
        """Where they work as only the file knows."""
        return self.places - self.known_places

    def take_in(self, person: Person, choice: Choice) -> None:
        """Let another line add to this person what it knows."""
        self.places |= set(person.places)
        if self.is_their_own:
            return
        for column, value in told_by(person).items():
            here = self.values.get(column)
            if value and value != here and (not here or choice.takes(column)):
                self.values[column] = value
                self.changed.add(column)


def told_by(person: Person) -> dict[str, str | date | None]:
    """The fields of a line that are merged one by one."""
    return {column: getattr(person, column) for column in MERGED}


def chosen(choices: Mapping[str, Any], double: Double) -> Choice | None:
    """What the organiser chose for this double, alone or with all of its kind."""
    own = choices.get("lines", {}).get(str(double.line))
    if own:
        return Choice(Whose(own["whose"]), frozenset(own["take"]))
    for_all = choices.get("sure" if double.is_sure else "possible")
    return Choice(Whose(for_all)) if for_all else None


def undecided(choices: Mapping[str, Any], doubles: Iterable[Double]) -> int:
    """How many doubles nobody has decided about."""
    return sum(chosen(choices, double) is None for double in doubles)


def plan(
    people: Iterable[Person],
    doubles: Mapping[int, tuple[Double, Choice]],
    members: Mapping[UUID, Entry],
) -> list[Entry]:
    """Everybody who is entered or gains something; each once."""
    entries: dict[Known, Entry] = dict(members.items())
    for person in people:
        double, choice = doubles.get(person.line, (None, None))
        if double and choice and choice.whose != Whose.NEW:
            entry = entries[double.other]
            entry.take_in(person, choice)
        else:
            entry = _new(person)
            if double and double.is_sure:  # a number belongs to one person
                entry.values[Column.PHONE] = None
        entries[person.line] = entry
    return list({entry.member_id: entry for entry in entries.values()}.values())


def _new(person: Person) -> Entry:
    values = dict(told_by(person))
    return Entry(
        uuid4(), is_new=True, line=person.line, values=values, places=set(person.places)
    )
