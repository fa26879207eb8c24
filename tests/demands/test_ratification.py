from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from tests.ballots.factories import MakeBallots, proposal
from tests.demands.factories import in_three
from tests.petitions.factories import MakePetition
from union.ballots.events import BallotClosed, BallotLapsed
from union.ballots.models import NO, YES, Ballot, Kind, Proposal
from union.ballots.rules import lapse_due, revise
from union.core import jobs
from union.core.base import now
from union.core.db import unit_of_work
from union.core.errors import NotAllowed, Refused
from union.core.events import announce, announced
from union.demands.events import (
    DemandRatified,
    DemandRefused,
    RatificationCalled,
    RatificationLapsed,
)
from union.demands.models import Fixing, State
from union.demands.models.call import CallForm
from union.demands.queries import clauses_of, standing_of
from union.demands.rules import fixing, from_petition, ratify
from union.demands.tasks import give_mandate, let_go
from union.demands.waiting import waiting_for


def call_form(**given):
    usual = {
        "opens_at": now() + timedelta(hours=1),
        "closes_at": now() + timedelta(days=3),
        "secrecy": "confidential",
        "quorum": "gte 2/3 of members",
        "majority": "gt 1/2 of participants",
    }
    return CallForm.model_validate(usual | given)


def close(db, fixed):
    give_mandate(db, BallotClosed(by=None, ballot_id=fixed.ballot_id))


def test_the_ballot_points_to_the_frozen_words(db, hall):
    demand, fixed = hall.frozen()

    ballot = ratify.call(db, demand, hall.steward, call_form())

    assert fixed.ballot == ballot
    assert ballot.kind is Kind.RATIFICATION
    assert ballot.subject_digest == fixed.digest
    assert ballot.subject_path == f"/demands/{demand.id}/versions/{fixed.version}"
    assert "Nine demands ru" in ballot.question_ru
    assert standing_of(db, demand).state is State.IN_BALLOT
    assert RatificationCalled in map(type, announced(db))


def test_revising_the_ballot_does_not_lose_the_words_it_decides_on(db, hall):
    demand, fixed = hall.frozen()
    ballot = ratify.call(db, demand, hall.steward, call_form())
    other = Proposal.model_validate(proposal(title_en="Our nine demands"))

    revise(db, ballot, hall.steward, other)

    assert ballot.title_en == "Our nine demands"
    assert ballot.kind is Kind.RATIFICATION
    assert ballot.subject_digest == fixed.digest


def test_a_text_gets_one_ballot(db, hall):
    demand, _fixed = hall.frozen()
    ratify.call(db, demand, hall.steward, call_form())

    with pytest.raises(Refused, match="already been called"):
        ratify.call(db, demand, hall.steward, call_form())


def test_a_draft_gets_no_ballot(db, hall):
    with pytest.raises(Refused, match="Freeze the text first"):
        ratify.call(db, hall.demand(), hall.steward, call_form())


def test_a_rule_of_ones_own_is_refused(db, hall):
    demand, _fixed = hall.frozen()

    with pytest.raises(Refused):
        ratify.call(db, demand, hall.steward, call_form(quorum="gte 1/99 of members"))


def test_members_call_no_ballot(db, hall):
    demand, _fixed = hall.frozen()

    with pytest.raises(NotAllowed):
        ratify.call(db, demand, hall.member, call_form())


def test_an_adopted_text_has_a_mandate(db, hall):
    demand, fixed = hall.voted([YES] * 8 + [NO] * 2)

    close(db, fixed)

    assert standing_of(db, demand).state is State.RATIFIED
    assert fixed.mandate.endswith("/1")
    assert announced(db)[-1] == DemandRatified(
        by=None, branch_id=hall.branch.id, demand_id=demand.id
    )


