"""What holds for every page: readable by all, inside 320 px, and only from us."""

import re
from pathlib import Path

import pytest

from tests.e2e import chain
from tests.e2e.phone import Phone
from tests.e2e.walk import walk

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
NARROW = {"width": 320, "height": 640}
PEOPLE = [
    "steward-almaty",
    "steward-astana",
    "returning-officer-1",
    "representative-1",
    "chair",
    "system-admin",
    "member",
    "pending",
    None,
]
LOOKED_AT = {  # who waits, who says that they manage others, who can hold a role
    "steward-almaty": ["Нұрлан Ержан", "Олег Мельник"],
    "chair": ["Әлия Сматай", "Мадина Юлдашева"],
}
NOT_REACHED = {
    "static": "the files of the look",
    "healthz": "for machines that ask whether we live",
    "readyz": "likewise",
    "metrics": "likewise, with a token",
    "ballots.turnout": "a part of a ballot's page",
    "ballots.roll_progress": "a part of the desk, while a large roll is entered",
    "counts.progress": "a part of a count's page, while the worker counts",
    "counts.ballot_file": "a file to download",
    "counts.report": "likewise",
    "counts.sheet": "a table to download",
    "counts.recount_script": "a script to download",
    "petitions.tally": "a part of a petition's page",
    "members.lobby_progress": "a part of the lobby",
    "members.join": "whoever is invited, and nobody who has signed in",
    "members.join_name": "likewise",
    "members.join_work": "likewise",
    "members.join_key": "likewise",
    "members.join_code": "whoever has just made an account",
    "members.join_code_confirm": "likewise",
    "members.newcomer": "by a code that somebody shows",
    "demands.clauses": "a part of a demand's page",
    "ballots.figures": "a table to download",
    "members.away": "it has no links to it: the button in the head leads there",
    "members.by_link": "it leads on to the first page of joining",
    "members.by_poster": "likewise",
    "members.known_file": "a file to download",
    "members.import_template": "a table to download",
    "members.faulty_lines_of_import": "likewise",
    "members.poster_pdf": "a sheet to print",
    "members.import_progress": "a part of the page of a list",
    "members.waiting": "for a phone that has asked for an account",
    "members.bring_back": "for who is shown the code of such a phone",
    "members.vouched": "for who vouched for one",
    "documents.download": "a paper to download",
    "petitions.sheet": "a paper to download",
    "members.sign_in_code": "it follows on a passphrase, where codes are on",
    "members.ask_to_remove_passkey": "nobody in the demo has a passkey",
    "demands.ask_to_call": "the demo has no text that is frozen and not yet decided on",
    "demands.ask_to_reopen": "likewise",
}
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WRAPPED = """() => [...document.querySelectorAll(".tabs, .languages")].filter((bar) =>
  new Set([...bar.children].map((item) => item.getBoundingClientRect().top)).size > 1
).length"""
PRIMARY = ".button:not(.quiet):not(.danger)"
LOOK = "axe.run(document, {resultTypes: ['violations']})"
LOOK_AT_COLOURS = "axe.run(document, {runOnly: ['color-contrast']})"


@pytest.fixture(scope="module")
def open_phone(chromium, server):
    """A phone for the whole of this module."""
    opened = []

    def hand(who, speaks="kk"):
        context = chromium.new_context(viewport=NARROW, color_scheme="light")
        context.add_cookies([{"name": "language", "value": speaks, "url": server}])
        opened.append(Phone(context.new_page(), server))
        return opened[-1].sign_in(who) if who else opened[-1]

    yield hand
    for phone in opened:
        phone.page.context.close()


@pytest.fixture(scope="module")
def phones(open_phone):
    """Everybody's phone, signed in once."""
    return {who: open_phone(who) for who in PEOPLE}


@pytest.fixture(scope="module")
def in_use(phones):
    """A house in use: signed, voted, looked at; where that has led whom."""
    been = {who: [] for who in phones}
    for deed in (chain.sign, lambda phone: chain.vote(phone, "Иә")):
        deed(phones["member"])
        been["member"].append(phones["member"].path)
    for who, names in LOOKED_AT.items():
        been[who] = [look_at(phones[who], name) for name in names]
    return been


def look_at(officer, name):
    """Find somebody and open their page; where it is."""
    officer.go("/people")
    officer.page.fill("[name=name]", name)
    officer.press("Іздеу")
    with officer.page.expect_navigation():
        officer.page.get_by_role("button", name=re.compile(name)).first.click()
    return officer.path


@pytest.fixture(scope="module")
def walked(phones, in_use, the_app):
    """All pages that somebody reaches, each as the first who does."""
    routes, pages = the_app.url_map.bind("localhost"), {}
    for who, phone in phones.items():
        pages = walk(phone, who, routes, in_use[who]) | pages
    return pages


def test_somebody_reaches_every_page_there_is(walked, the_app):
    readable = {
        rule.endpoint for rule in the_app.url_map.iter_rules() if "GET" in rule.methods
    }
    missed = readable - set(walked)

    assert missed - set(NOT_REACHED) == set()
    assert set(NOT_REACHED) - missed == set()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_for_everybody(walked, phones, language):
    """With axe and a ruler, light and dark, at 320 px."""
    faults = {}
    for seen in walked.values():
        phone = phones[seen.who]
        cookie = {"name": "language", "value": language, "url": phone.server}
        phone.page.context.add_cookies([cookie])
        if found := faults_of(phone, seen.path):
            faults[seen.path, seen.who] = found

    assert faults == {}
    for phone in phones.values():
        assert phone.complaints == []
        assert not [url for url in phone.asked if not url.startswith(phone.server)]


def faults_of(phone, path):
    """What is wrong with a page, each fault a line."""
    page, answer = phone.page, phone.go(path)
    page.evaluate(AXE.read_text())
    faults = told(page.evaluate(LOOK), "light")
    page.emulate_media(color_scheme="dark")
    faults += told(page.evaluate(LOOK_AT_COLOURS), "dark")
    page.emulate_media(color_scheme="light")
    ruled = {
        f"status {answer.status}": not answer.ok,
        "wider than the screen": page.evaluate(OVERFLOW),
        "wrapped navigation": page.evaluate(WRAPPED),
        "more than one primary action": page.locator(PRIMARY).count() > 1,
    }
    return faults + [fault for fault, is_there in ruled.items() if is_there]


def told(found, scheme):
    return [
        f"{rule['id']}, {scheme}: {node['target']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
