"""What holds for every page: readable by all, inside 320 px, and only from us."""

from itertools import product
from pathlib import Path

import pytest

from tests.e2e.walk import walk

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
NARROW = {"width": 320, "height": 640}
PEOPLE = [
    None,
    "member",
    "pending",
    "steward-almaty",
    "returning-officer-1",
    "representative-1",
    "chair",
    "system-admin",
]
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WRAPPED = """() => [...document.querySelectorAll(".tabs, .languages")].filter((bar) =>
  new Set([...bar.children].map((item) => item.getBoundingClientRect().top)).size > 1
).length"""
PRIMARY = ".button:not(.quiet):not(.danger)"


@pytest.fixture(scope="module")
def faults_of():
    """What axe and a ruler find wrong on the page before a phone."""

    def look(phone):
        page = phone.page
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults = [
            f"{rule['id']}: {node['target']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        if page.evaluate(OVERFLOW):
            faults.append("wider than the screen")
        if page.evaluate(WRAPPED):
            faults.append("wrapped navigation")
        if page.locator(PRIMARY).count() > 1:
            faults.append("more than one primary action")
        return faults

    return look


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_for_everybody(phone, faults_of, who):
    """In three languages, light and dark, at 320 px."""
    guide = phone("kk", viewport=NARROW)
    pages = walk(guide.sign_in(who) if who else guide, "/")
    cookies = guide.page.context.cookies()
    faults = {}
    for language, scheme in product(("kk", "ru", "en"), ("light", "dark")):
        reader = phone(language, viewport=NARROW, color_scheme=scheme)
        ours = [c for c in cookies if c["name"] != "language"]
        reader.page.context.add_cookies(ours)
        for path in pages.values():
            answer = reader.go(path)
            found = faults_of(reader)
            if answer.status >= 500:
                found.append(f"status {answer.status}")
            if found:
                faults[path, language, scheme] = found

        assert not [url for url in reader.asked if not url.startswith(reader.server)]
    assert len(pages) > 1
    assert faults == {}
