"""`union count`: a ballot file in; a report out, or a sentence on what is wrong."""

import csv
import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.counting.elections import ballots
from union.cli.main import union
from union.counting import recount
from union.counting.rules import RULES

LEVEL = {"A": 2, "B": 2}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ballots.blt"
    path.write_bytes(ballots({"A B": 7, "B": 4, "C B": 3, "+SUM(1)": 1}, seats=2))
    return path


def run(*words):
    return CliRunner().invoke(union, ["count", *map(str, words)])


def test_a_report_is_json_unless_asked_otherwise(file):
    done = run(file, "--rule", "scottish-stv")

    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert report["winners"] == ["A", "B"]
    assert report["quota"] == "6.00000"
    recount.recount(file, report)


def test_more_seats_than_the_file_says_may_be_filled(file):
    report = json.loads(run(file, "--rule", "plurality", "--seats", 3).stdout)

    assert report["winners"] == ["A", "B", "C"]


def test_a_sheet_shows_every_stage_and_no_formula(file):
    done = run(file, "--rule", "scottish-stv", "--report", "csv")

    rows = list(csv.reader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    a = next(row for row in rows if row[:1] == ["A"])
    assert a == ["A", "7.00000", "7.00000", "-1.00000", "6.00000", *a[5:]]
    assert a[-1] == "elected at stage 1"
    assert any(row[:1] == ["'+SUM(1)"] for row in rows)
    assert ["winners", "A, B"] in rows


def test_a_report_can_be_read_as_text(file):
    done = run(file, "--rule", "scottish-stv", "--report", "text")

    assert "Stage 2: surplus of A (rules 48, 49)" in done.stdout
    assert "surplus 1.00000, transfer value 1/7" in done.stdout
    assert "used 0.14285, lost 0.00005" in done.stdout
    assert done.stdout.endswith("elected              A, B\n")


def test_a_tie_is_reported_and_is_no_failure(tmp_path):
    path = tmp_path / "level.blt"
    path.write_bytes(ballots(LEVEL))

    done = run(path, "--rule", "irv", "--report", "text")

    assert done.exit_code == 0
    assert done.stdout.endswith("tied                 A, B: only a lot could go on\n")


@pytest.mark.parametrize(
    "lot",
    [
        ["--lot", "A", "--lot", "B"],
        ["--options", '{"tie_order": ["A", "B"]}'],
        ["--options", "{}", "--lot", "A", "--lot", "B"],
    ],
)
def test_a_lot_is_declared_in_words_or_as_an_option(tmp_path, lot):
    path = tmp_path / "level.blt"
    path.write_bytes(ballots(LEVEL))

    report = json.loads(run(path, "--rule", "irv", *lot).stdout)

    assert report["winners"] == ["B"]


def test_a_tie_is_told_with_the_stages_looked_at(tmp_path):
    path = tmp_path / "tie.blt"
    path.write_bytes(ballots({"A": 6, "B": 4, "C": 3, "D C": 1, "E": 5}, seats=2))

    done = run(path, "--rule", "scottish-stv", "--report", "text")

    assert "Tie at stage 3: B, C" in done.stdout
    assert "at stage 1: B 4.00000, C 3.00000" in done.stdout
    assert "decided by earlier stages: C" in done.stdout


def test_a_malformed_file_is_refused_with_its_line(file):
    file.write_text(file.read_text().replace("\n4 3 0", "\n4 3"))

    done = run(file, "--rule", "plurality")

    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ballots.blt, line 3: expected a ballot paper")
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ('{"tie_order": ["Nobody"]}', "Nobody, who is no candidate"),
        ('{"tie_order"', "--options: expected JSON"),
        ("[]", "--options: expected an object"),
        ('{"more": 1}', "“more” is not known here"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(file, options, why):
    done = run(file, "--rule", "irv", "--seats", 1, "--options", options)

    assert done.exit_code == 1
    assert why in done.stderr


def test_the_rules_are_those_of_the_table():
    assert RULES == (
        "plurality",
        "approval",
        "irv",
        "scottish-stv",
        "wigm",
        "wigm-minneapolis",
        "meek",
        "ers97",
        "schulze",
        "yes-no",
        "score",
        "majority-judgment",
        "industrial-action",
    )


@pytest.mark.parametrize("form", ["json", "text", "csv"])
@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("yes-no", {"yes": 5, "no": 3}),
        ("score", {"scores": [{"A": 3, "B": 1}]}),
        (
            "majority-judgment",
            {"grades_best_to_worst": ["good", "bad"], "tallies": {"A": [2, 1]}},
        ),
        (
            "industrial-action",
            {"entitled": 9, "yes": 5, "no": 1, "ballot_opened": "2026-03-01"},
        ),
    ],
)
def test_numbers_are_counted_in_every_form(tmp_path, rule, data, form):
    path = tmp_path / "numbers.json"
    path.write_text(json.dumps(data))

    done = run(path, "--rule", rule, "--report", form)

    assert done.exit_code == 0
    assert rule in done.stdout


def test_the_script_that_checks_is_printed(tmp_path, file):
    script, report = tmp_path / "recount.py", tmp_path / "report.json"
    script.write_text(run("--print-recount").stdout)
    report.write_text(run(file, "--rule", "meek").stdout)

    done = subprocess.run(
        [sys.executable, "-I", script, file, report], capture_output=True, check=True
    )

    assert done.stdout == b"The recount agrees.\n"
