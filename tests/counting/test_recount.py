"""The recount script: a stranger's check that disagrees with whatever was changed."""

import copy
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
SCORES = {"scores": [{"A": 5, "B": 3}, {"B": 4}, {"A": 1, "C": 2, "D": -1}, {}]}
GRADES = {
    "grades_best_to_worst": ["good", "fair", "poor"],
    "tallies": {"A": [2, 1, 2], "B": [1, 3, 1], "C": [0, 2, 3], "D": [0, 2, 3]},
}
RULES = [*PAPER_RULES, "score", "majority-judgment"]
SENTENCES = {"rule", "rule_version", "source", "quota_formula", "why", "note"}
ADDED_LATER = {"tie_order", "lot_seed", "electorate"}
TAKEN_OVER = {"seats", "tie_order", "lot", "lot_seed", "electorate"}


def content(rule, papers=PAPERS, before=("-4",)):
    """An election for the rule; one of its candidates has withdrawn."""
    numbers = {"score": SCORES, "majority-judgment": GRADES}.get(rule)
    if numbers:
        return json.dumps(numbers).encode()
    return ballots(papers, seats=1 if rule == "irv" else 2, before=before)


def counted(rule, file, **options):
    return json.loads(json.dumps(count_file(file, rule, None, options)))


def lot(rule):
    names = "DCBA" if rule == "score" else "FEDCBA"
    return {} if rule == "majority-judgment" else {"tie_order": list(names)}


def says(tmp_path, file, report):
    """What the script disagrees with, or what it wants to be believed."""
    path = tmp_path / "ballots"
    path.write_bytes(file)
    try:
        return recount.recount(path, report)
    except SystemExit as end:
        return str(end)


def disagrees(tmp_path, file, report):
    return str(says(tmp_path, file, report)).startswith("The recount disagrees: ")


def changes(value):
    """Every value that differs from this one in one place."""
    if isinstance(value, dict):
        yield from changes_of_braces(value)
    elif isinstance(value, list):
        yield from changes_of_list(value)
    elif isinstance(value, str):
        yield other_words(value)
    elif isinstance(value, int):
        yield value + 1
    else:
        yield "1"


def changes_of_braces(value):
    for key in set(value) - SENTENCES:
        yield {k: v for k, v in value.items() if k != key}
        yield from (value | {key: other} for other in changes(value[key]))
    yield value | {"another": 1}


def changes_of_list(value):
    for nth, one in enumerate(value):
        yield value[:nth] + value[nth + 1 :]
        for other in changes(one):
            yield [*value[:nth], other, *value[nth + 1 :]]
    if value != value[::-1]:
        yield value[::-1]
    yield [*value, "A"]


def other_words(said):
    try:
        return str(Fraction(said) + 1)
    except ValueError:
        return f"{said}?"


def changed(report):
    """The report, changed in one place at a time."""
    for key in sorted(set(report) - SENTENCES - TAKEN_OVER):
        yield {k: v for k, v in report.items() if k != key}
        for other in changes(report[key]):
            yield report | {key: other}


@pytest.mark.parametrize("rule", RULES)
def test_a_report_as_it_was_counted_is_agreed_to(tmp_path, rule):
    file = content(rule)

    assert not disagrees(tmp_path, file, counted(rule, file, **lot(rule)))


@pytest.mark.parametrize("rule", RULES)
def test_whatever_is_changed_is_found(tmp_path, rule):
    file = content(rule)
    report = counted(rule, file, **lot(rule))

    told = list(changed(report))

    assert len(told) > 60
    assert [one for one in told if not disagrees(tmp_path, file, one)] == []


@pytest.mark.parametrize("rule", RULES)
def test_so_it_is_where_only_a_lot_could_go_on(tmp_path, rule):
    level = {"A": 4, "B": 4, "C=B": 1, "C A": 3, "D": 3, "E": 4}
    file = content(rule, level, before=())
    report = counted(rule, file)

    told = list(changed(report))

    assert [one for one in told if not disagrees(tmp_path, file, one)] == []


