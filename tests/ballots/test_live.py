from datetime import timedelta

import time_machine
from sqlmodel import select

from tests.ballots.factories import SEALER, vote
from tests.cli.hall import eventually
from union.ballots import rules
from union.ballots.events import TurnoutPublished
from union.ballots.models import NO, YES, Ballot, Envelope, Turnout
from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.core.events import announced
from union.core.live.topics import room
from union.core.live.wire import newsroom
from union.documents.queries import issued

TEN_MINUTES = timedelta(minutes=10)


def revision(app, ballot):
    with app.app_context():
        return newsroom.revision(room("ballot", ballot.id))


def work(app):
    with app.app_context():
        jobs.do_chores()
        jobs.empty_outbox()


def let_pass(db, ballot, time):
    """Pretend that the turnout was noted earlier by that much."""
    turnout = db.get_one(Turnout, ballot.id)
    turnout.waiting_since -= time
    db.add(turnout)
    db.commit()


def test_casting_is_no_news(app, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    before = revision(app, ballot)

    form = vote()
    browser(voters[0]).post(
        f"/ballots/{ballot.id}/votes",
        data={"choice": YES, "drawn": form.drawn, "once": form.key},
    )

    assert revision(app, ballot) == before


def test_casting_leaves_no_minute(db, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    form = vote()
    browser(voters[0]).post(
        f"/ballots/{ballot.id}/votes",
        data={"choice": YES, "drawn": form.drawn, "once": form.key},
    )

    assert db.exec(select(Minute)).all() == []


def test_turnout_comes_ten_minutes_late_and_in_bands(db, ballots):
    voters = ballots.voters(40)
    ballot = ballots.open(voters)
    ballots.cast(ballot, [(voter, YES) for voter in voters[:30]])
    rules.publish_turnout(db, ballot)
    assert db.get_one(Turnout, ballot.id).shown is None
    let_pass(db, ballot, TEN_MINUTES)
    ballots.cast(ballot, [(voter, YES) for voter in voters[30:]])

    rules.publish_turnout(db, ballot)

    turnout = db.get_one(Turnout, ballot.id)
    assert turnout.shown == 25
    assert now() - turnout.shown_of >= TEN_MINUTES
    assert [type(event) for event in announced(db)] == [TurnoutPublished]


def test_before_ten_minutes_nothing_is_noted_anew(db, ballots):
    voters = ballots.voters(40)
    ballot = ballots.open(voters)
    rules.publish_turnout(db, ballot)
    db.commit()
    let_pass(db, ballot, TEN_MINUTES - timedelta(seconds=30))
    ballots.cast(ballot, [(voter, YES) for voter in voters])

    rules.publish_turnout(db, ballot)

    assert db.get_one(Turnout, ballot.id).waiting == 0
    assert db.get_one(Turnout, ballot.id).shown is None


def test_the_page_shows_the_band_with_its_moment(app, db, browser, ballots):
    voters = ballots.voters(40)
    ballot = ballots.open(voters)
    ballots.cast(ballot, [(voter, YES) for voter in voters[:30]])
    work(app)
    let_pass(db, ballot, TEN_MINUTES)
    work(app)

    text = browser(voters[0]).get(f"/ballots/{ballot.id}").text

    assert "25–49" in text
    assert "As it stood" in text
    assert ">30<" not in text


def test_a_part_that_has_not_changed_is_not_sent_again(browser, ballots):
    voters = ballots.voters(12)
    phone, place = browser(voters[0]), f"/ballots/{ballots.open(voters).id}/turnout"
    asked = {"HX-Request": "true"}
    first = phone.get(place, headers=dict(asked))

    again = phone.get(place, headers=asked | {"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)


def test_the_clock_closes_and_open_pages_hear(app, db, browser, ballots, monkeypatch):
    monkeypatch.setattr("union.core.live.news.PAUSE", 0.01)
    monkeypatch.setattr("union.core.live.news.LONGEST_DELAY", 0)
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    ballots.cast(ballot, [(voter, YES) for voter in voters])
    ballots.end(ballot)
    before = revision(app, ballot)

    work(app)

    db.refresh(ballot)
    assert ballot.closed_at
    assert eventually(lambda: revision(app, ballot) > before)  # the news is blurred
    assert "Adopted" in browser(voters[0]).get(f"/ballots/{ballot.id}/result").text


def test_the_clock_notes_that_a_ballot_has_opened(app, db, ballots):
    ballot = ballots.open(ballots.voters(12), opened_at=None)

    work(app)
    work(app)

    db.refresh(ballot)
    opened = [m for m in db.exec(select(Minute)) if m.event == "BallotOpened"]
    assert ballot.opened_at
    assert len(opened) == 1


def test_closing_brings_minutes_in_three_languages_once(app, db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    ballots.cast(ballot, [(v, NO if n else YES) for n, v in enumerate(voters)])
    ballots.end(ballot)

    work(app)
    work(app)

    papers = issued(db, "minutes", ballot.id)
    assert sorted(paper.language for paper in papers) == ["en", "kk", "ru"]
    assert {paper.version for paper in papers} == {1}


def test_a_sleeping_worker_does_not_keep_a_ballot_open(browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters, closes_at=now() + timedelta(minutes=1))
    phone = browser(voters[0])

    with time_machine.travel(now() + timedelta(minutes=2)):
        text = phone.get(f"/ballots/{ballot.id}").text

    assert "being counted" in text
    assert "Vote or change" not in text


def test_a_closed_ballot_says_so_to_who_was_about_to_vote(db, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    phone = browser(voters[0])
    form = vote()
    ballots.end(ballot)
    rules.close(db, ballot, SEALER)
    db.commit()

    answer = phone.post(
        f"/ballots/{ballot.id}/votes",
        data={"choice": YES, "drawn": form.drawn, "once": form.key},
    )

    assert answer.status_code == 409
    assert "No vote counts any more." in answer.text
    assert db.get_one(Ballot, ballot.id).closed_at


def test_a_ballot_that_cannot_be_counted_stops_no_other(app, db, ballots):
    voters = ballots.voters(12)
    broken, sound = (ballots.open(voters) for _ in range(2))
    for ballot in (broken, sound):
        ballots.cast(ballot, [(voter, YES) for voter in voters])
        ballots.end(ballot)
    db.exec(
        select(Envelope).where(Envelope.ballot_id == broken.id)
    ).first().sealed = b"another key closed this"
    db.commit()

    work(app)

    db.refresh(broken)
    db.refresh(sound)
    assert sound.closed_at
    assert not broken.closed_at
    assert [minute.event for minute in db.exec(select(Minute))].count(
        "BallotClosed"
    ) == 1
