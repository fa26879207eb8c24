"""Whole reports, word by word, of elections that can be counted on a napkin."""

import json

import pytest

from tests.counting.elections import ballots, count, judge
from union.counting import sheet
from union.counting.rules import TALLY_RULES, count_file

NAPKIN = {"A B": 7, "A": 3, "B": 2, "C": 4, "": 1, "B=C": 2}

TEXT = """\
rule                 scottish-stv
rule version         1
source               SSI 2007/42, Schedule 1, rules 45-52
title                A test
ballot file sha256   {digest}
seats                2
papers               19
blank                1
valid                16
quota                6.00000
quota formula        valid // (seats + 1) + 1, rule 46
lot                  C, B, A
invalid              2 (equal ranks)

Stage 1: first preferences (rule 45)
  A                        10.00000         10.00000  elected
  B                         2.00000          2.00000
  C                         4.00000          4.00000
  non-transferable                           0.00000
  total                                     16.00000

Stage 2: surplus of A (rules 48, 49)
  surplus 4.00000, transfer value 2/5
  used 0.40000, lost 0.00000
  10 papers received at stage 1, worth 1.00000, now 0.40000: B 7, non-transferable 3
  A                        -4.00000          6.00000
  B                         2.80000          4.80000
  C                         0.00000          4.00000
  non-transferable                           1.20000
  total                                     16.00000

Stage 3: exclusion of C (rules 50, 51)
  4 papers received at stage 1, worth 1.00000, now 1.00000: non-transferable 4
  A                         0.00000          6.00000
  B                         0.00000          4.80000  elected
  C                        -4.00000          0.00000  excluded
  non-transferable                           5.20000
  total                                     16.00000
  rule 52: as many continue as places are left

elected              A, B"""


def napkin():
    return count("scottish-stv", NAPKIN, seats=2, tie_order=list("CBA"))


def test_a_transferable_count_as_text():
    report = napkin()

    told = "\n".join(sheet.text(report))

    assert told == TEXT.format(digest=report["ballot_file_sha256"])


def test_a_transferable_count_as_a_sheet():
    rows = sheet.rows(napkin())

    assert ["|".join(row) for row in rows[-10:]] == [
        "|first preferences||surplus of A||exclusion of C||",
        "A|10.00000|10.00000|-4.00000|6.00000|0.00000|6.00000|elected at stage 1",
        "B|2.00000|2.00000|2.80000|4.80000|0.00000|4.80000|elected at stage 3",
        "C|4.00000|4.00000|0.00000|4.00000|-4.00000|0.00000|excluded at stage 3",
        "non-transferable||0.00000||1.20000||5.20000|",
        "total||16.00000||16.00000||16.00000|",
        "",
        "stage|received at stage|value|new value|papers|non transferable papers|to",
        "2|1|1.00000|0.40000|10|3|B: 7",
        "3|1|1.00000|1.00000|4|4|",
    ]
    assert rows[-11] == [
        "candidate",
        "stage 1, change",
        "stage 1, votes",
        "stage 2, change",
        "stage 2, votes",
        "stage 3, change",
        "stage 3, votes",
        "result",
    ]
    assert ["invalid: equal_ranks", "2"] in rows
    assert ["winners", "A, B"] in rows
    assert ["tied", ""] in rows
    assert ["lot", "C, B, A"] in rows
    assert ["rule_version", "1"] in rows


def test_a_sheet_tells_ties_and_who_withdrew_and_the_seed():
    papers = {"A": 6, "B": 4, "C": 3, "D C": 1, "E": 5, "F": 2}

    report = count(
        "scottish-stv", papers, 2, before=["-6"], lot_seed="4 8 15", electorate=30
    )

    rows = ["|".join(row) for row in sheet.rows(report)]
    compared = "at stage 2: B 4.00000, C 4.00000; at stage 1: B 4.00000, C 3.00000"
    assert f"3|B, C|{compared}|earlier stages|C" in rows
    assert {"withdrawn|F", "lot_seed|4 8 15", "electorate|30"} <= {*rows}
    assert "lot seed             4 8 15" in [*sheet.text(report)]


@pytest.mark.parametrize("rule", ["approval", "score"])
def test_where_a_paper_is_in_several_sums_no_vote_is_left_over(rule):
    scores = {"scores": [{"A": 5, "B": 3}, {"B": 4}]}
    report = judge(rule, scores) if rule == "score" else count(rule, {"A B": 2, "B": 1})

    told = "\n".join([*sheet.text(report), *map(str, sheet.rows(report))])

    assert "non-transferable" not in told
    assert "total" not in told


