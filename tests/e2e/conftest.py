"""A real browser before a real server with the demo union, as `make run` gives it."""

import shutil

import pytest

from tests.conftest import needed
from tests.e2e.phone import Phone
from tools.demo_union import grow, serving

CHROMIUM = shutil.which("chromium")
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="session")
def seed(tmp_path_factory):
    """A demo union as it is on its first day, never served itself."""
    needed(CHROMIUM, "Chromium")
    return grow(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def server(seed, tmp_path_factory):
    """The address of a union that this module has to itself."""
    home = shutil.copytree(seed, tmp_path_factory.mktemp("union") / "home")
    with serving(home) as address:
        yield address


@pytest.fixture
def phone(chromium, server):
    """Hand somebody a phone: their language, their size of screen, light or dark.

    What any of them complains of on its console fails the test.
    """
    opened = []

    def hand(speaks="kk", **options):
        settings = {"viewport": PHONE, "color_scheme": "light"} | options
        context = chromium.new_context(**settings)
        context.add_cookies([{"name": "language", "value": speaks, "url": server}])
        opened.append(Phone(context.new_page(), server))
        return opened[-1]

    yield hand
    complaints = [words for each in opened for words in each.complaints]
    for each in opened:
        each.page.context.close()
    assert complaints == []
