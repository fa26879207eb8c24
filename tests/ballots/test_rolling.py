"""A large roll: decided by two, read at one moment, entered by the worker."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from tests.ballots.factories import proposal
from union.ballots import rules
from union.ballots.events import RollDecided, RollFrozen, RollGivenUp
from union.ballots.models import (
    Consent,
    ObjectionForm,
    Proposal,
    RollEntry,
    RollReading,
    State,
    Trouble,
)
from union.ballots.permissions import belongs_on_roll
from union.ballots.rules import enrolling
from union.ballots.tasks import a_ballot_is_under_way
from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.core.errors import Refused
from union.core.events import announced
from union.members.models import Member

LONG_AGO = timedelta(days=100)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """What is done for a hundred thousand is done for a dozen, four at a time."""
    monkeypatch.setattr(enrolling, "AT_ONCE", 5)
    monkeypatch.setattr(enrolling, "A_PAGE", 4)


@pytest.fixture
def decided(db, ballots):
    """A ballot of fourteen whose roll two have decided to freeze."""
    ballots.voters(12)
    return decide(db, ballots, ballots.prepared())


def decide(db, ballots, ballot):
    rules.freeze(db, ballot, ballots.returning_officer())
    rules.freeze(db, ballot, ballots.teller())
    announced(db).clear()
    db.commit()
    return ballot


def work(app):
    with app.app_context():
        jobs.run_errands()


def on_roll(db, ballot):
    found = select(RollEntry.member_id).where(RollEntry.ballot_id == ballot.id)
    return set(db.exec(found))


def minuted(db, event):
    found = select(Minute).where(Minute.event == event.__name__)
    return list(db.exec(found.order_by(col(Minute.number))))


def page(ballot, place=""):
    return f"/ballots/{ballot.id}{place}"


def test_the_second_hand_decides_and_the_worker_freezes(app, db, ballots):
    voters, ballot = ballots.voters(12), ballots.prepared()
    officer, teller = ballots.returning_officer(), ballots.teller()
    rules.freeze(db, ballot, officer)
    rules.freeze(db, ballot, teller)
    assert type(announced(db)[-1]) is RollDecided
    assert ballot.state(now()) is State.FREEZING
    db.commit()

    work(app)

    db.refresh(ballot)
    everyone = sorted(m.id for m in [*voters, officer, teller])
    assert on_roll(db, ballot) == set(everyone)
    assert ballot.roll_size == 14
    assert ballot.roll_digest == rules.digest(ballot.id, everyone)
    assert ballot.roll_frozen_at >= ballot.roll_decided_at
    assert [minute.by for minute in minuted(db, RollFrozen)] == [teller.id]
    assert db.get(RollReading, ballot.id) is None


def test_once_decided_nothing_about_it_changes(db, ballots, decided):
    officer, form = ballots.returning_officer(), Proposal.model_validate(proposal())

    with pytest.raises(Refused, match="stays as it is"):
        rules.revise(db, decided, officer, form)
    with pytest.raises(Refused, match="being entered"):
        rules.freeze(db, decided, officer)
    with pytest.raises(Refused, match="nobody can be added"):
        rules.object_to_roll(db, decided, officer, ObjectionForm(reason="Me too."))
    with pytest.raises(Refused, match="must be frozen"):
        rules.approve_opening(db, decided, officer)


def test_a_worker_that_died_is_followed_by_one_that_goes_on(app, db, decided):
    reading = enrolling.read_roll(db, decided)
    enrolling.keep_reading(db, decided, reading)
    assert enrolling.enter_page(db, decided, reading, 0)
    announced(db).clear()
    db.commit()
    latecomer = db.exec(select(Member)).first()
    latecomer.left_at = now()
    db.commit()

    work(app)

    db.refresh(decided)
    assert decided.roll_frozen_at == reading.at
    assert on_roll(db, decided) == set(reading.members)


def test_two_workers_enter_nobody_twice(db, decided):
    reading = enrolling.read_roll(db, decided)
    enrolling.keep_reading(db, decided, reading)

    entered = [enrolling.enter_page(db, decided, reading, at) for at in (0, 0, 4, 0)]

    assert entered == [True, False, True, False]
    assert len(on_roll(db, decided)) == 8


def test_a_roll_with_a_row_too_many_is_read_and_entered_again(
    app, db, make, decided, caplog
):
    reading = enrolling.read_roll(db, decided)
    enrolling.keep_reading(db, decided, reading)
    db.add(RollEntry(ballot_id=decided.id, member_id=make.member().id))
    announced(db).clear()
    db.commit()

    work(app)
    assert "not what was read" in caplog.text
    work(app)

    db.refresh(decided)
    assert decided.roll_size == 14
    assert on_roll(db, decided) == set(reading.members)


def test_the_hour_of_closing_ends_it_and_it_can_begin_again(app, db, ballots, decided):
    reading = enrolling.read_roll(db, decided)
    enrolling.keep_reading(db, decided, reading)
    enrolling.enter_page(db, decided, reading, 0)
    announced(db).clear()
    ballots.end(decided)

    work(app)

    db.refresh(decided)
    assert decided.state(now()) is State.PREPARED
    assert decided.roll_trouble is Trouble.LATE
    assert on_roll(db, decided) == set()
    assert db.exec(select(func.count()).select_from(Consent)).one() == 0
    assert len(minuted(db, RollGivenUp)) == 1
    decided.closes_at = now() + timedelta(days=1)
    decide(db, ballots, decided)
    work(app)
    db.refresh(decided)
    assert decided.roll_size == 16
    assert decided.roll_trouble is None


def test_too_few_for_a_confidential_ballot_is_said_on_the_desk(
    app, db, browser, ballots, decided
):
    for member in ballots.branch_members()[:6]:
        member.left_at = now()
    db.commit()

    work(app)

    db.refresh(decided)
    text = browser(ballots.teller()).get(page(decided)).text
    assert "fewer than ten are entitled" in text
    assert "Freeze the roll" in text


def test_the_desk_shows_how_far_it_has_come(app, db, browser, ballots, decided):
    teller = browser(ballots.teller())
    assert "about to read who is entitled" in teller.get(page(decided)).text
    reading = enrolling.read_roll(db, decided)
    enrolling.keep_reading(db, decided, reading)
    enrolling.enter_page(db, decided, reading, 0)
    announced(db).clear()
    db.commit()

    part = teller.get(page(decided, "/roll/progress"), headers={"HX-Request": "true"})

    bar = '<progress id="roll-bar" value="4" max="15"></progress>'
    assert bar in part.text
    assert bar in teller.get(page(decided)).text
    work(app)
    part = teller.get(page(decided, "/roll/progress"), headers={"HX-Request": "true"})
    assert "15 people, frozen" in part.text


def test_who_is_entered_already_reads_that_it_is_not_done(db, browser, decided):
    reading = enrolling.read_roll(db, decided)
    enrolling.keep_reading(db, decided, reading)
    enrolling.enter_page(db, decided, reading, 0)
    announced(db).clear()
    db.commit()
    first = db.get_one(Member, reading.members[0])

    text = browser(first).get(page(decided, "/can-i-vote")).text

    assert "The roll is being entered." in text
    assert "on the frozen roll" not in text


def test_a_branch_whose_roll_is_being_entered_is_not_merged(db, decided):
    assert "under way" in a_ballot_is_under_way(db, decided.branch)


DEEDS = {
    "leaves": lambda member, _there: setattr(member, "left_at", now()),
    "is suspended": lambda member, _there: setattr(member, "suspended_at", now()),
    "is reinstated": lambda member, _there: setattr(member, "suspended_at", None),
    "manages": lambda member, _there: setattr(member, "manages_since", now()),
    "stops managing": lambda member, _there: setattr(member, "manages_since", None),
    "is admitted": lambda member, _there: setattr(
        member, "admitted_at", now() - LONG_AGO
    ),
    "moves": lambda member, there: setattr(member, "branch_id", there.id),
}
deeds = st.lists(
    st.tuples(st.integers(0, 13), st.sampled_from(sorted(DEEDS))), max_size=4
)


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=deeds, between=st.lists(deeds, min_size=4, max_size=4))
def test_the_roll_is_of_the_moment_it_was_read_whatever_happens_meanwhile(
    db, make, ballots, before, between
):
    ballot, there = decide_quietly(db, ballots), make.branch()
    people = ballots.branch_members()[:14]

    def happen(some):
        for who, what in some:
            DEEDS[what](people[who], there)
        db.flush()

    happen(before)
    reading = enrolling.read_roll(db, ballot)
    db.expire_all()
    entitled = {m.id for m in everybody(db) if belongs_on_roll(m, ballot, reading.at)}
    enrolling.keep_reading(db, ballot, reading)
    for start, meanwhile in zip(range(0, reading.size, 4), between, strict=False):
        happen(meanwhile)
        assert enrolling.enter_page(db, ballot, reading, start)
    enrolling.fix(db, ballot, reading, enrolling.hash_of_entered(db, ballot))

    assert on_roll(db, ballot) == entitled
    assert ballot.roll_digest == rules.digest(ballot.id, sorted(entitled))
    announced(db).clear()


def decide_quietly(db, ballots):
    """A named ballot of sixteen, two of whom are not full members yet."""
    ballots.branch = ballots.make.branch()
    for _ in range(10):
        ballots.make.member(branch=ballots.branch)
    ballots.make.member(branch=ballots.branch, admitted_at=None)
    ballots.make.member(branch=ballots.branch, suspended_at=now())
    ballots.make.member(branch=ballots.branch, manages_since=now())
    ballots.make.member(branch=ballots.branch)
    ballot = ballots.prepared(secrecy="named")
    return decide(db, ballots, ballot)


def everybody(db):
    return db.exec(select(Member))
