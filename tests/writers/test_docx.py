from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings

from tests.writers.papers import (
    HOSTILE,
    ISSUED,
    SIGNERS,
    letter,
    paper,
    papers,
    signed_by,
)
from union.writers.docx import docx
from union.writers.paper import Clause, Heading, Paragraph, Table


def opened(paper):
    return Document(BytesIO(docx(paper)))


def said(part):
    """All the words under an element, a newline as it was typed."""
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    return "".join(
        marks.get(piece.tag, piece.text or "") for piece in part.iter(qn("w:t"), *marks)
    )


def everything(made):
    return said(made.element.body) + said(made.sections[0].footer._element)


def texts(thing):
    """Every text that a paper or a part of it holds."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts(part)
    elif hasattr(thing, "__dict__"):
        yield from texts(tuple(vars(thing).values()))


def test_headings_clauses_and_annexes_make_an_outline():
    outline = [
        (line.style.name, line.text)
        for line in opened(letter()).paragraphs
        if line.style.name.startswith(("Title", "Heading"))
    ]

    assert outline == [
        ("Title", "Glovo-ға қойылатын сегіз талап"),
        ("Heading 1", "Талаптар"),
        ("Heading 2", "1\tТапсырыстың ең төменгі ақысы"),
        ("Heading 1", "Қол парағы"),
    ]


@pytest.mark.parametrize(
    ("language", "locale"), [("kk", "kk-KZ"), ("ru", "ru-RU"), ("en", "en-GB")]
)
def test_it_says_its_language(language, locale):
    made = opened(paper(language=language))

    spoken = {mark.get(qn("w:val")) for mark in made.styles.element.iter(qn("w:lang"))}
    assert spoken == {locale}
    assert made.core_properties.language == locale


def test_heads_are_flagged_to_be_repeated():
    rows = opened(signed_by(3)).tables[-1].rows

    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [
        True,
        False,
        False,
        False,
    ]


def test_the_foot_numbers_the_pages_and_says_version_and_worth():
    foot = opened(letter()).sections[0].footer._element

    assert "1-бет, барлығы 1" in said(foot)
    assert [f.get(qn("w:instr")) for f in foot.iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert "9f86d081" * 8 in said(foot)
    assert "заң кеңесі емес" in said(foot)


def test_the_code_has_words_for_who_cannot_see_it():
    foot = opened(letter()).sections[0].footer._element

    (picture,) = foot.iter(qn("wp:docPr"))
    assert (
        picture.get("descr") == "Түпнұсқасын тексеру: https://ortaq.example/v/8K3M2Q7X"
    )


def test_words_are_never_read_as_markup():
    made = opened(
        paper(
            Paragraph(HOSTILE), Clause("1", HOSTILE), Table(SIGNERS, ((HOSTILE,) * 3,))
        )
    )

    assert made.tables[-1].rows[1].cells[1].text == HOSTILE
    assert everything(made).count(HOSTILE) == 5


def test_nobody_and_no_clock_is_in_its_properties():
    about = opened(letter()).core_properties

    assert about.author == about.last_modified_by == "«Ортақ» кәсіподағы"
    assert about.created == about.modified == ISSUED
    with ZipFile(BytesIO(docx(letter()))) as archive:
        assert {part.date_time for part in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_two_thousand_signatures_are_two_thousand_rows():
    made = docx(signed_by(2000))

    assert len(Document(BytesIO(made)).tables[-1]._tbl.tr_lst) == 2001


def test_an_empty_table_keeps_its_heads():
    table = opened(paper(Heading("Қолдар"), Table(SIGNERS))).tables[-1]

    assert [cell.text for cell in table.rows[0].cells] == ["№", "Аты-жөні", "Күні"]
    assert len(table.rows) == 1


@settings(max_examples=60)
@given(papers)
def test_everything_in_a_paper_is_in_the_file(any_paper):
    made = everything(opened(any_paper))

    known = set(texts(any_paper)) - {any_paper.language, "left", "center", "right"}
    for text in known - {any_paper.page_label}:
        assert text in made
