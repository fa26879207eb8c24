"""Words that want to be something else, in every column: pages stay as they are."""

import os

import pytest
from markupsafe import escape
from sqlalchemy import text

from tests.access import routes
from tests.malice.corpus import VECTORS, bones, columns_of_words
from tests.malice.knocking import likely, well_filled_in
from union.core.web.fragments import Fragments

ROUNDS = len(VECTORS) if os.environ.get("MALICE") == "all" else 3
PLAIN = "words"
PAGES = [row for row in routes.rows() if row.method == "GET" and likely(row)]


def lay(connection, words_of):
    for number, (table, column, longest) in enumerate(columns_of_words()):
        words = words_of(number)[:longest]
        change = text(f'UPDATE "{table}" SET "{column}" = :words')  # noqa: S608
        connection.execute(change, {"words": words})


@pytest.fixture
def seen(the_app, world, knocker):
    """Every page as it is with certain words in every column."""

    def look(words_of):
        world.db.rollback()  # it holds nothing, and must not lie between
        connection = world.db.get_bind()
        undone = connection.begin_nested()
        lay(connection, words_of)  # behind the back of what is kept of pages
        the_app.extensions["fragments"] = Fragments()
        pages = {}
        for row in PAGES:
            kind, address, _form = well_filled_in(the_app, world, row)
            answer = knocker(kind, "GET", address, headers={"HX-Request": ""})
            assert answer.status_code < 500, (row.endpoint, answer.status_code)
            if answer.mimetype == "text/html":
                pages[row.endpoint] = answer.text
        undone.rollback()
        return pages

    usual = the_app.extensions["fragments"]
    yield look
    the_app.extensions["fragments"] = usual


def test_no_words_of_anybody_become_a_part_of_a_page(seen, tally):
    plain = {name: bones(page) for name, page in seen(lambda _number: PLAIN).items()}
    changed, shown = [], 0
    for round_ in range(ROUNDS):
        vectors = [VECTORS[(n * 7 + round_ * 61) % len(VECTORS)] for n in range(200)]
        for name, page in seen(vectors.__getitem__).items():
            tally["stored words: pages"] += 1
            shown += sum(str(escape(vector)) in page for vector in set(vectors))
            if bones(page) != plain[name]:
                changed.append((round_, name))
    tally["stored words: vectors in columns"] += ROUNDS * len(columns_of_words())

    assert changed == [], changed
    assert shown > ROUNDS * 100, "and they were there to be read"


def test_there_are_words_to_write():
    assert len(columns_of_words()) > 50


def test_a_page_that_did_not_escape_would_be_found():
    page = "<!doctype html><body><p>{}</p><input value='{}'></body>"
    found = [
        v for v in VECTORS if bones(page.format(v, v)) != bones(page.format("a", "a"))
    ]

    assert len(VECTORS) >= 200
    assert len(found) > 150
