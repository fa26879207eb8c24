from datetime import date

import pytest

from tests.ballots.factories import OPTIONS, words
from union.ballots import exports, wording
from union.ballots.models import ABSTAIN, NO, YES, Ballot
from union.ballots.result import Decision, Reason, Result
from union.core.base import now
from union.law import house
from union.law.thresholds import OUTCOMES, Outcome
from union.members.models import Branch, Member


def result(tally, **given):
    """A closed ballot of a hundred with these papers."""
    usual = words() | {
        "branch_id": Member().id,
        "kind": "decision",
        "secrecy": "confidential",
        "quorum": "gt 1/2 of members",
        "majority": "gt 1/2 of participants",
        "opens_at": now(),
        "closes_at": now(),
        "closed_at": now(),
        "cleared_at": now(),
        "roll_frozen_at": now(),
        "roll_size": 100,
        "roll_digest": "0" * 64,
        "drafted_by": Member().id,
    }
    ballot = Ballot.model_validate(usual | given)
    ballot.branch = Branch(name_kk="Алматы", name_ru="Алматы", name_en="Almaty")
    return Result(ballot, tally)


def papers(yes=0, no=0, abstain=0):
    return {YES: yes, NO: no, ABSTAIN: abstain}


@pytest.mark.parametrize(
    ("tally", "decision", "reason"),
    [
        (papers(40, 11), Decision.ADOPTED, None),
        (papers(40, 10), Decision.NOT_ADOPTED, Reason.NO_QUORUM),
        (papers(30, 30), Decision.NOT_ADOPTED, Reason.TIE),
        (papers(26, 20, 6), Decision.NOT_ADOPTED, Reason.NO_MAJORITY),
        (papers(27, 20, 6), Decision.ADOPTED, None),
        (papers(20, 35), Decision.NOT_ADOPTED, Reason.NO_MAJORITY),
        (papers(), Decision.NOT_ADOPTED, Reason.NO_QUORUM),
    ],
)
def test_a_ballot_decides_by_its_rule(tally, decision, reason):
    found = result(tally)

    assert (found.decision, found.reason) == (decision, reason)


def test_who_abstains_takes_part_and_casts_no_vote():
    found = result(papers(20, 10, 25))

    assert found.quorum.outcome is Outcome.MET
    assert found.decision is Decision.NOT_ADOPTED
    assert result(papers(20, 10, 25), majority="gt 1/2 of votes_cast").decision is (
        Decision.ADOPTED
    )


def test_nobody_said_yes_or_no_is_nothing_adopted():
    found = result(papers(abstain=60), majority="gte 2/3 of votes_cast")

    assert found.decision is Decision.NOT_ADOPTED


def test_a_quorum_of_unknown_workers_is_never_passed():
    found = result(papers(90, 5), quorum="gte 2/3 of electorate")

    assert found.decision is Decision.UNDETERMINED
    assert found.reason is Reason.UNKNOWN_WHOLE


def test_what_fails_anyway_is_not_left_open():
    found = result(papers(5, 90), quorum="gte 2/3 of electorate")

    assert found.decision is Decision.NOT_ADOPTED


@pytest.mark.parametrize(
    ("workers", "outcome"),
    [(None, Outcome.UNDETERMINED), (120, Outcome.MET), (5000, Outcome.NOT_MET)],
)
def test_the_law_counts_everyone_who_does_the_work(workers, outcome):
    found = result(papers(80, 5), kind="ratification", workforce=workers)

    by_law = dict(wording.readings(found))["Quorum by law"]
    assert by_law.startswith("2/3 of all who do this work here")
    assert by_law.endswith(f": {OUTCOMES[outcome]}")
    assert found.decision is Decision.ADOPTED


def test_a_quorum_by_law_is_that_of_the_law_and_not_our_own_of_more_people():
    found = result(papers(80, 5), kind="ratification", workforce=150)

    told = dict(wording.readings(found))

    assert told["Quorum"] == "more than half of the roll, that is 51: met"
    assert told["Quorum by law"].endswith("that is 100: not met")
    assert told["Alternative quorum by law"].endswith("that is 76: met")


@pytest.mark.parametrize(
    ("kind", "said"),
    [("ratification", None), ("action", "1/2 of the roll, that is 50")],
)
def test_another_law_counts_as_it_does_itself(kind, said):
    found = result(papers(80, 5), kind=kind, workforce=5000)
    house.choose("GB")
    try:
        told = dict(wording.readings(found))
    finally:
        house.choose()

    assert told.get("Quorum by law") == (said and f"{said}: met")


def test_the_safe_and_the_alternative_rule_stand_side_by_side():
    found = result(
        papers(50, 8),
        quorum="gte 2/3 of members",
        alternative_quorum="gt 1/2 of members",
    )

    assert found.decision is Decision.NOT_ADOPTED
    assert found.by_alternative is Decision.ADOPTED
    assert wording.readings(found) == [
        ("Quorum", "2/3 of the roll, that is 67: not met"),
        ("Majority", "more than half of those who took part, that is 30: met"),
        ("Alternative quorum", "more than half of the roll, that is 51: met"),
    ]


def choose(**tally):
    usual = {"options": OPTIONS, "majority": None, "quorum": None}
    return result({"non": 0} | {k[1:]: n for k, n in tally.items()}, **usual)


def test_the_most_votes_choose():
    found = choose(_001=20, _002=25, _003=10, _non=30)

    assert found.chosen.words == "Sunday"
    assert wording.headline(found) == "Chosen: Sunday"


def test_a_tie_chooses_nothing_and_is_said():
    found = choose(_001=20, _002=20, _003=10)

    assert found.decision is Decision.NOT_ADOPTED
    assert wording.level(found) == "«Saturday», «Sunday»"


def test_a_majority_may_be_asked_of_the_winner():
    found = result(
        {"001": 20, "002": 25, "003": 10, "non": 0},
        options=OPTIONS,
        majority="gt 1/2 of participants",
    )

    assert found.reason is Reason.NO_MAJORITY


@pytest.mark.parametrize(
    "tally", [papers(9), papers(5, 4), papers(60), papers(0, 60), papers(0, 0, 60)]
)
def test_few_or_unanimous_papers_show_nothing_but_the_decision(tally):
    found = result(tally)
    number = str(max(tally.values()))

    assert found.is_coarse
    assert wording.why(found) == ""
    assert wording.readings(found) == []
    assert exports.figures(found).splitlines()[1:] == [
        f"Decision,{wording.headline(found)}"
    ]
    printed = repr(exports.minutes(found, {}, {}, found.ballot.branch).blocks)
    assert f"'{number}'" not in printed
    assert "not published" in printed


def test_ten_who_differ_are_shown():
    assert not result(papers(9, 1)).is_coarse


def test_a_named_ballot_hides_no_numbers():
    assert not result(papers(3), secrecy="named").is_coarse


def test_words_in_a_table_are_no_formula():
    options = [dict.fromkeys(("kk", "ru", "en"), "=1+1"), OPTIONS[0]]
    found = result({"001": 20, "002": 5, "non": 0}, options=options)

    assert "'=1+1,20" in exports.figures(found)


def test_a_claimed_number_of_workers_has_its_source_and_day():
    ballot = result(
        papers(),
        workforce=5000,
        workforce_source="the platform's site",
        workforce_on=date(2026, 11, 1),
    ).ballot

    said = wording.workforce(ballot)
    assert "5\N{NO-BREAK SPACE}000" in said
    assert "the platform's site" in said
    assert "2026" in said
