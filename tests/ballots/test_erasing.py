"""Rolls and results outlive their members; words and names do not."""

import pytest
from sqlmodel import select

from tests.ballots.factories import SEALER
from union.ballots import rules
from union.ballots.models import NO, YES, NamedVote, Objection, RollEntry
from union.ballots.queries import outcome
from union.core import jobs


def leave(app, client):
    assert client.post("/me/leave", data={"erase_now": "yes"}).status_code == 303
    with app.app_context():
        jobs.empty_outbox()


@pytest.mark.parametrize("secrecy", ["named", "confidential"])
def test_erasing_changes_neither_roll_nor_result(db, app, browser, ballots, secrecy):
    closed = ballots.closed([YES] * 9 + [NO] * 3, secrecy=secrecy)
    before = outcome(db, closed).lines
    someone = ballots.branch_members()[0]

    leave(app, browser(someone))

    db.expire_all()
    assert outcome(db, closed).lines == before
    roll = select(RollEntry).where(RollEntry.ballot_id == closed.id)
    assert len(db.exec(roll).all()) == closed.roll_size == 12
    ids = sorted(entry.member_id for entry in db.exec(roll))
    assert rules.digest(closed.id, ids) == closed.roll_digest


def test_a_vote_in_an_open_ballot_counts_on(db, app, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    ballots.cast(ballot, [(voter, YES) for voter in voters])

    leave(app, browser(voters[0]))
    ballots.end(ballot)
    rules.close(db, ballot, SEALER)
    db.commit()

    assert outcome(db, ballot).participants == 12


def test_on_the_roll_stands_a_former_member(app, browser, ballots):
    voters = ballots.voters(3)
    ballot = ballots.frozen(voters)
    officer = browser(ballots.returning_officer(name="Boss"))

    leave(app, browser(voters[1]))
    page = officer.get(f"/ballots/{ballot.id}/roll").text
    found = officer.get(f"/ballots/{ballot.id}/roll?name=Voter+0001").text

    assert "former member" in page
    assert "Voter 0001" not in page
    assert "former member" not in found


def test_a_named_vote_is_a_former_members(app, browser, ballots):
    closed = ballots.closed([YES, YES, NO], secrecy="named")
    people = sorted(ballots.branch_members(), key=lambda member: member.name)
    reader = browser(people[-1])

    leave(app, browser(people[0]))
    page = reader.get(f"/ballots/{closed.id}/names").text

    assert "former member" in page


def test_an_objection_keeps_its_outcome_and_loses_its_words(
    db, app, browser, ballots, make
):
    ballot = ballots.prepared()
    ada = make.member(branch=ballots.branch)
    objection = Objection(
        ballot_id=ballot.id,
        member_id=ada.id,
        reason="I am Ada",
        answer="Ada is right",
        upheld=True,
    )
    make.save(objection)

    leave(app, browser(ada))

    db.refresh(objection)
    assert (objection.reason, objection.answer, objection.upheld) == ("", "", True)


def told(client):
    sections = client.get("/me/known.json").json["sections"]
    return {section["key"]: section["rows"] for section in sections}


def test_a_confidential_answer_is_told_to_nobody(browser, ballots):
    closed = ballots.closed([YES] * 12)
    someone = ballots.branch_members()[0]

    [row] = told(browser(someone))["rolls"]

    assert set(row) == {"ballot", "closes_at", "voted"}
    assert row["voted"] is True
    assert row["ballot"] == closed.title


def test_nor_while_the_ballot_is_open(db, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    ballots.cast(ballot, [(voters[0], NO)])

    [row] = told(browser(voters[0]))["rolls"]

    assert set(row) == {"ballot", "closes_at", "voted"}


def test_a_named_answer_is_told_to_its_owner(db, browser, ballots):
    voters = ballots.voters(2)
    ballot = ballots.open(voters, secrecy="named")
    ballots.cast(ballot, [(voters[0], NO)])

    [mine], [other] = (told(browser(voter))["rolls"] for voter in voters)

    assert mine["answer"] == "No"
    assert "answer" not in other
    assert db.exec(select(NamedVote)).one().choice == NO