def test_a_demand_is_decided_when_voting_ends_and_not_when_the_worker_wakes(db, hall):
    """Or the three days to hand it over would seem to begin a day too late."""
    _demand, fixed = hall.voted([YES] * 8 + [NO] * 2)
    ballot = db.get_one(Ballot, fixed.ballot_id)
    ballot.closes_at = datetime(2025, 12, 31, 18, 59, tzinfo=UTC)
    ballot.closed_at = datetime(2026, 1, 2, 5, tzinfo=UTC)
    db.commit()

    close(db, fixed)

    assert fixed.decided_at == ballot.closes_at
    assert fixed.mandate == "2025/1"


def test_a_closing_heard_of_twice_gives_one_mandate(db, hall):
    _demand, fixed = hall.voted([YES] * 10)
    close(db, fixed)
    first, at = fixed.mandate, fixed.decided_at

    close(db, fixed)

    assert (fixed.mandate, fixed.decided_at) == (first, at)
    assert sum(isinstance(event, DemandRatified) for event in announced(db)) == 1


def test_the_worker_gives_the_mandate(app, db, hall):
    demand, fixed = hall.voted([YES] * 10)
    heard = BallotClosed(by=None, ballot_id=fixed.ballot_id)

    with app.app_context():
        with unit_of_work() as work:
            announce(work, heard)
        jobs.empty_outbox()

    db.expire_all()
    assert standing_of(db, demand).state is State.RATIFIED


def test_mandates_are_numbered_one_after_the_other(db, hall):
    numbers = []
    for _ in range(2):
        _demand, fixed = hall.voted([YES] * 10)
        close(db, fixed)
        db.commit()
        numbers.append(fixed.serial)

    assert numbers == [1, 2]


def test_a_refused_text_has_none_and_can_be_changed(db, hall):
    demand, fixed = hall.voted([NO] * 10)
    close(db, fixed)

    fixing.reopen(db, demand, hall.representative)

    assert fixed.mandate is None
    assert DemandRefused in map(type, announced(db))
    assert standing_of(db, demand).state is State.DRAFTING


def test_a_ballot_on_other_words_ratifies_nothing(db, hall):
    demand, fixed = hall.voted([YES] * 10)
    ballot = db.get(Ballot, fixed.ballot_id)
    ballot.subject_digest = "0" * 64

    close(db, fixed)

    assert standing_of(db, demand).state is State.REFUSED


def test_a_ballot_on_something_else_is_let_be(db, hall, make):
    _demand, fixed = hall.voted([YES] * 10)
    ballot_id, fixed.ballot_id = fixed.ballot_id, None
    db.commit()

    give_mandate(db, BallotClosed(by=None, ballot_id=ballot_id))

    assert {DemandRatified, DemandRefused}.isdisjoint(map(type, announced(db)))


@pytest.mark.parametrize("choices", [[], [YES] * 10], ids=["under way", "ratified"])
def test_a_text_being_voted_on_or_ratified_stays_closed(db, hall, choices):
    if choices:
        demand, fixed = hall.voted(choices)
        close(db, fixed)
    else:
        demand, _fixed = hall.frozen()
        ratify.call(db, demand, hall.steward, call_form())

    with pytest.raises(Refused):
        fixing.reopen(db, demand, hall.representative)


def test_a_text_whose_ballot_was_not_opened_in_time_is_free_again(db, hall):
    demand, _fixed = hall.frozen()
    ballot = ratify.call(db, demand, hall.steward, call_form())
    ballot.roll_frozen_at = now() - timedelta(days=1)
    ballot.opens_at = now() - timedelta(days=1)
    ballot.closes_at = now() - timedelta(minutes=1)
    db.flush()

    lapse_due(db)
    let_go(db, BallotLapsed(by=None, ballot_id=ballot.id))
    db.flush()

    assert standing_of(db, demand).state is State.FROZEN
    assert RatificationLapsed in map(type, announced(db))
    fixing.reopen(db, demand, hall.representative)


def test_a_petition_becomes_a_demand(db, hall):
    petition = MakePetition(db).petition(branch=hall.branch)

    demand = from_petition.draft_from(db, petition, hall.steward)

    [clause] = clauses_of(db, demand.id, 1)
    assert clause.heading_en == petition.title
    assert clause.claim_en == petition.wording.text
    assert clause.stale == ["kk", "ru"]
    assert demand.petition_id == petition.id


