"""Print every paper of the house, to be looked at: `python -m tools.papers --into DIR`.

The papers of a demo union, and the same three as hostile people would fill them, each
as PDF, as DOCX, and as pictures of both; the DOCX is printed by LibreOffice.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from tools.demo_union import grow
from union.core.engines import connect
from union.documents.exports import file
from union.documents.models import Document

URL = "https://ortaq.example"
HOSTILE = import_module("tests.documents.hostile")  # tests are not typed
SHARPNESS = "80"  # dots per inch: enough to see a line that is torn


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--into", type=Path, required=True)
    into: Path = wanted.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        engine = connect(f"sqlite:///{grow(Path(home))}/union.db")
        for name, document in papers(engine):
            for form in ("pdf", "docx"):
                (into / f"{name}.{form}").write_bytes(file(document, form, URL))
        engine.dispose()
        printed = as_office_prints(into, Path(home))
    for path in (*into.glob("*.pdf"), *printed):
        picture = into / f"{path.parent.stem}-{path.stem}"
        _run("pdftoppm", "-r", SHARPNESS, "-png", path, picture)


def papers(engine: Engine) -> Iterator[tuple[str, Document]]:
    """Each paper of the demo, then the hostile ones, by a name for its file."""
    with Session(engine) as db:
        for document in db.exec(select(Document)).all():
            yield _named("demo", document)
        for document in HOSTILE.hostile_papers(db):
            yield _named("hostile", document)


def _named(whose: str, document: Document) -> tuple[str, Document]:
    number = document.number.replace("/", "-")
    return f"{whose}-{document.kind}-{document.language}-{number}", document


def as_office_prints(folder: Path, home: Path) -> list[Path]:
    """Every DOCX of a folder as LibreOffice would print it."""
    office = f"-env:UserInstallation=file://{home}/office"
    into, drafts = folder / "office", sorted(folder.glob("*.docx"))
    convert = ("--headless", "--convert-to", "pdf", "--outdir", into)
    _run("soffice", office, *convert, *drafts)
    return sorted(into.glob("*.pdf"))


def _run(*command: object) -> None:
    subprocess.run([*map(str, command)], check=True, capture_output=True)


if __name__ == "__main__":
    main()
