"""The catalogues of words: gathered from the code, one file per feature and language.

    python -m union.core.catalogues extract    bring the files up to date
    python -m union.core.catalogues check      fail if a sentence lacks its translation

A sentence stands in the catalogue of the leftmost part that says it, so it is
translated once. English is the sentence itself and needs no file.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from union.paths import LOCALE, PACKAGE, TEMPLATES

TRANSLATED = ("kk", "ru")
PARTS = (
    "core",
    "members",
    "law",
    "rulebook",
    "documents",
    "petitions",
    "ballots",
    "counts",
    "surveys",
    "cases",
    "organising",
    "demands",
    "negotiations",
    "cli",
)
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
METHODS = [
    ("**styleguide.html", "ignore"),
    ("**.py", "python"),
    ("**.html", "jinja2"),
]
OPTIONS = {"**.html": {"newstyle_gettext": "true", "trimmed": "true"}}

BEGINNING = datetime(2026, 11, 23, tzinfo=UTC)  # so that a run changes words only

Words = str | tuple[str, ...]


def said_by(part: str) -> Iterator[tuple[Words, str]]:
    """Every message of one part of the union, with the file that says it."""
    for place in _places(part):
        for name, _line, words, _notes, _context in extract_from_dir(
            place,
            METHODS,
            OPTIONS,
            KEYWORDS,
            directory_filter=lambda folder: part != "core" or _is_shared(Path(folder)),
        ):
            yield words, _from_the_top(place / name)


def template(part: str, earlier: set[str]) -> Catalog:
    """What one part says that no part before it has said."""
    catalogue = Catalog()
    for words, place in said_by(part):
        if _key(words) not in earlier:
            catalogue.add(words, locations=[(place, 0)])
    return catalogue


def every_template() -> Iterator[tuple[str, Catalog]]:
    """Each part with its own messages, from left to right."""
    earlier: set[str] = set()
    for part in PARTS:
        catalogue = template(part, earlier)
        earlier |= {_key(message.id) for message in catalogue if message.id}
        if len(catalogue):
            yield part, catalogue


def extract() -> None:
    """Bring the catalogues up to date; what nobody says any more is dropped."""
    for part, wanted in every_template():
        for language in TRANSLATED:
            path = _path(language, part)
            catalogue = _read(path, language)
            catalogue.update(wanted, no_fuzzy_matching=True)
            _write(path, catalogue)


def gaps() -> list[str]:
    """What is missing, fuzzy, stale or broken, one line each; empty is complete."""
    return [
        f"{language}/{part}: {trouble}"
        for part, wanted in every_template()
        for language in TRANSLATED
        for trouble in _troubles(_read(_path(language, part), language), wanted)
    ]


def _troubles(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    for message in wanted:
        if message.id and not _is_translated(catalogue.get(message.id)):
            yield f"no translation of {message.id!r}"
    for message in catalogue:
        if message.id and wanted.get(message.id) is None:
            yield f"nobody says {message.id!r} any more"
        for error in message.check(catalogue):
            yield f"{message.id!r}: {error}"


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    said = message.string
    return all(said) if isinstance(said, tuple | list) else bool(said)


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _write(path: Path, catalogue: Catalog) -> None:
    catalogue.header_comment = f"# The words of {path.stem}, in {path.parent.name}."
    catalogue.project, catalogue.version = "Ortaq", "1"
    catalogue.creation_date = catalogue.revision_date = BEGINNING
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=88,
            sort_output=True,
            include_lineno=False,
            ignore_obsolete=True,
        )


def _path(language: str, part: str) -> Path:
    return LOCALE / language / f"{part}.po"


def _places(part: str) -> list[Path]:
    shared = TEMPLATES if part == "core" else TEMPLATES / part
    return [place for place in (PACKAGE / part, shared) if place.is_dir()]


def _from_the_top(file: Path) -> str:
    """Where a file lies, in words that are the same in every checkout."""
    top = PACKAGE if file.is_relative_to(PACKAGE) else TEMPLATES
    return str(file.relative_to(top.parent))


def _is_shared(folder: Path) -> bool:
    return folder.parent != TEMPLATES or folder.name not in PARTS


def _key(words: Words | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def main() -> int:
    """Extract or check, as asked; the exit code says whether all is well."""
    if sys.argv[1:] == ["extract"]:
        extract()
        return 0
    if sys.argv[1:] != ["check"]:
        sys.stderr.write(f"{__doc__}")
        return 2
    missing = gaps()
    sys.stderr.write("".join(f"{gap}\n" for gap in missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
