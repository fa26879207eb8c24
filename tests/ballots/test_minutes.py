from datetime import UTC, datetime

import pytest
from sqlmodel import select

from tests.ballots.factories import SEALER
from union.ballots import exports, rules
from union.ballots.events import BallotClosed
from union.ballots.models import ABSTAIN, NO, YES, EarlyClosing
from union.ballots.queries import consents_to, outcome, people_of
from union.ballots.tasks import write_minutes
from union.core.i18n import speaking
from union.documents.models import Document
from union.members.models import Role
from union.writers.paper import Facts


@pytest.fixture
def ballot(db, ballots):
    """A ballot closed early by Aigul and Yerlan, after twelve votes."""
    voters = ballots.voters(12)
    officer = ballots.returning_officer(name="Aigul")
    teller = ballots.teller(name="Yerlan")
    ballot = ballots.open(
        voters,
        kind="ratification",
        quorum="gte 2/3 of members",
        alternative_quorum="gt 1/2 of members",
        chair_id=officer.id,
        teller_ids=[str(teller.id), str(voters[0].id)],
        subject_digest="ab" * 32,
    )
    answers = [YES, YES, YES, NO, ABSTAIN, YES] * 2
    ballots.cast(ballot, list(zip(voters, answers, strict=True)))
    because = EarlyClosing(reason="Everyone has voted.")
    for hand in (officer, teller):
        rules.close_early(db, ballot, hand, because, SEALER)
    db.commit()
    return ballot


def minutes(db, ballot):
    people, hands = people_of(db, ballot), consents_to(db, ballot)
    return exports.minutes(outcome(db, ballot), people, hands, ballot.branch)


def facts(paper):
    blocks = [block for block in paper.blocks if isinstance(block, Facts)]
    pairs = [pair for block in blocks for pair in block.pairs]
    return dict([*paper.facts, *pairs])


def test_the_minutes_say_all_eight_points(db, ballot):
    said = facts(minutes(db, ballot))

    assert said["Form"] == "remote vote in the union's app"
    assert said["Closed early because"] == "Everyone has voted."
    assert said["On the roll"] == "12"
    assert said["Hash of the roll"] == ballot.roll_digest
    assert said["All who do this work here"] == "unknown"
    assert said["Participants"] == "12"
    assert said["Quorum"] == "2/3 of the roll, that is 8: met"
    assert said["Quorum by law"].endswith("undetermined")
    assert said["Chair"] == "Aigul"
    assert said["Secretary"] == "not appointed"
    assert said["Tellers"] == "Yerlan, Ada"
    assert said["Close the ballot early"] == "Aigul, Yerlan"
    assert said["SHA-256 of the text voted on"] == "ab" * 32


def test_the_minutes_say_what_the_other_rule_would_decide_as_the_page_does(
    db, browser, ballots, ballot
):
    said = "By the alternative rule: Adopted."

    shown = browser(ballots.returning_officer()).get(f"/ballots/{ballot.id}/result")

    assert said in shown.text
    assert said in repr(minutes(db, ballot).blocks)


def test_voting_closed_at_its_hour_however_late_it_was_counted(db, browser, ballots):
    """The worker was down over midnight: no vote could come any more."""
    ballot = ballots.closed([YES] * 9 + [NO])
    ballot.opens_at = ballot.cleared_at = datetime(2025, 11, 24, 4, tzinfo=UTC)
    ballot.closes_at = datetime(2025, 11, 25, 18, 59, tzinfo=UTC)
    ballot.closed_at = datetime(2025, 11, 25, 19, 30, tzinfo=UTC)
    db.commit()

    said = facts(minutes(db, ballot))

    assert said["Voting closed"] == "November 25, 2025, 23:59 (Almaty time)"
    reader = browser(ballots.returning_officer())
    for place in (f"{ballot.id}/result", ""):
        assert "closed 25 November 2025, 23:59" in reader.get(f"/ballots/{place}").text


def test_the_minutes_say_what_the_law_asks_in_both_readings(db, ballot):
    said = facts(minutes(db, ballot))

    assert said["Safe reading"].startswith("quorum: 2/3 of all who do this work here")
    assert said["Other reading"].startswith("quorum: more than half")
    assert said["Rests on"].startswith("Labour Code 164(1)")
    assert said["How sure we are"].startswith("Confidence: medium")


def test_the_minutes_count_and_decide(db, ballot):
    printed = repr(minutes(db, ballot).blocks)

    assert "('Yes', '8'), ('No', '2'), ('I abstain', '2')" in printed
    assert "Decision: Adopted." in printed
    assert "indicative" in printed


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("kk", "Дауыс беру хаттамасы: The fund kk"),
        ("ru", "Протокол голосования: The fund ru"),
        ("en", "Minutes of the vote: The fund en"),
    ],
)
def test_the_minutes_speak_each_language(db, ballot, language, title):
    with speaking(language):
        paper = minutes(db, ballot)

    assert (paper.language, paper.title) == (language, title)


def test_who_was_erased_is_a_former_member(db, ballot):
    paper = exports.minutes(outcome(db, ballot), {}, {}, ballot.branch)

    assert facts(paper)["Chair"] == "former member"


def test_the_duty_may_be_done_twice(db, ballot, ballots):
    event = BallotClosed(by=None, ballot_id=ballot.id)

    write_minutes(db, event)
    write_minutes(db, event)

    assert len(db.exec(select(Document)).all()) == 3


def test_the_minutes_are_as_open_as_the_ballot(db, ballot, ballots, make, browser):
    write_minutes(db, BallotClosed(by=None, ballot_id=ballot.id))
    db.commit()
    paper = db.exec(select(Document)).first()
    steward = make.officer(Role.STEWARD, ballots.branch)

    assert browser(steward).get(f"/documents/{paper.id}").status_code == 200
    assert browser(make.member()).get(f"/documents/{paper.id}").status_code == 404
