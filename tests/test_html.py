"""Every page is valid HTML, as html-validate reads the standard."""

import os

import pytest

from tools import html_check

pytestmark = pytest.mark.html_validity

GOOD = """\
<!doctype html>
<html lang="kk">
  <head><meta charset="utf-8"><title>Ортақ</title></head>
  <body><main><h1>Петиция</h1><p>{inside}</p></main></body>
</html>
"""


@pytest.fixture(scope="session", autouse=True)
def checker():
    if not html_check.CHECKER.exists() and not os.environ.get("UNION_TEST_ALL"):
        pytest.skip("html-validate not found: `make html` installs it where npm is")


def test_a_good_page_has_no_faults(tmp_path):
    (tmp_path / "good.html").write_text(GOOD.format(inside="Қол қою"))

    assert html_check.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ('<img src="a.png">', "wcag/h37"),
        ('<span style="color: red">!</span>', "no-inline-style"),
        ('<b id="a"></b><b id="a"></b>', "no-dup-id"),
        ("<div>a block inside a paragraph</div>", "no-implicit-close"),
        ("<b>never closed", "close-order"),
    ],
)
def test_a_planted_fault_is_found_and_says_where(tmp_path, planted, rule):
    (tmp_path / "bad.html").write_text(GOOD.format(inside=planted))

    found = html_check.faults(tmp_path)

    assert any(line.startswith("bad.html:4:") and rule in line for line in found)


def test_a_folder_without_pages_is_a_fault(tmp_path):
    assert html_check.faults(tmp_path) == [f"{tmp_path} holds no pages."]
