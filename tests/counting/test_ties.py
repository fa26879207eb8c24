"""Ties: the rule's look-back first, then the declared lot, else nobody's choice."""

import pytest

from tests.counting.elections import count
from union.counting.errors import NotCountable
from union.counting.rules import PAPER_RULES
from union.counting.ties import drawn_from

LEVEL = {"A": 2, "B": 2, "C": 2}
PARTED = {"A": 6, "B": 4, "C": 3, "D C": 1, "E": 5}  # C has as many as B at last


@pytest.mark.parametrize("rule", [r for r in PAPER_RULES if r != "schulze"])
def test_without_a_lot_a_count_stops_and_names_the_tied(rule):
    report = count(rule, LEVEL)

    assert report["winners"] == []
    assert report["tied"] == ["A", "B", "C"]


@pytest.mark.parametrize("rule", [r for r in PAPER_RULES if r != "schulze"])
def test_of_the_tied_the_first_in_the_lot_goes(rule):
    report = count(rule, LEVEL, tie_order=["C", "A", "B"])

    assert report["winners"] == ["B"]
    assert report["tied"] == []
    assert report["lot"] == "C, A, B"
    assert report["ties"][0]["decided_by"] == "lot"
    assert report["ties"][0]["chosen"] == "C"


def test_a_lot_may_stand_in_the_file():
    report = count("irv", LEVEL, before=["[tie 3 1 2]"])

    assert report["winners"] == ["B"]


def test_a_lot_that_is_declared_beside_the_file_goes_before_it():
    report = count("irv", LEVEL, before=["[tie 3 1 2]"], tie_order=["B", "A", "C"])

    assert report["winners"] == ["C"]


def test_a_lot_that_does_not_name_all_the_tied_decides_nothing():
    report = count("irv", LEVEL, tie_order=["A"])

    assert report["tied"] == ["A", "B", "C"]


def test_scottish_rules_look_back_to_the_most_recent_unequal_stage():
    report = count("scottish-stv", PARTED, seats=2)

    tie = report["ties"][0]
    assert tie["tied"] == ["B", "C"]
    assert [row["stage"] for row in tie["compared"]] == [2, 1]
    assert tie["compared"][-1]["votes"] == {"B": "4.00000", "C": "3.00000"}
    assert (tie["decided_by"], tie["chosen"]) == ("earlier stages", "C")


def test_ers_rules_look_from_the_first_stage_on():
    papers = {"A": 30, "B": 14, "C": 12, "D C": 2, "D A": 3, "E": 25}

    report = count("ers97", papers, seats=2)

    tie = report["ties"][0]
    assert [row["stage"] for row in tie["compared"]] == [1]
    assert tie["chosen"] == "C"


def test_reference_rules_ask_the_lot_at_once():
    report = count("wigm", PARTED, seats=2)

    assert report["tied"] == ["B", "C"]
    assert report["ties"] == []


def test_looking_back_parts_some_and_goes_on_between_the_rest():
    papers = {"A": 9, "B": 3, "C": 3, "D": 2, "E D": 1, "F": 8}

    report = count("irv", papers)

    tie = report["ties"][0]
    assert tie["tied"] == ["B", "C", "D"]
    assert tie["chosen"] == "D"


def test_whose_equal_surplus_moves_first_is_by_the_most_recent_unequal_stage():
    papers = {"A": 6, "B": 6, "C": 1}

    report = count("scottish-stv", papers, seats=2)

    assert sorted(report["winners"]) == ["A", "B"]
    assert report["tied"] == []


def test_equal_surpluses_with_nothing_to_tell_them_apart_want_a_lot():
    papers = {"A C": 6, "B D": 6, "C": 1, "D": 1, "E": 2}

    report = count("scottish-stv", papers, seats=3)

    assert report["winners"] == ["A", "B"]
    assert report["tied"] == ["A", "B"]


def test_the_surplus_of_the_first_in_the_lot_moves_first():
    papers = {"A C": 6, "B D": 6, "C": 1, "D": 1, "E": 2}

    report = count("scottish-stv", papers, seats=3, tie_order=list("BADCE"))

    assert report["stages"][1]["of"] == ["B"]


def test_a_seed_draws_the_same_lot_for_everybody():
    names = ("Айгүл", "Боб", "Санжар")

    order = drawn_from("2026-11-26 07:00 KASE 512.43", names)

    assert order == drawn_from("2026-11-26 07:00 KASE 512.43", names)
    assert sorted(order) == [0, 1, 2]
    assert len({drawn_from(str(seed), names) for seed in range(60)}) == 6


def test_a_seed_decides_as_its_order_would():
    by_seed = count("irv", LEVEL, lot_seed="a public seed")

    order = by_seed["lot"].split(", ")
    assert by_seed["winners"] == count("irv", LEVEL, tie_order=order)["winners"]
    assert by_seed["winners"] == [order[-1]]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"tie_order": ["A", "Nobody"]}, "Nobody, who is no candidate"),
        ({"tie_order": ["A", "A"]}, "every name once"),
        ({"tie_order": "A"}, "a list of names"),
        ({"tie_order": [1]}, "a list of names"),
        ({"lot_seed": ""}, "the public seed"),
        ({"lot_seed": 7}, "the public seed"),
        ({"lot_seed": "s", "tie_order": ["A"]}, "not both"),
        ({"tie_ordre": ["A"]}, "not known here"),
    ],
)
def test_a_lot_that_makes_no_sense_is_refused(options, why):
    with pytest.raises(NotCountable, match=why):
        count("irv", LEVEL, **options)
