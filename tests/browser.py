"""A browser that accepts only well-made pages, so every page test tests them all."""

import re
from html.parser import HTMLParser
from itertools import takewhile

from flask.testing import FlaskClient

FIELDS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button"}
POLITICAL = {"choice", "disclosure", "vote"}
MADE_ANEW = re.compile(
    r'nonce="[^"]*"|name="once" value="[^"]*"|data-(?:topic|token|revision)="[^"]*"'
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
)


def lasting(page):
    """A page without what each drawing makes anew, and where chance may write a word.

    Tokens are letters, ids and revisions digits: look here for what is to be absent.
    """
    return MADE_ANEW.sub("", page)


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def every(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def titles(self):
        """Those of the page itself; a drawing may have its own."""
        head = takewhile(lambda element: element[0] != "body", self.elements)
        return [attributes for name, attributes in head if name == "title"]

    def primary_actions(self):
        classes = (attrs.get("class", "").split() for _, attrs in self.elements)
        return [
            c for c in classes if "button" in c and not {"quiet", "danger"} & set(c)
        ]


def inspect(page):
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    labelled = {label.get("for") for label in page.every("label")}
    fields = [attrs for tag, attrs in page.elements if tag in FIELDS]
    visible = [field for field in fields if field.get("type") not in UNLABELLED]
    handlers = [
        name for _, attrs in page.elements for name in attrs if name[:2] == "on"
    ]

    assert page.every("html")[0].get("lang"), "a page says its language"
    assert len(page.titles()) == 1, "a page has one title"
    assert len(page.every("h1")) == 1, "a page has one main heading"
    assert len(ids) == len(set(ids)), "an id occurs once"
    assert all("action" in form for form in page.every("form")), "a form says where"
    assert all(field.get("id") in labelled for field in visible), "a field has a label"
    assert not any("style" in attrs for _, attrs in page.elements), "no inline style"
    assert not handlers, "no inline handlers"
    assert len(page.primary_actions()) <= 1, "at most one primary action"
    assert not [
        field
        for field in visible
        if field.get("name") in POLITICAL and "checked" in field
    ], "nothing political is preselected"


class Browser(FlaskClient):
    """Fetches pages as our own pages would, and inspects each."""

    def open(self, *args, **kwargs):
        kwargs.setdefault("headers", {}).setdefault("Sec-Fetch-Site", "same-origin")
        answer = super().open(*args, **kwargs)
        assert answer.status_code != 500, answer.text
        is_part = "HX-Request" in kwargs["headers"]  # fetched into a page by htmx
        if answer.mimetype == "text/html" and not answer.location and not is_part:
            inspect(Page(answer.text))
        return answer
