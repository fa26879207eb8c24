"""Every text of a pack in its languages, wherever in the pack it stands."""

from collections.abc import Iterable, Iterator

from union.core.i18n import LANGUAGES
from union.law.texts import Texts
from union.law.written import Path, Value


def texts_in(value: Value, place: Path) -> Iterator[tuple[Path, Texts]]:
    """Each text below a place, in the order in which they are written."""
    if own := _languages(value):
        yield place, Texts.of(own)
    for step, each in _inside(value):
        yield from texts_in(each, (*place, step))


def _languages(value: Value) -> dict[str, str]:
    """What is said in each language, if this is a text and no sources named like it."""
    held = value if isinstance(value, dict) else {}
    said = {code: each for code, each in held.items() if isinstance(each, str)}
    return said if set(held) == set(said) == set(LANGUAGES) else {}


def _inside(value: Value) -> Iterable[tuple[str | int, Value]]:
    match value:
        case dict():
            return value.items()
        case list():
            return enumerate(value)
        case _:
            return ()
