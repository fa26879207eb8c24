"""Both readings of the law, held against one turnout."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union.law.readings import Turnout, side_by_side, verdict
from union.law.rules import Reading
from union.law.shelf import shelf
from union.law.thresholds import Denominator, Outcome, Threshold

MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.UNDETERMINED
ADOPTION = next(r for r in shelf()["KZ"].rules if r.id == "KZ-ADOPT-DEMANDS").ballot
counts = st.integers(0, 2000)


def reading(quorum, approval):
    return Reading(
        *(Threshold.read(half) if half else None for half in (quorum, approval))
    )


@pytest.mark.parametrize(
    ("electorate", "yes", "no", "abstained", "safe", "other"),
    [
        (1240, 500, 300, 30, MET, MET),
        (1240, 500, 300, 27, MET, MET),
        (1240, 500, 300, 26, NOT_MET, MET),  # 826 of 827
        (1240, 400, 200, 21, NOT_MET, MET),
        (1240, 400, 200, 20, NOT_MET, NOT_MET),  # 620 of 621
        (1240, 413, 414, 0, NOT_MET, NOT_MET),
        (None, 500, 300, 30, OPEN, OPEN),
        (None, 300, 500, 30, NOT_MET, NOT_MET),  # not adopted, whoever could vote
        (100, 500, 300, 30, OPEN, OPEN),  # more came than there are
    ],
)
def test_safe_and_other_reading_stand_side_by_side(
    electorate, yes, no, abstained, safe, other
):
    found = side_by_side(ADOPTION, Turnout(electorate, yes, no, abstained))

    assert [each.outcome for each in found] == [safe, other]


def test_a_rule_of_one_reading_has_one_verdict():
    rule = next(r for r in shelf()["KZ"].rules if r.id == "KZ-ELECT-REPS").ballot

    assert len(side_by_side(rule, Turnout(10, 8, 0))) == 1


def test_each_half_says_of_how_many_and_how_many():
    found = verdict(
        reading("gte 2/3 of electorate", "gt 1/2 of votes_cast"), Turnout(12, 5, 3, 1)
    )

    assert (found.quorum.count, found.quorum.whole) == (9, 12)
    assert (found.approval.count, found.approval.whole) == (5, 8)
    assert (found.quorum.outcome, found.approval.outcome) == (MET, MET)
    assert found.quorum.threshold == Threshold.read("gte 2/3 of electorate")


def test_a_half_that_is_missing_asks_for_nothing():
    found = verdict(reading(None, "gt 1/2 of votes_cast"), Turnout(None, 1, 0))

    assert (found.quorum, found.outcome) == (None, MET)


def test_who_abstains_takes_part_and_casts_no_vote():
    wholes = Turnout(9, 3, 2, 1).wholes

    assert wholes == {
        Denominator.ELECTORATE: 9,
        Denominator.MEMBERS: 9,
        Denominator.DELEGATES: 9,
        Denominator.PARTICIPANTS: 6,
        Denominator.VOTES_CAST: 5,
    }


@given(counts, counts, counts)
@settings(max_examples=40)
def test_nothing_is_met_while_nobody_knows_of_how_many(yes, no, abstained):
    for found in side_by_side(ADOPTION, Turnout(None, yes, no, abstained)):
        assert found.outcome is not MET


@given(counts, counts, counts, counts)
@settings(max_examples=40)
def test_the_safe_reading_is_never_met_where_the_other_is_not(size, yes, no, abstained):
    safe, other = side_by_side(ADOPTION, Turnout(size, yes, no, abstained))

    assert not (safe.outcome is MET and other.outcome is NOT_MET)
