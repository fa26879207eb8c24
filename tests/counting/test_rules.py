"""Each rule where its clauses bite: cases of ours, small enough to count by hand."""

import pytest

from tests.counting.elections import count, votes
from union.counting.errors import NotCountable
from union.counting.rules import PAPER_RULES

BY_VALUE = ("scottish-stv", "wigm", "wigm-minneapolis", "meek")
TWO_SURPLUSES = {"A B C": 60, "B D": 25, "C": 14, "D": 17, "E": 5}


@pytest.mark.parametrize("rule", BY_VALUE)
def test_a_surplus_moves_at_the_value_it_has(rule):
    report = count(rule, TWO_SURPLUSES, seats=3)

    assert sorted(report["winners"]) == ["A", "B", "D"]


def test_an_ers_surplus_moves_only_the_papers_received_last():
    report = count("ers97", TWO_SURPLUSES, seats=3)

    second = report["stages"][2]
    assert second["of"] == ["B"]
    assert [parcel["received_at_stage"] for parcel in second["parcels"]] == [2]
    assert second["parcels"][0]["to"] == {"C": 60}
    assert report["winners"] == ["A", "B", "C"]


def test_a_transfer_value_is_cut_paper_by_paper():
    report = count("scottish-stv", {"A B": 7, "A": 3, "B": 2, "C": 4}, seats=2)

    surplus = report["stages"][1]
    assert report["quota"] == "6.00000"
    assert surplus["transfer_value"] == {"exact": "2/5", "truncated": "0.40000"}
    assert votes(report, 2) == {"A": "6.00000", "B": "4.80000", "C": "4.00000"}
    assert surplus["non_transferable"] == "1.20000"


def test_what_is_cut_off_is_shown_and_lost():
    report = count("scottish-stv", {"A B": 7, "C": 3}, seats=2)

    assert report["stages"][1]["surplus"] == "3.00000"
    assert report["stages"][1]["transfer_value"]["truncated"] == "0.42857"
    assert report["stages"][1]["loss_by_fraction"] == "0.00001"
    assert report["stages"][1]["non_transferable"] == "0.00001"
    assert report["stages"][1]["total"] == "10.00000"


def test_a_surplus_of_nothing_is_no_scottish_stage():
    report = count("scottish-stv", {"A B": 4, "B": 3, "C": 2}, seats=2)

    assert report["quota"] == "4.00000"
    assert [stage["action"] for stage in report["stages"]] == [
        "first_preferences",
        "exclusion",
    ]


def test_the_reference_rule_moves_a_surplus_of_nothing_too():
    report = count("wigm", {"A B": 40001, "B": 40000, "C": 40002}, seats=2)

    assert report["quota"] == "40001.0001"
    assert [s["action"] for s in report["stages"]][:2] == [
        "first_preferences",
        "surplus",
    ]


def test_papers_carry_their_value_through_an_exclusion():
    report = count("scottish-stv", {"A B C": 8, "B C": 1, "C": 3, "D": 4}, seats=2)

    assert report["quota"] == "6.00000"
    assert votes(report, 2)["B"] == "3.00000"
    assert report["stages"][2]["excluded"] == ["B"] or report["tied"]


@pytest.mark.parametrize(
    ("rule", "quota"),
    [
        ("scottish-stv", "34.00000"),
        ("wigm", "33.3334"),
        ("wigm-minneapolis", "34.0000"),
        ("ers97", "33.34"),
        ("meek", "33.333333334"),
    ],
)
def test_each_rule_has_its_quota(rule, quota):
    report = count(rule, {"A": 50, "B": 30, "C": 20}, seats=2)

    assert report["quota"] == quota


def test_the_ers_quota_is_exact_where_the_division_is():
    assert count("ers97", {"A": 5, "B": 4}, seats=2)["quota"] == "3.00"
    assert count("ers97", {"A": 6, "B": 4}, seats=2)["quota"] == "3.34"


def test_ers_excludes_together_whom_nothing_can_save():
    papers = {"A": 40, "B": 35, "C A": 3, "D B": 2, "E A": 1}

    report = count("ers97", papers, seats=1)

    assert report["stages"][1]["excluded"] == ["C", "D", "E"]


def test_ers_lowers_the_quota_while_papers_run_out_and_nobody_is_elected():
    report = count("ers97", {"A": 40, "B": 35, "C": 30}, seats=1)

    assert report["quota"] == "52.50"
    assert report["stages"][1]["quota"] == "37.50"
    assert report["winners"] == ["A"]


def test_minneapolis_defeats_together_whom_nothing_can_save():
    papers = {"A": 40, "B": 35, "C A": 3, "D B": 2, "E A": 1}

    report = count("wigm-minneapolis", papers, seats=1)

    assert report["stages"][1]["excluded"] == ["C", "D", "E"]
    assert report["stages"][1]["why"] == "167.70(1)(c)"


def test_minneapolis_defeats_nobody_who_could_still_be_equal():
    report = count("wigm-minneapolis", {"A": 40, "B": 5, "C": 4, "D": 1}, seats=2)

    assert report["stages"][1]["excluded"] == []


