import json
from io import BytesIO
from resource import RUSAGE_SELF, getrusage

import pikepdf
import pytest
from hypothesis import given, settings

from tests.writers.papers import HOSTILE, SIGNERS, letter, paper, papers, signed_by
from tests.writers.tools import run
from union.writers import pdf as writer
from union.writers.paper import LOCALES, Clause, Facts, Heading, Paragraph, Table
from union.writers.pdf import pdf


def opened(made):
    return pikepdf.open(BytesIO(made))


@pytest.fixture
def read(tmp_path):
    """The text of a paper as a program finds it, each page ended by a form feed."""

    def read(paper, *options):
        made = tmp_path / "made.pdf"
        made.write_bytes(pdf(paper))
        return run("pdftotext", *options, made, "-")

    return read


def test_it_claims_to_be_readable_aloud_and_to_last():
    made = opened(pdf(letter()))
    meta = made.open_metadata()

    assert meta["pdfuaid:part"] == "1"
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
    assert meta["dc:title"] == "Glovo-ға қойылатын сегіз талап"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_is_tagged_and_says_its_language(language):
    made = opened(pdf(paper(language=language)))

    assert made.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in made.Root
    assert made.Root.Lang == LOCALES[language]


def test_kazakh_words_can_be_copied_out(read):
    text = " ".join(read(letter()).split())

    for words in (
        "«Ортақ» кәсіподағы",
        "Glovo-ға қойылатын сегіз талап",
        "Тапсырыстың ең төменгі ақысы",
        "Кемінде 850 ₸.",
        "412/620 → бар",
        "Ғани Құрманұлы",
        "Барлығы: 1",
    ):
        assert words in text


def test_each_page_says_its_number_version_and_worth(read):
    pages = read(letter()).split("\f")[:-1]

    assert len(pages) == 3
    for n, page in enumerate(pages, 1):
        assert f"{n}-бет, барлығы 3" in page
        assert "9f86d081" * 8 in page
        assert "заң кеңесі емес" in " ".join(page.split())
        assert "https://ortaq.example/v/8K3M2Q7X" in page


def test_the_notice_is_read_aloud_once(tmp_path):
    made = tmp_path / "made.pdf"
    made.write_bytes(pdf(letter()))

    assert run("pdfinfo", "-struct-text", made).count("заң кеңесі емес") == 1


def test_words_are_never_read_as_markup(read):
    hostile = paper(
        Paragraph(HOSTILE),
        Clause(HOSTILE, HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),)),
        Table(SIGNERS, ((HOSTILE,) * 3,)),
    )

    assert HOSTILE in " ".join(read(hostile, "-raw").split())
    assert "root:" not in read(hostile)


def test_a_letter_our_fonts_lack_does_not_stop_a_paper(read):
    assert "Дауыс � �" in read(paper(Paragraph("Дауыс 😀 漢")))


def test_every_character_we_list_can_be_set():
    listed = (writer.FONTS / "characters.txt").read_text().split()
    shown = [
        chr(code)
        for line in listed
        for code in range(*(int(end, 16) + i for i, end in enumerate(line.split("-"))))
    ]

    assert pdf(paper(Heading("Б " + " ".join(shown)), Paragraph(" ".join(shown))))
    assert set("ӘәҒғҚқҢңӨөҰұҮүҺһІі₸№→≥−") <= set(shown)


def test_the_same_paper_is_the_same_bytes():
    assert pdf(letter()) == pdf(letter())


def test_heads_are_repeated_on_each_page(read):
    pages = read(signed_by(200)).split("\f")[:-1]

    assert len(pages) > 3
    assert all("Аты-жөні" in page for page in pages)


def test_two_thousand_names_are_all_there(read):
    names = {line.strip() for line in read(signed_by(2000), "-layout").splitlines()}

    found = sum(
        any(f"Мүше {n} " in f"{line} " for line in names) for n in (1, 999, 2000)
    )
    assert found == 3


def test_a_word_longer_than_a_line_stays_on_the_paper(tmp_path):
    made = tmp_path / "made.pdf"
    long = "ұ" * 400
    made.write_bytes(
        pdf(paper(Paragraph(long), Table(SIGNERS, ((long,) * 3,)), title=long))
    )

    boxes = run("pdftotext", "-bbox", made, "-")

    edges = [
        float(part.split('"')[1]) for part in boxes.split() if part.startswith("xMax=")
    ]
    assert max(edges) < 595 - 40


def test_a_digest_can_be_copied_whole(read):
    digest = "0123456789abcdef" * 4
    facts = Facts((("Дауысқа қойылған мәтіннің SHA-256 хэші", digest),))

    text = read(paper(facts))

    assert digest in text


def test_an_empty_table_keeps_its_heads(read):
    assert "Аты-жөні" in read(paper(Table(SIGNERS)))


def test_the_words_go_in_as_plain_json():
    said = json.loads(writer._as_json(letter()))

    assert [block["kind"] for block in said["blocks"]][:3] == [
        "Paragraph",
        "Heading",
        "Clause",
    ]


@settings(max_examples=25)
@given(papers)
def test_any_paper_can_be_set(any_paper):
    assert pdf(any_paper).startswith(b"%PDF-1.7")


def test_what_typst_refuses_is_told_in_its_words(monkeypatch, tmp_path):
    (tmp_path / "paper.typ").write_text('#panic("no such paper")')
    (tmp_path / "typeset.py").write_bytes((writer.HERE / "typeset.py").read_bytes())
    monkeypatch.setattr(writer, "HERE", tmp_path)

    with pytest.raises(writer.NotSet, match="no such paper"):
        pdf(letter())


def test_setting_papers_does_not_fill_our_memory():
    own = getrusage(RUSAGE_SELF).ru_maxrss

    pdf(signed_by(2000))

    assert getrusage(RUSAGE_SELF).ru_maxrss - own < 50_000  # kB
