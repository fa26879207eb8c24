from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.core.i18n import speaking
from union.law.thresholds import (
    Denominator,
    Operator,
    Outcome,
    Threshold,
    in_words,
    judge,
    needed,
    with_count,
)

TWO_THIRDS = Threshold.read("gte 2/3 of members")
MORE_THAN_HALF = Threshold.read("gt 1/2 of members")

shares = st.integers(2, 50).flatmap(
    lambda n: st.builds(Fraction, st.integers(1, n - 1), st.just(n))
)
thresholds = st.builds(
    Threshold, st.just(Denominator.MEMBERS), shares, st.sampled_from(Operator)
)
wholes = st.integers(0, 1_000_000)


def members(count):
    return {Denominator.MEMBERS: count}


@pytest.mark.parametrize(
    ("written", "whole", "least"),
    [
        ("gte 2/3 of members", 1240, 827),
        ("gte 2/3 of members", 3, 2),
        ("gte 2/3 of members", 1, 1),
        ("gt 1/2 of members", 1240, 621),
        ("gt 1/2 of members", 1241, 621),
        ("gte 1/2 of members", 1240, 620),
        ("gt 1/2 of members", 0, 1),
        ("gte 1/3 of members", 0, 1),
        ("gte 1/1 of members", 7, 7),
    ],
)
def test_the_least_count_is_exact(written, whole, least):
    assert needed(Threshold.read(written), whole) == least


@given(thresholds, st.integers(1, 1_000_000))
def test_no_smaller_count_meets_a_threshold(threshold, whole):
    least = needed(threshold, whole)

    assert judge(threshold, least, members(whole)) is Outcome.MET
    assert judge(threshold, least - 1, members(whole)) is Outcome.NOT_MET


@given(thresholds, wholes, st.integers(0, 1_000_000), st.integers(0, 1_000))
def test_one_more_vote_never_breaks_a_quorum(threshold, whole, count, more):
    before = judge(threshold, count, members(whole))
    after = judge(threshold, count + more, members(whole))

    assert (before, after) != (Outcome.MET, Outcome.NOT_MET)


@given(thresholds, wholes, st.integers(0, 1_000))
def test_a_longer_roll_never_asks_for_less(threshold, whole, more):
    assert needed(threshold, whole) <= needed(threshold, whole + more)


@given(thresholds, st.integers(1, 1_000_000), st.integers(0, 1_000_000))
def test_the_verdict_is_that_of_whole_numbers(threshold, whole, count):
    share = threshold.fraction
    left, right = count * share.denominator, whole * share.numerator
    meets = left > right if threshold.op is Operator.GT else left >= right

    found = judge(threshold, min(count, whole), members(whole))

    meets = meets if count <= whole else True
    assert (found is Outcome.MET) == meets


@given(thresholds, wholes, st.integers(1, 1_000))
def test_a_count_beyond_its_whole_refutes_the_whole(threshold, whole, more):
    found = judge(threshold, whole + more, members(whole))

    assert found is Outcome.UNDETERMINED


@given(thresholds)
def test_of_nobody_nothing_is_enough(threshold):
    assert judge(threshold, 0, members(0)) is Outcome.NOT_MET


@given(thresholds, wholes)
def test_nothing_passes_where_the_electorate_is_unknown(threshold, count):
    assert judge(threshold, count, members(None)) is Outcome.UNDETERMINED
    assert judge(threshold, count, {}) is Outcome.UNDETERMINED


@given(thresholds)
def test_a_threshold_is_read_as_it_was_written(threshold):
    assert Threshold.read(str(threshold)) == threshold


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "2/3",
        "gte 2/0 of members",
        "gte 0/3 of members",
        "gte 4/3 of members",
        "gt 1/1 of members",
        "gte 2/3 of courage",
        "gte 2/3 of members;",
        "gte ²/3 of members",
    ],
)
def test_what_nobody_could_meet_or_miss_is_not_a_threshold(nonsense):
    with pytest.raises(ValueError, match=r"threshold|Denominator"):
        Threshold.read(nonsense)


@pytest.mark.parametrize(
    ("language", "safe", "alternative"),
    [
        ("kk", "тізімдегілердің 2/3, яғни 827", "тізімдегілердің жартысынан көбі"),
        ("ru", "2/3 списка, то есть 827", "больше половины списка"),
        ("en", "2/3 of the roll, that is 827", "more than half of the roll"),
    ],
)
def test_a_threshold_can_be_said_in_each_language(language, safe, alternative):
    with speaking(language):
        assert with_count(TWO_THIRDS, 1240) == safe
        assert in_words(MORE_THAN_HALF) == alternative
        assert with_count(MORE_THAN_HALF, None) == alternative
