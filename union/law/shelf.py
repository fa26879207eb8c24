"""The packs there are: those the product carries, and an organiser's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path as File
from typing import Any

from union.law import building, written
from union.law.calendars import Moved
from union.law.doubts import doubts
from union.law.faults import Fault, Unlawful
from union.law.moved import moved_days
from union.law.packs import Pack
from union.law.schema import DATA, faults_of_shape
from union.law.sense import Known, faults_of_sense
from union.law.written import Written

HOLIDAYS = "holidays.yaml"
CARRIED = ("KZ", "EU", "GB")


@dataclass(frozen=True)
class Sheet:
    """A file whose shape is right; whether it makes sense depends on its bases."""

    written: Written
    tree: Mapping[str, Any]

    @property
    def bases(self) -> list[str]:
        return list(self.tree.get("extends", ()))


def shelf(own: File | None = None) -> dict[str, Pack]:
    """Every pack by its id. Raises Unlawful for a file that is wrong, with its line.

    An own pack of the same id takes the place of a carried one, also as a base.
    """
    sheets = dict(_carried())
    moved: Mapping[str, tuple[Moved, ...]] = {}
    if own is not None:
        sheets |= _folder(own)
        moved = moved_days(own / HOLIDAYS)
    packs: dict[str, Pack] = {}
    for name in sheets:
        _place(name, sheets, packs)
    return {name: _counting(pack, moved) for name, pack in packs.items()}


def check(path: File) -> tuple[Pack, list[Fault]]:
    """The pack in a file, and what is doubtful in it. Raises Unlawful with the lines.

    What it extends is looked for beside it, and among the packs that are carried.
    """
    sheet = sheet_of(path.name, written.content_of(path))
    sheets = {**_carried(), **_beside(path, sheet), sheet.tree["id"]: sheet}
    pack = _place(sheet.tree["id"], sheets, {})
    return pack, sorted(doubts(sheet.written, sheet.tree))


def sheet_of(name: str, content: bytes) -> Sheet:
    """A file as a sheet. Raises Unlawful where it is no YAML, or not of the shape."""
    return _sheet(written.read(name, content))


def _sheet(found: Written) -> Sheet:
    if faults := faults_of_shape(found):
        raise Unlawful(found.name, faults)
    tree: Mapping[str, Any] = found.value["pack"]  # type: ignore[call-overload, index, assignment]  # its shape was checked
    return Sheet(found, tree)


def _counting(pack: Pack, moved: Mapping[str, tuple[Moved, ...]]) -> Pack:
    days = moved.get(pack.calendar.country or "", ())
    return replace(pack, calendar=pack.calendar.with_moved(days))


@cache
def _carried() -> Mapping[str, Sheet]:
    files = (DATA / f"{name.lower()}.yaml" for name in CARRIED)
    return {
        sheet.tree["id"]: sheet
        for sheet in (sheet_of(file.name, written.content_of(file)) for file in files)
    }


def _folder(own: File) -> dict[str, Sheet]:
    """The packs of a folder; two of one id are refused."""
    if not own.is_dir():
        raise Unlawful(str(own), [Fault(0, "", "there is no such folder")])
    found: dict[str, Sheet] = {}
    for file in _packs_in(own):
        sheet = sheet_of(file.name, written.content_of(file))
        name = sheet.tree["id"]
        if name in found:
            says = f"«{name}» is the id of {found[name].written.name}, too"
            raise Unlawful(file.name, [sheet.written.fault(("pack", "id"), says)])
        found[name] = sheet
    return found


def _packs_in(folder: File) -> Iterator[File]:
    files = (*folder.glob("*.yaml"), *folder.glob("*.yml"))
    return (file for file in sorted(files) if file.name != HOLIDAYS)


def _beside(path: File, sheet: Sheet) -> dict[str, Sheet | Unlawful]:
    """What lies in the same folder, if this pack stands on any; or why it is none."""
    found: dict[str, Sheet | Unlawful] = {}
    for file in _packs_in(path.parent) if sheet.bases else ():
        name, other = _neighbour(file)
        found.setdefault(name, other)
    return found


def _neighbour(file: File) -> tuple[str, Sheet | Unlawful]:
    """By its id, as far as it says one; else by the name of its file."""
    name = file.stem.upper()
    try:
        found = written.read(file.name, written.content_of(file))
        name = _id_in(found) or name
        return name, _sheet(found)
    except Unlawful as error:
        return name, error


def _id_in(found: Written) -> str:
    match found.value:
        case {"pack": {"id": str(name)}}:
            return name
        case _:
            return ""


def _place(
    name: str,
    sheets: Mapping[str, Sheet | Unlawful],
    packs: dict[str, Pack],
    above: tuple[str, ...] = (),
) -> Pack:
    """Make a pack after the packs it stands on. Raises Unlawful for any of them."""
    if name in packs:
        return packs[name]
    sheet = sheets[name]
    if isinstance(sheet, Unlawful):
        raise sheet
    for number, base in enumerate(sheet.bases):
        if says := _why_not(base, sheets, (*above, name)):
            place = ("pack", "extends", number)
            fault = sheet.written.fault(place, says)
            raise Unlawful(sheet.written.name, [fault])
    bases = [_place(one, sheets, packs, (*above, name)) for one in sheet.bases]
    known = Known.to(sheet.tree, bases)
    if faults := list(faults_of_sense(sheet.written, sheet.tree, known)):
        raise Unlawful(sheet.written.name, faults)
    packs[name] = building.pack(sheet.tree, bases)
    return packs[name]


def _why_not(base: str, sheets: Mapping[str, object], above: tuple[str, ...]) -> str:
    if base not in sheets:
        right = {name for name, one in sheets.items() if isinstance(one, Sheet)}
        known = ", ".join(sorted(right - {above[-1]}))
        return f"there is no pack «{base}»; expected one of: {known}"
    if base in above:
        circle = " → ".join((*above[above.index(base) :], base))
        return f"a circle: {circle}; expected a pack that does not stand on this one"
    return ""
