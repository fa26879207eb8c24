"""What comes as numbers: scores, grades, yes and no, industrial action."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.counting.elections import judge
from union.counting.errors import Malformed, NotCountable
from union.counting.rules import TALLY_RULES, count_file
from union.law.thresholds import Threshold, needed
from union.law.thresholds import judge as law_judges

TWO_THIRDS = {"of": "electorate", "fraction": "2/3", "op": "gte"}
HALF_OF_ALL = {"of": "participants", "fraction": "1/2", "op": "gt"}


def test_the_highest_sum_of_scores_wins():
    papers = [{"A": 5, "B": 3}, {"B": 4}, {"A": 1, "C": 2}, {}]

    report = judge("score", {"scores": papers, "title": "Captains"})

    assert report["winners"] == ["B"]
    assert report["stages"][0]["votes"] == {"A": "6", "B": "7", "C": "2"}
    assert (report["papers"], report["blank"], report["valid"]) == (4, 1, 3)
    assert report["title"] == "Captains"


def test_equal_scores_want_a_lot():
    papers = [{"A": 5, "B": 5}]

    assert judge("score", {"scores": papers})["tied"] == ["A", "B"]
    drawn = judge("score", {"scores": papers}, tie_order=["A", "B"])
    assert (drawn["winners"], drawn["lot"]) == (["B"], "A, B")


def grades(**tallies):
    return {"grades_best_to_worst": ["good", "fair", "poor"], "tallies": tallies}


def test_the_highest_median_grade_wins():
    report = judge("majority-judgment", grades(A=[2, 1, 2], B=[1, 3, 1], C=[0, 2, 3]))

    assert report["majority_grades"] == {"A": "fair", "B": "fair", "C": "poor"}
    assert report["ranking"][-1] == ["C"]


def test_of_two_middle_grades_the_lower_one_counts():
    report = judge("majority-judgment", grades(A=[2, 0, 2], B=[0, 4, 0]))

    assert report["majority_grades"] == {"A": "poor", "B": "fair"}
    assert report["winners"] == ["B"]


def test_equal_grades_are_reported_as_equal():
    report = judge("majority-judgment", grades(A=[2, 1, 2], B=[2, 1, 2], C=[0, 0, 5]))

    assert report["winners"] == []
    assert report["tied"] == ["A", "B"]
    assert report["ranking"] == [["A", "B"], ["C"]]


def taken_one_by_one(counts):
    """The majority value by its definition: take the median away, again and again."""
    given_grades = [grade for grade, many in enumerate(counts) for _ in range(many)]
    taken = []
    while given_grades:
        taken.append(given_grades.pop(len(given_grades) // 2))
    return taken


@given(st.lists(st.tuples(*[st.integers(0, 7)] * 3), min_size=2, max_size=5))
def test_ranks_are_those_of_taking_medians_one_by_one(rows):
    most = max(map(sum, rows)) or 1
    tallies = {
        f"C{n}": [a, b, c + most - a - b - c] for n, (a, b, c) in enumerate(rows)
    }

    report = judge("majority-judgment", grades(**tallies))

    value = {name: taken_one_by_one(counts) for name, counts in tallies.items()}
    tiers = [[value[name] for name in tier] for tier in report["ranking"]]
    assert all(one == tier[0] for tier in tiers for one in tier)
    firsts = [tier[0] for tier in tiers]
    assert firsts == sorted(firsts)
    assert len({tuple(first) for first in firsts}) == len(firsts)


def test_grades_by_the_thousand_million_are_ranked_at_once():
    many = 10**9

    report = judge(
        "majority-judgment", grades(A=[many, 1, many], B=[many, 0, many + 1])
    )

    assert report["winners"] == ["A"]


@pytest.mark.parametrize(
    ("numbers", "outcome"),
    [
        ({"yes": 6, "no": 5}, "met"),
        ({"yes": 5, "no": 5}, "not_met"),
        ({"yes": 5, "no": 4, "abstain": 9}, "met"),
        ({"yes": 0, "no": 0}, "not_met"),
    ],
)
def test_a_tie_is_not_a_majority(numbers, outcome):
    assert judge("yes-no", numbers)["passes"] == outcome


@pytest.mark.parametrize(
    ("electorate", "passes", "needed"),
    [(1240, "met", 827), (1241, "not_met", 828), (None, "undetermined", None)],
)
def test_a_quorum_is_of_everybody_or_undetermined(electorate, passes, needed):
    numbers = {"yes": 500, "no": 300, "abstain": 27, "electorate": electorate}

    report = judge("yes-no", numbers, quorum=TWO_THIRDS, approval=HALF_OF_ALL)

    assert report["passes"] == passes
    assert report["quorum"]["needed"] == needed
    assert report["approval"]["needed"] == 414


def test_what_has_failed_stays_failed_whoever_is_unknown():
    report = judge("yes-no", {"yes": 3, "no": 5}, quorum=TWO_THIRDS)

    assert report["quorum"]["outcome"] == "undetermined"
    assert report["passes"] == "not_met"


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_more_people_never_lose_a_quorum(yes, no, abstain):
    def outcome(more):
        numbers = {"yes": yes + more, "no": no, "abstain": abstain, "members": 1300}
        threshold = {"of": "members", "fraction": "2/3", "op": "gte"}
        return judge("yes-no", numbers, quorum=threshold)["quorum"]["outcome"]

    assert (outcome(0), outcome(1)) != ("met", "not_met")


@given(
    st.sampled_from(["gt", "gte"]),
    st.tuples(st.integers(1, 9), st.integers(1, 9)).map(sorted),
    st.integers(0, 300),
    st.integers(0, 300),
)
def test_a_count_and_the_law_judge_alike(op, share, yes, no):
    """They share no code: counting knows nothing of the union."""
    part, whole = share
    part -= op == "gt" and part == whole
    if part:
        law = Threshold.read(f"{op} {part}/{whole} of votes_cast")
        threshold = {"of": "votes_cast", "fraction": f"{part}/{whole}", "op": op}

        report = judge("yes-no", {"yes": yes, "no": no}, approval=threshold)

        assert report["passes"] == law_judges(law, yes, {law.of: yes + no})
        assert report["approval"]["needed"] == needed(law, yes + no)


def ballot(**changed):
    usual = {
        "entitled": 1000,
        "yes": 450,
        "no": 60,
        "spoilt": 5,
        "important_public_service": False,
        "ballot_opened": "2026-01-10",
    }
    return usual | changed


@pytest.mark.parametrize(
    ("changed", "passes"),
    [
        ({}, True),
        ({"yes": 440, "no": 60}, True),
        ({"yes": 440, "no": 59, "spoilt": 1}, False),
        ({"yes": 255, "no": 255}, False),
        ({"yes": 399, "no": 150, "important_public_service": True}, False),
        ({"yes": 400, "no": 150, "important_public_service": True}, True),
        (
            {
                "yes": 399,
                "no": 150,
                "important_public_service": True,
                "ballot_opened": "2026-02-18",
            },
            True,
        ),
        ({"yes": 3, "no": 2, "ballot_opened": "2017-02-28"}, True),
        ({"yes": 3, "no": 2, "ballot_opened": "2017-03-01"}, False),
        ({"entitled": 0, "yes": 0, "no": 0, "spoilt": 0}, False),
    ],
)
def test_industrial_action_passes_by_the_law_of_the_day(changed, passes):
    report = judge("industrial-action", ballot(**changed))

    assert report["passes"] is passes


def test_support_is_asked_for_up_to_the_day_of_its_repeal():
    asked = {"important_public_service": True}

    before = judge("industrial-action", ballot(ballot_opened="2026-02-17", **asked))
    after = judge("industrial-action", ballot(ballot_opened="2026-02-18", **asked))

    assert (before["support_required"], after["support_required"]) == (True, False)


def test_whether_a_spoilt_paper_is_a_vote_is_a_setting():
    numbers = ballot(yes=440, no=50, spoilt=10)

    strict = judge("industrial-action", numbers)
    wide = judge("industrial-action", numbers, spoilt_papers_vote=True)

    assert (strict["turnout_met"], wide["turnout_met"]) == (False, True)
    assert (strict["votes_cast"], wide["votes_cast"]) == (490, 500)


@pytest.mark.parametrize(
    ("rule", "data", "why"),
    [
        ("score", {"scores": []}, "a list of papers"),
        ("score", {"scores": [[1]]}, "name: number"),
        ("score", {"scores": [{"A": -0.5}]}, "no whole number"),
        ("score", {"scores": [{"A": True}]}, "whole number beside"),
        ("score", {"scores": [{" ": 1}]}, "whole number beside"),
        ("score", {"scores": [{}]}, "names anybody"),
        ("score", {"scores": [{"A": 1}], "seats": 2}, "not known here"),
        ("majority-judgment", {"tallies": {"A": [1]}}, "list of words"),
        ("majority-judgment", grades(**{"": [1, 2, 3]}), "wants {name"),
        (
            "majority-judgment",
            grades(**{"A": [1, 2, 3], " ": [3, 2, 1]}),
            "wants {name",
        ),
        ("majority-judgment", grades(), "wants {name"),
        ("majority-judgment", grades(A=[1, 2]), "list of 3"),
        ("majority-judgment", grades(A=[1, 2, -1]), "list of 3"),
        ("majority-judgment", grades(A=[1, 2, 3], B=[1, 2, 4]), "the same number"),
        ("majority-judgment", grades(A=[0, 0, 0]), "Nobody has been given"),
        ("yes-no", {"yes": 1}, "“no”"),
        ("yes-no", {"yes": -1, "no": 1}, "0 or more"),
        ("yes-no", {"yes": "1", "no": 1}, "0 or more"),
        ("yes-no", {"yes": 5, "no": 1, "members": 5}, "More took part"),
        ("industrial-action", ballot(yes=960), "More papers came back"),
        ("industrial-action", ballot(ballot_opened="18.02.2026"), "wants a day"),
        ("industrial-action", ballot(important_public_service=1), "true or false"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_in_a_sentence(rule, data, why):
    with pytest.raises(NotCountable, match=why):
        judge(rule, data)


@pytest.mark.parametrize(
    ("threshold", "why"),
    [
        ({"of": "everybody", "fraction": "1/2", "op": "gt"}, "of one of"),
        ({"of": "members", "fraction": "3/2", "op": "gt"}, "as in 2/3"),
        ({"of": "members", "fraction": "1/0", "op": "gt"}, "as in 2/3"),
        ({"of": "members", "fraction": 0, "op": "gt"}, "as in 2/3"),
        ({"of": "members", "fraction": "1/1", "op": "gt"}, "more than all"),
        ({"of": "members", "fraction": "1/2", "op": "ge"}, "gt or gte"),
        ({"of": "members", "fraction": "1/2"}, "gt or gte"),
        ("1/2", "of, fraction, op"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(threshold, why):
    with pytest.raises(NotCountable, match=why):
        judge("yes-no", {"yes": 1, "no": 0}, approval=threshold)


@pytest.mark.parametrize("key", ["quorum", "approval"])
@pytest.mark.parametrize("nothing", [{}, [], "", 0, False, None], ids=repr)
def test_a_threshold_of_nothing_is_not_passed_over(key, nothing):
    with pytest.raises(NotCountable, match="threshold"):
        judge("yes-no", {"yes": 1, "no": 0}, **{key: nothing})


WITH_NUMBERS = {
    "yes-no": {"yes": 5, "no": 3},
    "majority-judgment": grades(A=[1, 2, 3]),
    "industrial-action": {
        "entitled": 1,
        "yes": 1,
        "no": 0,
        "ballot_opened": "2026-03-01",
    },
}


@pytest.mark.parametrize("rule", WITH_NUMBERS)
@pytest.mark.parametrize(
    "lot", [{"tie_order": ["A"]}, {"tie_order": 5}, {"lot_seed": "7"}]
)
def test_a_rule_that_draws_no_lot_takes_none(rule, lot):
    with pytest.raises(NotCountable, match="draws no lot"):
        judge(rule, WITH_NUMBERS[rule], **lot)


@pytest.mark.parametrize("rule", WITH_NUMBERS)
def test_a_rule_of_one_seat_fills_no_second(rule):
    content = json.dumps(WITH_NUMBERS[rule]).encode()

    assert count_file(content, rule, 1) == count_file(content, rule)
    with pytest.raises(NotCountable, match="no second seat"):
        count_file(content, rule, 2)


@pytest.mark.parametrize("key", ["quorum", "approval"])
def test_a_count_names_no_law_that_it_did_not_ask(key):
    report = judge("yes-no", {"yes": 5, "no": 3}, **{key: HALF_OF_ALL})

    assert (
        report["source"]
        == "as whoever counts states it, else more than half; no law pack was asked"
    )


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"", 1, "JSON"),
        (b'{"yes": 1,\n"no": }', 2, "JSON"),
        (b"[1]", 1, "an object"),
        (b"\n\xff", 2, "UTF-8"),
        (b"[" * 100_000, 1, "not so deeply nested"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(content, line, why):
    with pytest.raises(Malformed, match=why) as refused:
        count_file(content, "yes-no")

    assert refused.value.line == line


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"yes": 1e9, "no": 0}', "no whole number"),
        (b'{"yes": NaN, "no": 0}', "no whole number"),
        (b'{"yes": 1, "yes": 2, "no": 0}', "twice"),
        (b'{"yes": ' + b"9" * 5000 + b', "no": 0}', "18 digits"),
        (b'{"yes": 1000000000000000000, "no": 0}', "18 digits"),
    ],
)
def test_numbers_are_whole_and_said_once(content, why):
    with pytest.raises(NotCountable, match=why):
        count_file(content, "yes-no")


def refusal(content, rule):
    try:
        count_file(content, rule)
    except (Malformed, NotCountable) as refused:
        return str(refused)
    return "counted"


@pytest.mark.parametrize("rule", TALLY_RULES)
def test_half_a_letter_is_no_text(rule):
    content = rb'{"title": "\ud800"}'

    assert refusal(content, rule) == "Line 1: expected text in UTF-8."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["yes", "no", "scores", "tallies", "grades_best_to_worst", "A"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("rule", TALLY_RULES)
@given(data=JSON)
def test_no_numbers_break_a_rule(rule, data):
    content = json.dumps(data).encode()

    assert refusal(content, rule)
