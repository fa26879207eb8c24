"""A database out of reach: a page that says so, and hands back what was sent."""

import re
from functools import partial

import pytest
from sqlmodel import Session

from union.core.engines import connect
from union.core.web.limits import Forgetful, limiter
from union.core.web.unreachable import NEVER_SHOWN
from union.paths import TEMPLATES

FORM = {"once": "k" * 16, "title": "Pay <us> & them", "word": ""}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def lost(app, browser, make, tmp_path):
    """The browser of a member whose union's file has gone."""
    client = browser(make.member())
    nowhere = connect(f"sqlite:///{tmp_path}/gone/union.db")
    app.extensions["new_session"] = partial(Session, nowhere)
    yield client
    nowhere.dispose()


def test_a_page_says_when_to_come_again(lost):
    answer = lost.get("/petitions")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert 'href="/petitions"' in answer.text
    assert not HIDDEN.search(answer.text)


def test_what_was_sent_is_handed_back_with_its_key(lost):
    answer = lost.post("/petitions?a=1", data=FORM | {"_language": "xx"})

    assert answer.status_code == 503
    assert 'action="/petitions?a=1"' in answer.text
    assert dict(HIDDEN.findall(answer.text)) == FORM | {
        "title": "Pay &lt;us&gt; &amp; them"
    }


@pytest.mark.parametrize("lacks", [{NEVER_SHOWN: "twelve letters"}, {"once": None}])
def test_a_passphrase_and_a_form_without_a_key_are_not_handed_back(lost, lacks):
    form = {name: value for name, value in (FORM | lacks).items() if value is not None}

    answer = lost.post("/petitions", data=form)

    assert answer.status_code == 503
    assert not HIDDEN.search(answer.text)
    assert "Go back" in answer.text


def test_a_form_too_large_to_be_read_is_told_the_same(lost):
    answer = lost.post("/petitions", data=FORM | {"word": "a" * 2_000_000})

    assert answer.status_code == 503


def test_what_is_typed_unseen_has_the_one_name_that_is_never_shown():
    pages = (path.read_text() for path in TEMPLATES.rglob("*.html"))
    named = re.findall(r'm\.passphrase\("(\w+)"', "".join(pages))

    assert set(named) == {NEVER_SHOWN}


def test_who_is_counted_without_redis_is_forgotten_too(app):
    assert isinstance(limiter._fallback_storage, Forgetful)
    assert limiter._fallback_limiter.storage is limiter._fallback_storage
