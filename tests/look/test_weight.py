"""A page is light enough for a cheap phone on a bad connection."""

import gzip

from tests.look.pages import Page
from union.paths import STATIC

EVERY_PAGE = ("css/ortaq.css", "js/forms.js", "icons/mark.svg")
LIVE_PAGE = (
    *EVERY_PAGE,
    "js/live.js",
    "vendor/htmx.min.js",
    "vendor/hx-csp.min.js",
    "vendor/socket.io.esm.min.js",
)


def weight(text):
    """Bytes as they travel."""
    content = text if isinstance(text, bytes) else text.encode()
    return len(gzip.compress(content, 9))


def weight_with(html, files):
    """A page and all it loads, as they travel."""
    return weight(html) + sum(weight((STATIC / name).read_bytes()) for name in files)


def test_the_look_is_light():
    assert weight((STATIC / "css/ortaq.css").read_bytes()) <= 5 * 1024


def test_the_first_page_is_light():
    assert weight_with(Page().whole("styleguide.html"), EVERY_PAGE) <= 25_000


def test_a_live_page_is_light():
    assert weight_with(Page().whole("styleguide.html"), LIVE_PAGE) <= 70_000
