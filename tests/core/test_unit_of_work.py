"""One unit of work: all or nothing, then the listeners, then the worker."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from union.core import events, outbox
from union.core.audit import Minute
from union.core.base import now
from union.core.db import unit_of_work
from union.core.events import Event, announce, on
from union.core.i18n import mark
from union.core.jobs import do_chores, empty_outbox, every_minute
from union.core.outbox import FIRST_WAIT, TRIES, Letter, dead_letters, revive, surely


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    """Something that happens in tests only."""

    says = mark("Send")  # any sentence that is translated

    kettle: UUID


@dataclass(frozen=True, kw_only=True)
class TeaDrunk(Event):
    """Something nobody needs to know."""

    says = mark("Send")
    minuted = False


@dataclass
class Ears:
    """What was heard, and how often hearing fails."""

    heard: list = field(default_factory=list)
    failures: int = 0

    def hear(self, event):
        if self.failures:
            self.failures -= 1
            raise RuntimeError("a secret that no list of dead letters shows")
        self.heard.append(event)


@pytest.fixture
def ears(monkeypatch):
    monkeypatch.setattr(events, "_listeners", events._listeners.copy())
    monkeypatch.setattr(outbox, "_duties", outbox._duties.copy())
    return Ears()


@pytest.fixture
def boiled():
    return KettleBoiled(by=uuid4(), kettle=uuid4())


@pytest.fixture
def inside(app):
    with app.app_context():
        yield


def minutes(db):
    return db.exec(select(Minute)).all()


def letters(db):
    db.expire_all()
    return db.exec(select(Letter)).all()


def test_listeners_hear_after_the_commit(inside, db, ears, boiled):
    on(KettleBoiled)(lambda event: ears.hear((event, len(minutes(db)))))

    with unit_of_work() as work:
        announce(work, boiled)
        assert ears.heard == []

    assert ears.heard == [(boiled, 1)]


def test_what_is_undone_is_neither_minuted_nor_told(inside, db, ears, boiled):
    on(KettleBoiled)(ears.hear)
    surely(KettleBoiled)(lambda _db, event: ears.hear(event))

    def work_in_vain():
        with unit_of_work() as work:
            announce(work, boiled)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_in_vain()

    assert (ears.heard, minutes(db), letters(db)) == ([], [], [])


def test_a_deaf_listener_silences_no_other(inside, ears, boiled):
    on(KettleBoiled)(lambda _event: 1 / 0)
    on(KettleBoiled)(ears.hear)

    with unit_of_work() as work:
        announce(work, boiled)

    assert ears.heard == [boiled]


def test_a_minute_holds_the_facts_and_nothing_else(inside, db, boiled):
    with unit_of_work() as work:
        announce(work, boiled)
        announce(work, TeaDrunk(by=None))

    [minute] = minutes(db)
    assert (minute.event, minute.by) == ("KettleBoiled", boiled.by)
    assert minute.about == {"kettle": str(boiled.kettle)}


def test_a_duty_is_done_by_the_worker_once(inside, db, ears, boiled):
    surely(KettleBoiled)(lambda _db, event: ears.hear(event))
    with unit_of_work() as work:
        announce(work, boiled)
    assert ears.heard == []

    assert empty_outbox() == 1
    assert empty_outbox() == 0

    assert ears.heard == [boiled]
    assert letters(db) == []


def test_a_duty_that_fails_leaves_nothing_and_comes_again(inside, db, ears, boiled):
    def boil_over(work, event):
        announce(work, TeaDrunk(by=None))
        work.add(Letter(duty="half done", about={}, due_at=now()))
        ears.hear(event)

    surely(KettleBoiled)(boil_over)
    ears.failures = 1
    with unit_of_work() as work:
        announce(work, boiled)

    assert empty_outbox() == 0

    [letter] = letters(db)
    assert (letter.tries, letter.trouble) == (1, "RuntimeError")
    assert letter.due_at > now() + FIRST_WAIT / 2


def test_a_duty_that_always_fails_becomes_a_dead_letter_and_can_be_revived(
    inside, db, ears, boiled
):
    surely(KettleBoiled)(lambda _db, event: ears.hear(event))
    ears.failures = TRIES
    with unit_of_work() as work:
        announce(work, boiled)

    for _try in range(TRIES):
        assert dead_letters(db) == []
        empty_outbox()
        letters(db)[0].due_at = now() - timedelta(seconds=1)
        db.commit()

    [dead] = dead_letters(db)
    assert "secret" not in dead.trouble
    assert empty_outbox() == 0
    revive(db, dead)
    db.commit()
    assert empty_outbox() == 1
    assert ears.heard == [boiled]


def test_each_duty_of_an_event_has_a_letter_of_its_own(inside, ears, boiled):
    def first(_db, event):
        ears.hear(("first", event))

    def second(_db, event):
        ears.hear(("second", event))

    surely(KettleBoiled)(first)
    surely(KettleBoiled)(second)
    ears.failures = 1
    with unit_of_work() as work:
        announce(work, boiled)

    assert empty_outbox() == 1
    assert ears.heard == [("second", boiled)]


def test_a_chore_that_fails_stops_no_other_and_leaves_nothing(
    inside, db, ears, monkeypatch
):
    monkeypatch.setattr("union.core.jobs._chores", [])

    @every_minute
    def spill(work):
        work.add(Letter(duty="spilt", about={}, due_at=now()))
        raise RuntimeError

    every_minute(lambda work: ears.hear(work.in_transaction()))

    do_chores()

    assert ears.heard == [True]
    assert letters(db) == []


def test_a_letter_whose_duty_is_gone_waits_and_the_others_go_on(
    inside, db, ears, boiled
):
    """After an upgrade a duty may have another name: an operator sees its letters."""
    surely(KettleBoiled)(lambda _db, event: ears.hear(event))
    early = now() - timedelta(minutes=1)
    db.add(Letter(duty="tea.rules.pour", about={}, due_at=early))
    db.commit()
    with unit_of_work() as work:
        announce(work, boiled)

    assert empty_outbox() == 1

    [waiting] = letters(db)
    assert (waiting.duty, waiting.trouble) == ("tea.rules.pour", "KeyError")
    assert ears.heard == [boiled]
