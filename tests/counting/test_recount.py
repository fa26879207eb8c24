"""The recount script: a stranger's check that disagrees with whatever was changed."""

import copy
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests.counting.elections import ballots
from union.counting import recount
from union.counting.rules import PAPER_RULES, count_file

PAPERS = {
    "A B C": 20,
    "A C": 13,
    "B D": 11,
    "C D E": 9,
    "D": 8,
    "E A": 4,
    "E=F B": 2,
    "F E D": 3,
    "": 2,
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ballots.blt"
    path.write_bytes(ballots(PAPERS, seats=2))
    return path


def counted(file, rule):
    seats = 1 if rule == "irv" else 2
    return count_file(file.read_bytes(), rule, seats, {"tie_order": list("FEDCBA")})


def other_votes(report):
    """The report with one number changed, for each number of votes in it."""
    for nth, stage in enumerate(report["stages"]):
        for name, votes in stage["votes"].items():
            told = copy.deepcopy(report)
            told["stages"][nth]["votes"][name] = str(Fraction(votes) + 1)
            yield told


def other_winners(report):
    """The report with somebody else elected for the last one; and with nobody."""
    *_, out = report["winners"]
    for name in report["candidates"]:
        if name not in report["winners"]:
            yield json.loads(json.dumps(report).replace(f'"{out}"]', f'"{name}"]'))
    yield report | {"winners": []}


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_a_report_as_it_was_counted_is_agreed_to(file, rule):
    recount.recount(file, counted(file, rule))


def disagrees(file, report):
    try:
        recount.recount(file, report)
    except SystemExit as end:
        return "disagrees" in str(end)
    return False


@pytest.mark.parametrize("rule", [r for r in PAPER_RULES if r != "schulze"])
def test_whatever_is_changed_is_found(file, rule):
    report = counted(file, rule)

    votes, winners = list(other_votes(report)), list(other_winners(report))

    assert len(votes) >= 6
    assert len(winners) >= 4
    assert all(disagrees(file, told) for told in votes)
    assert all(disagrees(file, told) for told in winners)


def test_a_pair_that_is_changed_is_found(file):
    report = counted(file, "schulze")
    report["pairwise"]["A"]["B"] += 1

    with pytest.raises(SystemExit, match="how many prefer whom"):
        recount.recount(file, report)


@pytest.mark.parametrize("rule", ["scottish-stv", "wigm", "ers97", "meek"])
def test_who_was_excluded_too_early_is_found(file, rule):
    report = counted(file, rule)
    stage = next(s for s in report["stages"] if s["action"] == "exclusion")
    stage["of"] = stage["excluded"] = ["C"]

    with pytest.raises(SystemExit, match="disagrees"):
        recount.recount(file, report)


def test_it_runs_where_nothing_of_ours_is(file, tmp_path):
    script = tmp_path / "recount.py"
    script.write_text(Path(recount.__file__).read_text(encoding="utf-8"))
    report = tmp_path / "report.json"
    report.write_text(json.dumps(counted(file, "scottish-stv")))

    run = subprocess.run(
        [sys.executable, "-I", "-W", "error", script, file, report],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.stdout, run.stderr, run.returncode) == ("The recount agrees.\n", "", 0)


def test_it_fits_on_a_few_sheets_and_borrows_nothing():
    source = Path(recount.__file__).read_text(encoding="utf-8")

    assert source.count("\n") < 300
    assert "union" not in source


def without(stage):
    def change(report):
        del report["stages"][stage:]

    return change


def one_more_valid(report):
    report["valid"] += 1


def two_at_once(report):
    report["stages"][2]["of"] = report["stages"][2]["excluded"] = ["E", "F"]


def nobodys_surplus(report):
    report["stages"][1]["of"] = ["C"]


def another_quota(report):
    report["quota"] = "25.00000"


def elected_late(report):
    report["stages"][1]["elected"] = report["stages"][0].pop("elected")
    report["stages"][0]["elected"] = []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (without(-1), "elected are"),
        (one_more_valid, "70 papers are valid"),
        (two_at_once, "may not go"),
        (nobodys_surplus, "whose surplus"),
        (another_quota, "the quota is 24"),
        (elected_late, "stage 1"),
    ],
)
def test_a_step_that_the_rule_does_not_know_is_found(tmp_path, change, why):
    path = tmp_path / "ballots.blt"
    path.write_bytes(
        ballots({"A B": 30, "B": 14, "C": 12, "D": 8, "E": 4, "F C": 2}, 2)
    )
    report = count_file(path.read_bytes(), "scottish-stv")
    recount.recount(path, report)

    change(report)

    with pytest.raises(SystemExit, match=why):
        recount.recount(path, report)


def test_a_count_that_ends_too_early_is_found(tmp_path):
    path = tmp_path / "ballots.blt"
    path.write_bytes(ballots({"A": 30, "B": 14, "C": 12}, 2))
    report = count_file(path.read_bytes(), "scottish-stv")
    report["stages"][-1]["elected"], report["winners"] = [], ["A"]

    with pytest.raises(SystemExit, match="ends before all seats are filled"):
        recount.recount(path, report)


def test_a_surplus_waits_for_no_exclusion(tmp_path):
    path = tmp_path / "ballots.blt"
    path.write_bytes(ballots({"A B": 30, "B": 14, "C": 12, "D": 2}, 2))
    report = count_file(path.read_bytes(), "wigm")
    stage = report["stages"][1]
    stage["action"], stage["of"], stage["excluded"] = "exclusion", ["D"], ["D"]

    with pytest.raises(SystemExit, match="may not go"):
        recount.recount(path, report)


def test_it_agrees_that_a_lot_is_between_those_with_the_threshold(tmp_path):
    file = tmp_path / "ballots.blt"
    file.write_bytes(ballots({"": 4, "A": 1, "B": 1}, 3, names="ABCDEF"))
    report = count_file(file.read_bytes(), "wigm-minneapolis")

    recount.recount(file, report)

    assert report["tied"] == ["A", "B"]