some_papers = st.dictionaries(
    st.permutations("ABCD").flatmap(
        lambda order: st.integers(1, 4).map(lambda n: " ".join(order[:n]))
    ),
    st.integers(1, 9),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("rule", PAPER_RULES)
@given(papers=some_papers, end=st.integers(0, 3), tied=st.sets(st.sampled_from("ABCD")))
@settings(max_examples=60)
def test_a_false_tie_is_found(rule, papers, end, tied, tmp_path_factory):
    """A count cut off, with whomever said to be tied, is no count."""
    file = ballots(papers, 1 if rule == "irv" else 2, names="ABCD")
    report = counted(rule, file)
    told = copy.deepcopy(report) | {"tied": sorted(tied)}
    told["stages"] = told["stages"][:end]
    told["winners"] = [n for stage in told["stages"] for n in stage["elected"]]

    found = disagrees(tmp_path_factory.getbasetemp(), file, told)

    is_so = (told["stages"], told["tied"], told["winners"]) == (
        report["stages"],
        report["tied"],
        report["winners"],
    )
    assert found is not is_so


@pytest.mark.parametrize("rule", ["irv", "scottish-stv", "wigm", "meek", "ers97"])
@pytest.mark.parametrize("tied", [["Dana", "Clara"], ["Anna", "Boris"]])
def test_nobody_is_tied_who_has_more_votes(tmp_path, rule, tied):
    papers = {"Anna": 40, "Boris": 30, "Clara Boris": 20, "Dana Clara Boris": 10}
    file = ballots(papers, names=["Anna", "Boris", "Clara", "Dana"])
    report = counted(rule, file)
    report |= {"winners": [], "tied": tied, "stages": report["stages"][:1]}
    report["stages"][0]["elected"] = []

    assert disagrees(tmp_path, file, report)
    assert disagrees(tmp_path, file, report | {"stages": []})


@pytest.mark.parametrize("rule", ["scottish-stv", "wigm", "ers97", "meek"])
def test_who_was_excluded_too_early_is_found(tmp_path, rule):
    file = content(rule, before=())
    report = counted(rule, file, **lot(rule))
    stage = next(s for s in report["stages"] if s["action"] == "exclusion")
    stage["of"] = stage["excluded"] = ["C"]

    assert disagrees(tmp_path, file, report)


def test_another_lot_than_was_drawn_from_the_seed_is_found(tmp_path):
    file = ballots({"A": 2, "B": 2})
    report = counted("irv", file, lot_seed="4 8 15")

    assert not disagrees(tmp_path, file, report)
    report["tie_order"].reverse()
    assert "of this seed the lot is" in says(tmp_path, file, report)


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ({"seats": 3}, "The report fills 3 seats, not 2."),
        ({"tie_order": ["B"], "lot": "B"}, "The lot, as declared: B"),
        ({"electorate": 100}, "So many may vote, it is said: 100"),
    ],
)
def test_what_no_ballot_file_bears_out_is_said(tmp_path, told, believed):
    file = ballots({"A": 2, "B": 1}, seats=2)
    report = counted("plurality", file)

    assert says(tmp_path, file, report) == []
    assert says(tmp_path, file, report | told) == [believed]


@pytest.mark.parametrize(
    "told",
    [
        {"seats": "two"},
        {"seats": 0},
        {"tie_order": ["Nobody"]},
        {"tie_order": 5},
        {"electorate": "all"},
        {"electorate": 2},
        {"rule": "yes-no"},
        {"stages": 5},
        {"ties": [1]},
        {"valid": True},
    ],
)
def test_what_is_no_report_is_disagreed_with_in_a_sentence(tmp_path, told):
    file = ballots({"A": 2, "B": 1}, seats=2)
    report = counted("plurality", file)

    assert disagrees(tmp_path, file, report | told)


def run(tmp_path, file, report):
    """The script where nothing of ours is, as a stranger starts it."""
    script, ballot_file = tmp_path / "recount.py", tmp_path / "ballots.blt"
    script.write_text(Path(recount.__file__).read_text(encoding="utf-8"))
    ballot_file.write_bytes(file)
    told = tmp_path / "report.json"
    told.write_text(json.dumps(report))
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", script, ballot_file, told],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_runs_where_nothing_of_ours_is(tmp_path):
    file = content("scottish-stv")

    done = run(tmp_path, file, counted("scottish-stv", file))

    assert (done.stdout, done.stderr) == ("The recount agrees.\n", "")
    assert done.returncode == 0


@pytest.mark.parametrize("rule", [r for r in RULES if r != "majority-judgment"])
@pytest.mark.parametrize("order", [[], ["C", "A, B", "A", "D", "E", "F"]])
def test_a_report_of_before_the_lot_was_told_by_name_is_still_agreed_with(
    tmp_path, rule, order
):
    """Stored reports do not change, and the script is handed out beside them."""
    if rule == "score":
        order = order[:1]
    file = content(rule).replace(b'"B"', b'"A, B"')
    told = counted(rule, file, **({"tie_order": order} if order else {}))
    older = {k: v for k, v in told.items() if k not in ADDED_LATER}

    done = run(tmp_path, file, older)

    assert done.stdout.startswith("The recount agrees."), done.stderr
    assert done.returncode == 0


def test_of_a_rule_it_does_not_know_it_says_so(tmp_path):
    file = b'{"yes": 5, "no": 3}'

    done = run(tmp_path, file, counted("yes-no", file))

    assert "it knows no rule yes-no" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


def test_it_borrows_nothing():
    source = Path(recount.__file__).read_text(encoding="utf-8")

    assert "union" not in source


def test_it_agrees_that_a_lot_is_between_those_with_the_threshold(tmp_path):
    file = ballots({"": 4, "A": 1, "B": 1}, 3, names="ABCDEF")
    report = counted("wigm-minneapolis", file)

    assert report["tied"] == ["A", "B"]
    assert not disagrees(tmp_path, file, report)