def test_a_name_commands_no_screen():
    names = ["A\x1b[31mred", "B\u202eturned", "C\x9bwide", "Айгүл"]
    report = count_file(
        ("4 1\n1 1 0\n0\n" + "".join(f'"{n}"\n' for n in [*names, "?"])).encode(), "irv"
    )

    told = "\n".join(sheet.text(report))

    assert not {"\x1b", "\u202e", "\x9b"} & {*told}
    assert "A⟦U+001B⟧[31mred" in told
    assert "Айгүл" in told


def test_a_stage_tells_all_that_moved():
    assert napkin()["stages"][1] == {
        "number": 2,
        "action": "surplus",
        "of": ["A"],
        "why": "rules 48, 49",
        "votes": {"A": "6.00000", "B": "4.80000", "C": "4.00000"},
        "changes": {"A": "-4.00000", "B": "2.80000", "C": "0.00000"},
        "non_transferable": "1.20000",
        "total": "16.00000",
        "elected": [],
        "excluded": [],
        "surplus": "4.00000",
        "transfer_value": {"exact": "2/5", "truncated": "0.40000"},
        "parcels": [
            {
                "received_at_stage": 1,
                "value": "1.00000",
                "new_value": "0.40000",
                "papers": 10,
                "to": {"B": 7},
                "non_transferable_papers": 3,
            }
        ],
        "loss_by_fraction": "0.00000",
    }


def test_a_header_tells_what_was_counted():
    report = napkin()

    header = {key: report[key] for key in list(report)[:18]}
    assert header == {
        "rule": "scottish-stv",
        "rule_version": 1,
        "source": "SSI 2007/42, Schedule 1, rules 45-52",
        "title": "A test",
        "ballot_file_sha256": report["ballot_file_sha256"],
        "candidates": ["A", "B", "C"],
        "withdrawn": [],
        "seats": 2,
        "electorate": None,
        "papers": 19,
        "blank": 1,
        "invalid": {"equal_ranks": 2},
        "valid": 16,
        "quota": "6.00000",
        "quota_formula": "valid // (seats + 1) + 1, rule 46",
        "lot": "C, B, A",
        "tie_order": ["C", "B", "A"],
        "lot_seed": "",
    }


def whys(rule, papers, seats=1):
    report = count(rule, papers, seats, tie_order=sorted(set("".join(papers)) - {" "}))
    notes = [stage.get("note") for stage in report["stages"]]
    told = [(stage["action"], stage["why"]) for stage in report["stages"]]
    return told, notes[-1], report["quota_formula"]


def test_every_stage_names_its_clause():
    papers = {"A B": 9, "B C": 5, "C": 4, "D C": 2, "E": 1}

    assert whys("irv", papers) == (
        [
            ("first_preferences", "first preferences"),
            ("exclusion", "the fewest votes"),
            ("exclusion", "the fewest votes"),
            ("exclusion", "the fewest votes"),
        ],
        None,
        "more than half of the continuing votes",
    )
    assert whys("wigm", papers, 2) == (
        [
            ("first_preferences", "A.4, A.5"),
            ("surplus", "B.3"),
            ("exclusion", "B.4"),
            ("exclusion", "B.4"),
            ("exclusion", "B.4"),
        ],
        "C: as many are hopeful as seats are left",
        "valid / (seats + 1) + 0.0001, truncated at 4 decimals, A.1",
    )
    assert whys("wigm-minneapolis", papers, 2) == (
        [
            ("first_preferences", "167.70(1)(a)"),
            ("surplus", "167.70(1)(d)"),
            ("exclusion", "167.70(1)(c)"),
            ("exclusion", "167.70(1)(c)"),
        ],
        None,
        "valid // (seats + 1) + 1, 167.20 (threshold)",
    )
    few = {"A B": 4, "B": 1, "C": 2}
    note = "167.70(1)(f): as many continue as seats are left"
    assert whys("wigm-minneapolis", few, 2)[1] == note
    level = {"A": 4, "B": 3, "C": 2, "D": 2}
    assert whys("wigm-minneapolis", level)[0][1] == ("exclusion", "167.70(1)(e)")
    assert whys("ers97", papers, 2) == (
        [
            ("first_preferences", "5.1"),
            ("surplus", "5.2.3, 5.3"),
            ("exclusion", "5.2.5, 5.4"),
        ],
        "5.5.2: every place is filled, no further papers are moved",
        "valid / (seats + 1), rounded up at 2 decimals, 5.1.6",
    )
    note = "5.5.1: as many continue as places are left"
    assert whys("ers97", {"A": 2, "B": 2, "C": 2}, 2)[1] == note
    assert whys("meek", papers, 2)[0][:3] == [
        ("first_preferences", "B.2"),
        ("iteration", "B.2"),
        ("exclusion", "B.3"),
    ]
    assert whys("plurality", papers)[0] == [("first_preferences", "first preferences")]
    assert whys("approval", papers)[0] == [("first_preferences", "names approved")]
    assert whys("schulze", papers)[0] == [("pairs", "section 2.3.1")]


