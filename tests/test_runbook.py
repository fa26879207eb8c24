"""The runbook names only what there is, and each case says all that is needed."""

import re
from pathlib import Path

import pytest

from tests.test_docs import commands
from union.cli.main import union
from union.core import health, outbox
from union.core.settings import Settings
from union.core.web import gauges, metrics

ROOT = Path(__file__).parent.parent
RUNBOOK = (ROOT / "docs" / "handbook" / "runbook.md").read_text("utf-8")
PAGES = {
    "runbook.md": RUNBOOK,
    "operators.md": (ROOT / "docs" / "handbook" / "operators.md").read_text("utf-8"),
    "deploy": (ROOT / "deploy" / "README.md").read_text("utf-8"),
}
CASES = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n)+)", RUNBOOK, re.MULTILINE))
NAMED = re.compile(r"(?<![\w/-])union ((?:db |keys |law |sealed )?[a-z][a-z-]+)")
PARTS = ["**Notice:**", "**At stake:**", "**Do:**", "**Do not:**"]
SOURCES = "".join(path.read_text() for path in (ROOT / "union").rglob("*.py"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_says_how_it_is_noticed_and_what_to_do_and_not_to_do(case):
    assert re.findall(r"\* (\*\*[^*]+\*\*)", case) == PARTS


def test_the_bad_hours_are_all_there():
    assert len(CASES) == 10


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_command_that_is_named_is_one(page):
    known = commands("union", union)

    named = set(
        re.findall(
            r"(?<![\w/-])(?:union )((?:db |keys |law |sealed )?[a-z][a-z-]+)",
            code(page),
        )
    )

    assert named
    assert {f"union {one}" for one in named} - set(known) == set()


def code(page):
    """What stands as code, in lines or among words."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    commands_ = [
        line.partition("#")[0] for block in blocks for line in block.split("\n")
    ]
    return "\n".join([*commands_, *re.findall(r"`([^`\n]+)`", page)])


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_setting_that_is_named_is_one(page):
    named = set(re.findall(r"UNION_[A-Z]+(?:_[A-Z]+)*", page)) - {"UNION_"}

    assert named - {f"UNION_{name.upper()}" for name in Settings.model_fields} == set()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_figure_that_is_named_is_told(page, app):
    counted = [metrics.ANSWERS, metrics.SECONDS, metrics.WAITS]
    with app.app_context():
        told = {f"ortaq_{gauge.name}" for gauge in gauges.gauges()}
    told |= {family.name for metric in counted for family in metric.collect()}
    told |= {"ortaq_pulse_age_seconds", "ortaq_disk_free_mebibytes"}

    named = set(re.findall(r"ortaq_[a-z_]+", page))

    assert {re.sub(r"_(total|count)$", "", name) for name in named} <= told


def test_every_part_that_fails_is_in_the_runbook():
    for part in health.WORDS.keys() - {"database"}:
        assert f'"{part}": ' in RUNBOOK


def test_every_line_that_is_quoted_is_written_somewhere():
    quoted = re.findall(r"«([a-z][^»]+)»", RUNBOOK)  # pages begin with a capital

    assert len(quoted) >= 2
    assert [words for words in quoted if f'"{words}' not in SOURCES] == []


def test_the_duty_that_is_named_is_one():
    assert "union.members.tasks.note_who_left" in outbox._duties
