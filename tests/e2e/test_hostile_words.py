"""A real browser before pages full of words that want to be scripts: nothing runs."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.e2e.phone import Phone
from tests.e2e.walk import walk
from tests.malice.corpus import VECTORS, columns_of_words
from tools.demo_union import serving

PEOPLE = ["steward-almaty", "chair", "member"]
MARKS = ("alert", "<img", "<svg", "<p ", "<input", "<video", "onerror", "script")
ENOUGH = 15  # pages of each: what a page does with words is one thing everywhere


@pytest.fixture(scope="module")
def server(seed, tmp_path_factory):
    """A union in which everybody writes scripts wherever one can write."""
    home = shutil.copytree(seed, tmp_path_factory.mktemp("hostile") / "home")
    with closing(sqlite3.connect(home / "union.db")) as db, db:
        for number, (table, column, longest) in enumerate(columns_of_words()):
            words = VECTORS[number * 7 % len(VECTORS)][:longest]
            db.execute(f'UPDATE "{table}" SET "{column}" = ?', (words,))  # noqa: S608
    with serving(home) as address:
        yield address


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_that_somebody_wrote_is_run(chromium, server, the_app, who):
    context = chromium.new_context()
    phone, dialogs = Phone(context.new_page(), server), []
    phone.page.on(
        "dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss())
    )
    phone.sign_in(who)
    pages = walk(phone, who, the_app.url_map.bind("localhost"))

    hostile = 0
    for seen in list(pages.values())[:ENOUGH]:
        phone.go(seen.path)
        words = phone.page.locator("body").inner_text()
        hostile += any(mark in words for mark in MARKS)

    assert (dialogs, phone.complaints) == ([], [])
    assert not [url for url in phone.asked if not url.startswith(server)]
    assert hostile > 3, "and it was there to be read"
    context.close()
