"""Pieces of pages that are kept: the right one, never stale, and not without end."""

import re

import pytest
from flask import render_template_string
from markupsafe import Markup

from tests.petitions.factories import MakePetition
from union.core.i18n import speaking
from union.core.web.fragments import Fragments, NotTheSame
from union.core.web.headers import nonce

PIECE = '{% call kept("greeting", name) %}{{ _("Hello, %(name)s.", name=name) }} {{ more() }}{% endcall %}'  # fmt: skip  # noqa: E501


@pytest.fixture
def fragments(app, monkeypatch):
    """Pieces that nobody has asked for, and nobody doubts."""
    mine = Fragments(most=2)
    monkeypatch.setitem(app.extensions, "fragments", mine)
    return mine


def draw(app, name, more=lambda: ""):
    with app.test_request_context():
        return render_template_string(PIECE, name=name, more=more)


def test_a_piece_is_drawn_once_for_the_same_facts(app, fragments):
    first = draw(app, "Ada", lambda: "drawn first")

    again = draw(app, "Ada", lambda: "drawn again")

    assert first == again
    assert "drawn first" in again


def test_other_facts_and_other_languages_are_other_pieces(app, fragments):
    english = draw(app, "Ada")

    with speaking("ru"):
        russian = draw(app, "Ada")

    assert len({english, russian, draw(app, "Bakyt")}) == 3


def test_what_is_shown_is_escaped_once(app, fragments):
    for _time in range(2):
        assert "&lt;b&gt;" in draw(app, "<b>")


def test_what_was_not_wanted_longest_goes_first(fragments):
    for name in "ABAC":
        fragments.get(name, lambda: Markup("drawn first"))

    assert fragments.get("A", lambda: Markup("again")) == "drawn first"
    assert fragments.get("B", lambda: Markup("again")) == "again"


def test_a_piece_that_shows_more_than_its_key_says_is_found(app, fragments):
    fragments.are_doubted = True
    draw(app, "Ada", nonce)

    with pytest.raises(NotTheSame, match="greeting"):
        draw(app, "Ada", nonce)


def test_the_tests_doubt_every_piece(app):
    assert app.extensions["fragments"].are_doubted


def test_no_kept_piece_has_a_nonce_a_token_a_key_or_a_name(
    app, db, browser, monkeypatch
):
    mine = Fragments()
    monkeypatch.setitem(app.extensions, "fragments", mine)
    make = MakePetition(db)
    reader = make.member(name="Zarina Reader")
    author = make.member(name="Qanat Author", branch=reader.branch)
    petition = make.petition(branch=reader.branch, author=author)

    page = browser(reader).get(f"/petitions/{petition.id}").text

    kept = " ".join(f"{key} {piece}" for key, piece in mine)
    assert "We wait fourteen minutes" in kept
    assert author.name in page
    assert not re.search('Zarina|Qanat|nonce="|data-token|name="once"', kept)
