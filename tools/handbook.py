"""Write the pages of the handbook that the code itself knows: events and permissions.

`python -m tools.handbook` writes them; `tests/test_docs.py` fails while they lag.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import union
from union.core.events import Event, kinds

Question = Callable[..., bool]

HANDBOOK = Path(__file__).parent.parent / "docs" / "handbook"

EVENTS = """\
# Events

Written by `python -m tools.handbook`; a test compares it with the code.

Whatever a rule announces is in this table, and nothing else reaches the minutes of
`/activity`. A minute is written with the name of who acted, without it, or not at all;
the kind of event decides, never the caller. *About* is what the minute keeps beside its
time, its branch and its author: ids, never content.

| Event | The sentence | Meaning | In the minutes | About |
|---|---|---|---|---|
"""
PERMISSIONS = """\
# Permissions

Written by `python -m tools.handbook`; a test compares it with the code.

Every question of «who may» is one of these functions: rules ask it before they act, and
pages ask it before they offer the act. Roles hold for a branch and everything below it.
Where the last column is empty, the name is the sentence.

| Feature | The question | In words |
|---|---|---|
"""


def modules() -> list[ModuleType]:
    """Every module of the union, loaded, so that its classes are known."""
    found = pkgutil.walk_packages(union.__path__, "union.")
    return [importlib.import_module(module.name) for module in found]


def events() -> list[type[Event]]:
    """Every kind of event that can be announced, by feature and name."""
    ours = (kind for kind in kinds().values() if kind.__module__.startswith("union."))
    return sorted(ours, key=lambda kind: (kind.__module__.split(".")[1], kind.__name__))


def permissions(loaded: list[ModuleType]) -> Iterator[tuple[str, Question]]:
    """Every `may_...` of every feature."""
    for module in loaded:
        if module.__name__.endswith(".permissions"):
            yield from (
                (module.__name__.split(".")[1], function)
                for name, function in inspect.getmembers(module, inspect.isfunction)
                if name.startswith("may_") and function.__module__ == module.__name__
            )


def event_row(kind: type[Event]) -> str:
    """What is said of one kind of event."""
    about = [field.name for field in fields(kind) if field not in fields(Event)]
    return _row(
        f"`{kind.__name__}`",
        kind.says,
        _first_paragraph(kind),
        _kept(kind),
        ", ".join(f"`{name}`" for name in about),
    )


def _kept(kind: type[Event]) -> str:
    if not kind.minuted:
        return "never"
    author = "with its author" if kind.names_its_author else "without its author"
    return author if kind.is_logged else f"{author}, not shown to organisers"


def permission_row(feature: str, question: Question) -> str:
    """What is said of one question."""
    given = ", ".join(inspect.signature(question).parameters)
    written = f"`{question.__name__}({given})`"
    return _row(feature, written, _first_paragraph(question))


def _first_paragraph(thing: object) -> str:
    words = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return " ".join(words.split())


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def pages() -> dict[Path, str]:
    """Each page with what it should hold."""
    loaded = modules()
    asked = [permission_row(*found) for found in permissions(loaded)]
    return {
        HANDBOOK / "events.md": EVENTS + "".join(map(event_row, events())),
        HANDBOOK / "permissions.md": PERMISSIONS + "".join(asked),
    }


def main() -> None:
    for path, page in pages().items():
        path.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