def test_meek_lets_the_quota_fall_as_papers_run_out():
    report = count("meek", {"A": 60, "B": 20, "C B": 19, "D": 1}, seats=2)

    quotas = [stage["quota"] for stage in report["stages"]]
    assert quotas == sorted(quotas, reverse=True)
    assert quotas[0] != quotas[-1]


def test_meek_shares_a_paper_between_names_of_one_rank():
    report = count("meek", {"A=B": 3, "C": 2}, seats=1)

    assert votes(report, 1) == {
        "A": "1.500000000",
        "B": "1.500000000",
        "C": "2.000000000",
    }


@pytest.mark.parametrize("rule", ["scottish-stv", "wigm", "ers97", "irv", "plurality"])
def test_a_shared_rank_is_no_preference(rule):
    report = count(rule, {"A=B C": 3, "C A=B": 2, "A": 1}, seats=1)

    assert report["invalid"] == {"equal_ranks": 3}
    assert report["valid"] == 3
    assert votes(report, 1)["C"].startswith("2")


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_who_has_withdrawn_is_passed_over(rule):
    report = count(rule, {"A B": 3, "A": 2, "C": 1, "": 4}, before=["-1"])

    assert report["winners"] == ["B"]
    assert report["withdrawn"] == ["A"]
    assert report["invalid"] == {"only_withdrawn": 2}
    assert (report["papers"], report["blank"], report["valid"]) == (10, 4, 4)
    assert "A" not in votes(report, 1)


def test_a_run_off_goes_on_until_more_than_half_of_what_still_counts():
    report = count("irv", {"A": 40, "B C": 35, "C B": 25})

    assert votes(report, 2) == {"A": "40", "B": "60", "C": "0"}
    assert report["winners"] == ["B"]
    assert len(report["stages"]) == 2


def test_half_is_not_more_than_half():
    report = count("irv", {"A": 4, "B": 3, "C A": 1}, tie_order=["A", "B", "C"])

    assert report["winners"] == ["A"]
    assert len(report["stages"]) == 2


def test_a_run_off_fills_one_seat():
    with pytest.raises(NotCountable, match="one seat"):
        count("irv", {"A": 1, "B": 2, "C": 3}, seats=2)


def test_the_most_first_preferences_win():
    report = count("plurality", {"A B": 4, "B C": 3, "C": 3, "D": 1}, seats=1)

    assert report["winners"] == ["A"]
    assert votes(report, 1) == {"A": "4", "B": "3", "C": "3", "D": "1"}


def test_every_name_on_a_paper_is_approved():
    report = count("approval", {"A B": 4, "C=B": 3, "C": 2}, seats=2)

    assert votes(report, 1) == {"A": "4", "B": "7", "C": "5"}
    assert report["winners"] == ["B", "C"]


def test_who_beats_everybody_wins_by_schulze():
    report = count("schulze", {"A B C": 40, "B C": 35, "C B": 25})

    assert report["winners"] == ["B"]
    assert report["ranking"] == [["B"], ["C"], ["A"]]
    assert report["pairwise"]["B"] == {"A": 60, "C": 75}


def test_all_potential_winners_are_reported_by_schulze():
    report = count("schulze", {"A B": 3, "B A": 3, "C": 1})

    assert report["winners"] == []
    assert report["tied"] == ["A", "B"]


def test_further_seats_go_down_the_ranking_by_schulze():
    report = count("schulze", {"A B C D": 5, "B A C D": 4, "D C": 3}, seats=2)

    assert report["winners"] == ["A", "B"]
    assert report["tied"] == []


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_a_report_tells_what_it_was_counted_from(rule):
    report = count(rule, {"A": 5, "B": 3, "C": 1}, names=["A", "B", "C"])

    assert report["rule"] == rule
    assert report["source"]
    assert len(report["ballot_file_sha256"]) == 64
    assert report["candidates"] == ["A", "B", "C"]
    assert report["title"] == "A test"
    assert report["winners"] == ["A"]
    assert report["stages"][-1]["elected"] == ["A"]


def test_who_might_have_voted_stands_in_the_report():
    report = count("irv", {"A": 2, "B": 1, "": 1}, electorate=10)

    assert report["electorate"] == 10
    assert count("irv", {"A": 2})["electorate"] is None


@pytest.mark.parametrize("electorate", [3, -1, "10", True, None])
def test_of_fewer_than_came_nobody_counts(electorate):
    with pytest.raises(NotCountable, match="electorate"):
        count("irv", {"A": 2, "B": 1, "": 1}, electorate=electorate)


def test_a_lot_that_the_rule_does_not_draw_is_said_not_to_be_used():
    report = count("schulze", {"A B": 2, "B A": 2}, tie_order=["A", "B"])

    assert report["tied"] == ["A", "B"]
    assert "draws no lot" in report["stages"][0]["note"]
    assert "note" not in count("schulze", {"A B": 2})["stages"][0]
