"""The styleguide in Chromium: every part in every state, in the narrowest phone."""

import pytest

from tests.look.pages import Page
from union.paths import STATIC

AXE = STATIC.parent / "tests/vendor/axe.min.js"
NARROWEST = {"width": 320, "height": 640}

TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 0.5)
  .filter(one => !one.closest(".visually-hidden, .table"))
  .map(one => `${one.tagName} ${one.className}`)"""

TOO_SMALL = """() => [...document.querySelectorAll(
    ".button, .choice, .tabs a, .links a, .languages > *, .foot a, .leave button, "
    + "input:not([type=hidden], .choice input), select, textarea")]
  .filter(one => one.checkVisibility())
  .filter(one => one.getBoundingClientRect().height < 47.9)
  .map(one => `${one.tagName} ${one.className} ${one.textContent}`)"""

LINES = """selector => [...document.querySelectorAll(selector)].map(one => {
  const box = document.createRange();
  box.selectNodeContents(one);
  return new Set([...box.getClientRects()].map(({ top }) => Math.round(top))).size;
})"""

FAULTS = """async () => (await axe.run()).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map(one => one.html).slice(0, 3)}`)"""


@pytest.fixture
def show(chromium):
    """A template as a phone shows it, without motion."""
    pages = []

    def draw(name="styleguide.html", language="kk", scheme="light", screen=NARROWEST):
        page = chromium.new_page(
            viewport=screen, color_scheme=scheme, reduced_motion="reduce"
        )
        pages.append(page)
        page.set_content(Page(language).refused("", name="!").whole(name))
        page.add_style_tag(path=STATIC / "css/ortaq.css")
        return page

    yield draw
    for page in pages:
        page.close()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_nothing_is_wider_than_the_narrowest_phone(show, language):
    page = show(language=language)

    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_navigation_never_wraps(show, language):
    page = show(language=language)

    tops = page.evaluate(
        """() => [".languages, .leave", ".languages > *", ".tabs a"].map(row => new Set(
          [...document.querySelectorAll(row)].map(one => one.offsetTop)).size)"""
    )

    assert tops == [1, 1, 1]
    assert set(page.evaluate(LINES, ".languages > *, .leave button, .tabs span")) == {1}
    assert page.evaluate(
        "() => [...document.querySelectorAll('.tabs a')]"
        ".every(one => one.scrollWidth <= one.clientWidth)"
    )


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_thumb_hits_everything(show, language):
    assert show(language=language).evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing(show, language, scheme):
    page = show(language=language, scheme=scheme)
    page.evaluate(AXE.read_text())

    assert page.evaluate(FAULTS) == []


def test_on_a_desk_the_tabs_are_a_rail(show):
    page = show(screen={"width": 1280, "height": 800})

    rail = page.locator(".tabs").bounding_box()
    main = page.locator("main").bounding_box()

    assert rail["height"] == 800
    assert rail["x"] + rail["width"] <= main["x"]


def test_on_paper_there_is_nothing_to_press(show):
    page = show()
    page.emulate_media(media="print")

    for gone in (".tabs", ".languages", ".button", ".foot"):
        assert not page.locator(gone).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_words_twice_as_large_still_fit(show):
    page = show(screen={"width": 640, "height": 800})
    page.add_style_tag(content=":root { font-size: 2rem !important; }")

    assert page.evaluate(TOO_WIDE) == []