def test_no_demand_stands_on_a_draft_that_goes_with_its_author(db, hall):
    draft = MakePetition(db).petition(
        branch=hall.branch, author=hall.steward, opened_at=None
    )

    with pytest.raises(Refused, match="Publish the petition first"):
        from_petition.draft_from(db, draft, hall.steward)


def test_what_waits_is_found_for_those_who_serve(db, hall):
    frozen, _fixed = hall.frozen()
    hall.demand()

    found = [standing.demand for standing in waiting_for(db, hall.steward)]

    assert found == [frozen]
    assert waiting_for(db, hall.member) == []


def test_a_letter_that_waits_is_not_hidden_behind_what_others_must_do(db, hall):
    for _ in range(3):
        hall.frozen()
    ratified, _fixed = hall.ratified()

    [found] = waiting_for(db, hall.representative)

    assert found.demand == ratified


def test_a_text_on_which_a_ballot_was_called_meanwhile_stays_closed(db, hall, make):
    """On PostgreSQL one waits for the other's lock, and had read before that."""
    demand, fixed = hall.frozen()
    ballot = MakeBallots(db, make, hall.branch).prepared()
    quicker = update(Fixing).where(Fixing.id == fixed.id).values(ballot_id=ballot.id)
    db.execute(quicker.execution_options(synchronize_session=False))

    with pytest.raises(Refused, match="under way"):
        fixing.reopen(db, demand, hall.representative)
    with pytest.raises(Refused, match="already been called"):
        ratify.call(db, demand, hall.steward, call_form())


def test_a_steward_calls_the_ballot_from_the_page(db, browser, hall):
    demand, _fixed = hall.frozen()
    bakyt = browser(hall.steward)
    form = {
        "opens_at": "2126-01-01T09:00",
        "closes_at": "2126-01-03T20:00",
        "secrecy": "confidential",
        "quorum": "gte 2/3 of members",
        "majority": "gt 1/2 of participants",
    }

    asked = bakyt.get(f"/demands/{demand.id}/ballot")
    answer = bakyt.post(f"/demands/{demand.id}/ballot", data=form)

    ballot = db.exec(select(Ballot)).one()
    assert "Which quorum?" in asked.text
    assert answer.location.endswith(f"/ballots/{ballot.id}")
    assert "in ratification" in bakyt.get(f"/demands/{demand.id}").text


def test_whoever_is_asked_can_read_what_about(db, browser, hall, make):
    """On the roll is also who has moved since, or whose objection was upheld."""
    demand, fixed = hall.frozen()
    moved, stranger = make.member(), make.member()
    ballot = MakeBallots(db, make, hall.branch).open(
        [moved], kind="ratification", secrecy="named", subject_digest=fixed.digest
    )
    fixed.ballot_id = ballot.id
    db.commit()
    text = f"/demands/{demand.id}/versions/{fixed.version}"

    asked = browser(moved).get(text)

    assert fixed.digest in asked.text
    assert f'href="/demands/{demand.id}"' not in asked.text
    assert browser(moved).get(f"/demands/{demand.id}").status_code == 404
    assert browser(moved).get(text[:-1] + "1").status_code == 404
    assert browser(stranger).get(text).status_code == 404


def test_a_petition_is_turned_into_a_demand_on_its_page(browser, db, hall):
    petition = MakePetition(db).petition(branch=hall.branch)
    bakyt = browser(hall.steward)

    asked = bakyt.get(f"/demands/from/{petition.id}")
    made = bakyt.post(f"/demands/from/{petition.id}", follow_redirects=True)

    assert "Make a demand of this petition?" in asked.text
    assert petition.title in made.text
    assert "Stale" in made.text


def test_the_day_begins_with_what_waits(browser, hall):
    hall.frozen(**in_three(title="Winter roads"))

    assert "Winter roads en" in browser(hall.steward).get("/").text
