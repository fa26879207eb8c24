"""Every page is valid HTML, as html-validate reads the standard."""

import re

import pytest

from tests.conftest import needed
from tests.crawl import pages_within_reach
from tests.look.pages import Page
from tools import html_check
from union.core.i18n import LANGUAGES
from union.members.models import Role

pytestmark = pytest.mark.html_validity

GOOD = """\
<!doctype html>
<html lang="kk">
  <head><meta charset="utf-8"><title>Ортақ</title></head>
  <body><main><h1>Петиция</h1><p>{inside}</p></main></body>
</html>
"""

PLANTED = {
    "h37": '<img src="a.png">',
    "no-inline-style": '<span style="color: red">!</span>',
    "no-dup-id": '<b id="a"></b><b id="a"></b>',
    "no-implicit-close": "<div>a block inside a paragraph</div>",
    "close-order": "<b>never closed",
}


@pytest.fixture(scope="session", autouse=True)
def checker():
    return needed(html_check.CHECKER.exists(), "html-validate (`make html` brings it)")


def test_a_good_page_has_no_faults(tmp_path):
    (tmp_path / "good.html").write_text(GOOD.format(inside="Қол қою"))

    assert html_check.faults(tmp_path) == []


def test_planted_faults_are_found_where_they_are(tmp_path):
    for rule, planted in PLANTED.items():
        (tmp_path / f"{rule}.html").write_text(GOOD.format(inside=planted))

    found = html_check.faults(tmp_path)

    assert [
        rule
        for rule in PLANTED
        if not any(re.match(rf"{rule}[.]html:4:.*{rule}\]", line) for line in found)
    ] == []


def test_a_folder_without_pages_is_a_fault(tmp_path):
    assert html_check.faults(tmp_path) == [f"{tmp_path} holds no pages."]


def test_the_styleguide_is_valid(tmp_path):
    for speaks in LANGUAGES:
        page = Page(speaks).whole("styleguide.html")
        (tmp_path / f"{speaks}.html").write_text(page)

    assert html_check.faults(tmp_path) == []


@pytest.mark.parametrize("speaks", LANGUAGES)
def test_what_strangers_and_officers_reach_is_valid(
    stranger, browser, make, tmp_path, speaks
):
    branch = make.branch()
    readers = {role: browser(make.officer(role, branch)) for role in Role}

    for role, reader in {"stranger": stranger, **readers}.items():
        for endpoint, page in pages_within_reach(reader, speaks):
            (tmp_path / f"{role} {endpoint}.html").write_text(page)

    assert html_check.faults(tmp_path) == []
