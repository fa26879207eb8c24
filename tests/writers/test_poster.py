"""The sheet for a wall: one page, three languages, the same bytes each day."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from tests.writers.papers import HOSTILE, ISSUED
from tests.writers.tools import run
from union.writers.paper import LOCALES
from union.writers.poster import Sheet, Tongue, poster

CODE = "K3M2-Q7XD"
ADDRESS = "ortaq.example/p/K3M2Q7XD"


def tongue(language, **given):
    usual = {
        "union": "«Ортақ» кәсіподағы",
        "headline": f"Жұмысымыз бөлек, күшіміз ортақ ({language})",
        "invitation": "Курьерлер мен жүргізушілердің кәсіподағы. Бір минутта қосыл.",
        "scan": "Камераңды осыған бағытта",
        "typed": "Немесе мына мекенжайды аш:",
        "who": "Платформа ештеңе көрмейді. Заңды аты-жөнің сұралмайды.",
    }
    return Tongue(language=language, **usual | given)


def sheet(*languages, **given):
    usual = {
        "tongues": tuple(tongue(code) for code in languages or ("kk", "ru", "en")),
        "url": f"https://{ADDRESS}",
        "short_url": ADDRESS,
        "code": CODE,
        "made_at": ISSUED,
    }
    return Sheet(**usual | given)


@pytest.fixture
def read(tmp_path):
    def read(made):
        path = tmp_path / "made.pdf"
        path.write_bytes(poster(made))
        return run("pdftotext", path, "-")

    return read


def test_it_is_one_page_that_is_readable_aloud_and_lasts():
    made = pikepdf.open(BytesIO(poster(sheet())))
    meta = made.open_metadata()

    assert len(made.pages) == 1
    assert meta["pdfuaid:part"] == "1"
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
    assert meta["dc:title"] == "Жұмысымыз бөлек, күшіміз ортақ (kk)"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_says_its_main_language(language):
    made = pikepdf.open(BytesIO(poster(sheet(language, "kk"))))

    assert made.Root.Lang == LOCALES[language]


def test_its_words_are_there_and_the_code_on_every_strip(read):
    text = " ".join(read(sheet()).split())

    for language in ("kk", "ru", "en"):
        assert f"({language})" in text
    assert "Платформа ештеңе көрмейді." in text
    assert text.count(CODE) >= 1
    assert f"https://{ADDRESS}" not in text


def test_the_same_sheet_is_the_same_file():
    assert poster(sheet()) == poster(sheet())


def test_no_word_is_read_as_markup(read):
    text = read(sheet(tongues=(tongue("kk", union=HOSTILE[:60]), tongue("ru"))))

    assert HOSTILE[:30] in " ".join(text.split())


@pytest.mark.parametrize(
    "host",
    [
        "o.kz",
        "kasipodaq-kurerler.almaty.example.kz",
        f"{'a' * 63}.{'b' * 63}.example.kz:8443",
    ],
)
def test_any_host_fits_on_the_page(host):
    url = f"{host}/p/K3M2Q7XD"

    made = poster(sheet(url=f"https://{url}", short_url=url))

    assert len(pikepdf.open(BytesIO(made)).pages) == 1


def test_long_words_of_a_long_union_fit_too():
    long = tongue(
        "kk", union="Ұзақ " * 24, headline="Ұзынсөз " * 12, who="Ештеңе. " * 20
    )

    made = poster(sheet(tongues=(long, tongue("ru"), replace(long, language="en"))))

    assert len(pikepdf.open(BytesIO(made)).pages) == 1


@pytest.mark.parametrize("given", [{"headline": " "}, {"language": "fr"}])
def test_a_sheet_says_something_in_a_language_of_ours(given):
    with pytest.raises(ValueError, match="language of ours"):
        replace(tongue("kk"), **given)
    with pytest.raises(ValueError, match="says something"):
        sheet(tongues=())
