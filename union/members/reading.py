"""A list as it is read: who stands on it, what is wrong, what must be decided."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from union.core.fields import Keyring, Unreadable
from union.members.doubles import Double, stored
from union.members.lines import Fault, Known, Person, read_line
from union.members.models import Import
from union.members.rules.importing.prepare import place_of_phone
from union.members.rules.importing.send import place_of
from union.members.sheets import Row, Sheet, read

STEP = 2_500  # lines between two looks at the bar


@dataclass
class Sorted:
    """The lines of a list: people, and faults."""

    people: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def faulty(self) -> set[int]:
        """The lines with something wrong."""
        return {fault.line for fault in self.faults}


class Phones:
    """Opens numbers, each once: the second look lies inside the write lock."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys
        self._opened: dict[bytes, str | None] = {}

    def __call__(self, member_id: UUID, sealed: bytes) -> str | None:
        if sealed not in self._opened:
            self._opened[sealed] = self._open(member_id, sealed)
        return self._opened[sealed]

    def _open(self, member_id: UUID, sealed: bytes) -> str | None:
        try:
            return self._keys.open(sealed, place_of_phone(member_id)).decode()
        except Unreadable:
            return None  # an operator hears of lost keys elsewhere


def sheet_of(batch: Import, keys: Keyring) -> Sheet:
    """What was sent in."""
    return read(keys.open(batch.sealed or b"", place_of(batch.id)), batch.name)


def people_of(
    sheet: Sheet, columns: Mapping[str, int], known: Known
) -> Iterator[Person | list[Fault]]:
    """Line by line: a person, or what is wrong."""
    width = len(sheet.heads)
    return (read_line(row, columns, width, known) for row in sheet.rows)


def sort(
    lines: Iterator[Person | list[Fault]], goes_on: Callable[[int], bool]
) -> Sorted | None:
    """People and faults apart. None if nobody wants to know any more."""
    found = Sorted()
    for number, line in enumerate(lines):
        if number % STEP == 0 and not goes_on(number):
            return None
        if isinstance(line, Person):
            found.people.append(line)
        else:
            found.faults.extend(line)
    return found


def findings(found: Sorted, doubles: list[Double]) -> dict[str, Any]:
    """What is kept for the preview: numbers of lines and kinds, no word of the file."""
    return {
        "people": len(found.people),
        "faulty": len(found.faulty),
        "faults": [[f.line, f.place, f.kind.value] for f in found.faults],
        "doubles": stored(doubles),
    }


def rows_on(sheet: Sheet, lines: set[int]) -> list[Row]:
    """The rows with these numbers."""
    return [row for row in sheet.rows if row.number in lines]
