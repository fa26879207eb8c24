"""The handbook says the same in Kazakh, Russian and English."""

import re
from pathlib import Path

import pytest

HANDBOOK = Path(__file__).parent.parent / "docs" / "handbook"
PAGES = sorted(page.name for page in (HANDBOOK / "kk").glob("*.md"))
LANGUAGES = ("kk", "ru", "en")


def shape(page: str) -> list[str]:
    """How each line begins: headings, lists, tables, quotations."""
    return re.findall(r"^(?:#+|\d\.| *\*(?!\*)|\||>)", page, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_page(language: str) -> None:
    assert sorted(page.name for page in (HANDBOOK / language).glob("*.md")) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_shape_in_every_language(name: str) -> None:
    kk, ru, en = (
        shape((HANDBOOK / language / name).read_text("utf-8")) for language in LANGUAGES
    )

    assert kk == ru == en


def test_a_stranger_reads_the_same_in_every_language() -> None:
    """What the English page of that name says, where others link to it."""
    names = ("verify.kk.md", "verify.ru.md", "verify.md")

    kk, ru, en = (shape((HANDBOOK / name).read_text("utf-8")) for name in names)

    assert kk == ru == en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_pages_that_exist(name: str, language: str) -> None:
    page = HANDBOOK / language / name

    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
