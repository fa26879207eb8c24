"""Three papers in three languages, full of hostile text: read, opened, compared."""

import re
import shutil
from io import BytesIO
from itertools import chain

import pikepdf
import pytest
from sqlmodel import Session

from tests.conftest import needed
from tests.documents.hostile import ENDLESS, MARKUP, NAME, SAID, ZALGO, hostile_papers
from tests.writers.papers import SIGNERS, letter, paper
from tests.writers.tools import run
from union.documents.exports import file, finished
from union.writers.docx import docx
from union.writers.paper import LOCALES, Annex, Clause, Heading, Table
from union.writers.pdf import _shown, pdf

URL = "https://ortaq.example"
BODY = {"pdf": 735, "lo": 728}  # points from the top; the foot of the page is cut off
TOLERANCE = 0.6  # of the pages: where Arial is missing its stand-in is larger
ROWS = 2_000
KINDS = ("demand_letter", "minutes", "petition")


@pytest.fixture(scope="module")
def papers(engine, tmp_path_factory):
    """The papers by kind and language, and a folder with their PDF and DOCX."""
    folder = tmp_path_factory.mktemp("papers")
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(connection, join_transaction_mode="create_savepoint") as db:
            documents = hostile_papers(db)
            made = {(one.kind, one.language): finished(one, URL) for one in documents}
            for one in documents:
                for form in ("pdf", "docx"):
                    path = folder / f"{one.kind}-{one.language}.{form}"
                    path.write_bytes(file(one, form, URL))
        transaction.rollback()
    for name, one in {"usual": letter(), "long": long_table()}.items():
        (folder / f"{name}.pdf").write_bytes(pdf(one))
        (folder / f"{name}.docx").write_bytes(docx(one))
    assert set(made) == {(kind, code) for kind in KINDS for code in LOCALES}
    return made, folder


def long_table():
    """Two thousand rows of names of 120 letters."""
    rows = tuple((str(n), NAME, "23.11.2026") for n in range(1, ROWS + 1))
    return paper(Heading("Қолдар"), Table(SIGNERS, rows))


@pytest.fixture(scope="module")
def opened(papers, tmp_path_factory):
    """The DOCX of each paper, as LibreOffice prints it."""
    _made, folder = papers
    needed(shutil.which("soffice"), "LibreOffice")
    into, home = tmp_path_factory.mktemp("printed"), tmp_path_factory.mktemp("office")
    where = (
        f"-env:UserInstallation=file://{home}",
        "--headless",
        "--convert-to",
        "pdf",
    )
    run("soffice", *where, "--outdir", into, *sorted(folder.glob("*.docx")))
    return into


def texts(thing):
    """Every text of a paper's body that it prints, in no order."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        yield from chain.from_iterable(map(texts, thing))
    elif hasattr(thing, "__dict__") and not hasattr(thing, "language"):
        shown = {k: v for k, v in vars(thing).items() if k != "side"}
        yield from texts(tuple(shown.values()))


def body(one):
    return {text for text in texts((one.title, one.facts, one.blocks)) if text}


def printed(path, height):
    """What a program reads in a PDF, without the foot of its pages."""
    cut = ("-raw", "-x", 0, "-y", 0, "-W", 595, "-H", height)
    return run("pdftotext", *cut, path, "-")


def tight(text):
    """A text without what breaks lines: blanks, and marks of where one may break."""
    return re.sub(r"[\s\u00ad\u200b\u200d\u2060]", "", text)


def letters(text):
    """A text as its letters and digits."""
    return re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LOCALES)
def test_every_letter_of_a_hostile_paper_can_be_read_back(papers, kind, language):
    made, folder = papers
    one = made[kind, language]

    read = tight(printed(folder / f"{kind}-{language}.pdf", BODY["pdf"]))

    wanted = chain.from_iterable(text.split(ZALGO) for text in body(one))
    assert [text for text in wanted if tight(_shown(text)) not in read] == []
    assert tight(MARKUP) in read
    assert ENDLESS in read
    assert kind == "petition" or tight(SAID[language]) in read


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LOCALES)
def test_the_docx_says_the_same_on_about_as_many_pages(papers, opened, kind, language):
    made, folder = papers
    ours, theirs = folder / f"{kind}-{language}.pdf", opened / f"{kind}-{language}.pdf"

    read = letters(printed(theirs, BODY["lo"]))
    pages = [len(pikepdf.open(path).pages) for path in (ours, theirs)]

    lost = [text for text in body(made[kind, language]) if letters(text) not in read]
    assert lost == []
    assert abs(pages[1] - pages[0]) <= max(1, TOLERANCE * pages[0]), pages


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LOCALES)
def test_the_pdf_can_be_read_aloud_and_walked_through(papers, kind, language):
    made, folder = papers
    one = made[kind, language]
    made_pdf = (folder / f"{kind}-{language}.pdf").read_bytes()
    opened_pdf = pikepdf.open(BytesIO(made_pdf))
    meta = opened_pdf.open_metadata()

    with opened_pdf.open_outline() as outline:
        walked = [item.title for item in each(outline.root)]

    assert opened_pdf.Root.Lang == LOCALES[language]
    assert opened_pdf.Root.MarkInfo.Marked
    assert opened_pdf.Root.ViewerPreferences.DisplayDocTitle
    assert tight(meta["dc:title"]) == tight(_shown(one.title))
    assert (meta["pdfuaid:part"], meta["pdfaid:part"]) == ("1", "2")
    assert {"/H1", "/P"} <= tags(opened_pdf)
    has_table = any(isinstance(block, Table) for block in one.blocks)
    assert not has_table or {"/Table", "/TR", "/TH", "/TD"} <= tags(opened_pdf)
    heads = [head(block) for block in one.blocks if head(block)]
    assert [tight(item) for item in walked if tight(item) in map(tight, heads)]
    assert {tight(_shown(words)) for words in heads} <= {tight(item) for item in walked}


def head(block):
    match block:
        case Heading():
            return block.text
        case Clause():
            return block.heading
        case Annex():
            return block.title
    return ""


def each(items):
    for item in items:
        yield item
        yield from each(item.children)


def tags(pdf):
    """The kinds of structure in a tagged PDF."""
    return {
        str(thing.S)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") and "/P" in thing
    }


def test_nobody_and_no_program_of_ours_is_in_the_files(papers):
    _made, folder = papers

    for path in folder.glob("*.pdf"):
        told = run("pdfinfo", path)
        assert not re.search(r"root|/tmp|/work", told), told


@pytest.mark.parametrize("name", ["usual", "long"])
def test_a_usual_paper_takes_about_as_many_pages_in_both(papers, opened, name):
    _made, folder = papers

    ours, theirs = (
        len(pikepdf.open(path / f"{name}.pdf").pages) for path in (folder, opened)
    )

    assert abs(theirs - ours) <= max(1, 0.25 * ours), (ours, theirs)


def test_a_long_table_breaks_between_rows_and_repeats_its_head(papers):
    _made, folder = papers

    pages = run("pdftotext", "-layout", folder / "long.pdf", "-").split("\f")[:-1]

    rows = [re.findall(r"^ *(\d+) +Құдайберген", page, re.M) for page in pages]
    assert [int(n) for page in rows for n in page] == [*range(1, ROWS + 1)]
    assert all("Аты-жөні" in page for page in pages)
    assert all(rows)