def test_yes_and_no_are_told_with_what_they_needed():
    numbers = {
        "yes": 7,
        "no": 4,
        "abstain": 2,
        "spoilt": 1,
        "members": 20,
        "title": "?",
    }
    quorum = {"of": "members", "fraction": "2/3", "op": "gte"}

    report = judge("yes-no", numbers, quorum=quorum)

    assert report == {
        "rule": "yes-no",
        "rule_version": 1,
        "source": TALLY_RULES["yes-no"],
        "title": "?",
        "ballot_file_sha256": report["ballot_file_sha256"],
        "winners": [],
        "tied": [],
        "quota": None,
        "stages": [],
        "yes": 7,
        "no": 4,
        "abstain": 2,
        "spoilt": 1,
        "wholes": {
            "electorate": None,
            "members": 20,
            "delegates": None,
            "participants": 13,
            "votes_cast": 11,
        },
        "approval": {
            "of": "votes_cast",
            "fraction": "1/2",
            "op": "gt",
            "counted": 7,
            "whole": 11,
            "needed": 6,
            "outcome": "met",
        },
        "quorum": quorum
        | {"counted": 13, "whole": 20, "needed": 14, "outcome": "not_met"},
        "passes": "not_met",
    }


def test_industrial_action_is_told_test_by_test():
    report = judge(
        "industrial-action",
        {
            "entitled": 101,
            "yes": 40,
            "no": 9,
            "spoilt": 2,
            "important_public_service": True,
            "ballot_opened": "2025-12-01",
            "title": "Couriers",
        },
    )

    assert report == {
        "rule": "industrial-action",
        "rule_version": 1,
        "source": "TULRCA 1992, s. 226, as amended",
        "title": "Couriers",
        "ballot_file_sha256": report["ballot_file_sha256"],
        "winners": [],
        "tied": [],
        "quota": None,
        "stages": [],
        "ballot_opened": "2025-12-01",
        "important_public_service": True,
        "entitled": 101,
        "yes": 40,
        "no": 9,
        "spoilt": 2,
        "spoilt_papers_vote": False,
        "votes_cast": 49,
        "turnout_required": True,
        "turnout_needed": 51,
        "turnout_met": False,
        "majority_yes": True,
        "support_required": True,
        "support_needed": 41,
        "support_met": False,
        "passes": False,
        "notice": "Information, not legal advice.",
    }


def test_a_text_says_yes_and_no_in_words():
    report = judge(
        "industrial-action",
        {"entitled": 9, "yes": 5, "no": 1, "ballot_opened": "2026-03-01"},
    )

    told = list(sheet.text(report))

    assert "passes               yes" in told
    assert "support required     no" in told


def test_whom_a_text_prefers_to_whom():
    report = count("schulze", {"A B": 3, "B A": 2})

    assert list(sheet.text(report))[-4:] == [
        "ranking              A, B",
        "prefer A to B        3",
        "prefer B to A        2",
        "elected              A",
    ]


def test_grades_are_told_whole():
    data = {
        "grades_best_to_worst": ["good", "bad"],
        "tallies": {"A": [2, 1], "B": [1, 2]},
    }

    report = judge("majority-judgment", data)

    assert {key: report[key] for key in list(report)[5:]} == {
        "winners": ["A"],
        "tied": [],
        "ranking": [["A"], ["B"]],
        "majority_grades": {"A": "good", "B": "bad"},
        "grades_best_to_worst": ["good", "bad"],
        "tallies": {"A": [2, 1], "B": [1, 2]},
        "papers": 3,
        "quota": None,
        "stages": [],
    }


def test_scores_of_many_names_are_added_to_the_right_ones():
    papers = [{"A": 1}, {"B": 2, "A": 4}, {"C": 8, "B": 16}, {"D": 32}]

    report = judge("score", {"scores": papers})

    assert report["stages"][0]["votes"] == {"A": "5", "B": "18", "C": "8", "D": "32"}


def test_numbers_have_up_to_eighteen_digits():
    yes = 10**18 - 1
    numbers = json.dumps({"yes": yes, "no": 1}).encode()

    assert count_file(numbers, "yes-no")["yes"] == yes
    assert count_file(ballots({"A": 10**18 - 1, "B": 1}), "plurality")["winners"] == [
        "A"
    ]
