"""Commits that are shared: one wait for the disk, and everybody's own failure."""

import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Barrier, Event, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import event
from sqlmodel import Session, SQLModel, col, select

from app import create_app
from union.core import events
from union.core.audit import Minute
from union.core.base import now
from union.core.db import unit_of_work
from union.core.errors import Refused
from union.core.events import Event as Happening
from union.core.events import announce, on
from union.core.i18n import mark
from union.core.settings import Settings
from union.core.turns import BatchLost, Queue


@dataclass(frozen=True, kw_only=True)
class BellRung(Happening):
    """Something that happens in these tests only."""

    says = mark("Send")
    minuted = False


@pytest.fixture
def hall(tmp_path):
    """A SQLite of its own, whatever the run is about: PostgreSQL queues by itself."""
    url, jobs = f"sqlite:///{tmp_path}/hall.db", str(tmp_path / "jobs.db")
    app = create_app(Settings(database_url=url, jobs_path=jobs, testing=True))
    SQLModel.metadata.create_all(app.extensions["engine"])
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def commits(hall):
    """Every commit of the application, as it happens."""
    seen = []
    event.listen(hall.extensions["engine"], "commit", seen.append)
    return seen


def line(name):
    return Minute(at=now(), event=name, by=None, branch_id=None, about={})


def write(hall, name, *, shares=True, then=lambda _db: None):
    """One unit of work that writes a line; whether it was told that all is well."""
    try:
        with hall.app_context(), unit_of_work(shares=shares) as db:
            db.add(line(name))
            db.flush()
            then(db)
    except (Refused, BatchLost, sqlite3.Error, ZeroDivisionError):
        return False
    return True


def stored(hall):
    with Session(hall.extensions["engine"]) as db:
        return set(db.exec(select(Minute.event).order_by(col(Minute.number))))


def raw(db):
    return db.connection().connection.driver_connection


def wait_until(true):
    end = monotonic() + 60
    while not true():
        assert monotonic() < end
        sleep(0.002)


@contextmanager
def unhurried():
    """A batch ends when nobody else comes, however slow this machine is."""
    with pytest.MonkeyPatch.context() as patch:
        for patience in ("LONGEST", "RESCUE"):
            patch.setattr(f"union.core.turns.{patience}", 3600.0)
        yield


def in_one_batch(hall, *deeds):
    """Do all deeds in one transaction: the first holds it until the others queue."""
    turns, first_is_in = hall.extensions["turns"], Event()

    def wait_for_the_others(_db):
        first_is_in.set()
        wait_until(lambda: turns._coming == len(deeds) - 1)

    def first():
        name, then = deeds[0]
        return write(hall, name, then=lambda db: (wait_for_the_others(db), then(db)))

    def other(deed):
        first_is_in.wait(60)
        name, then = deed
        return write(hall, name, then=then)

    with unhurried(), ThreadPoolExecutor(len(deeds)) as people:
        told = [people.submit(first), *(people.submit(other, d) for d in deeds[1:])]
        return [one.result() for one in told]


def well(_db):
    """Nothing goes wrong."""


def refuse(_db):
    raise Refused("no")


def give_up_all(db):
    """What SQLite does by itself when a disk is full."""
    raw(db).execute("ROLLBACK")
    raise sqlite3.OperationalError("database or disk is full")


def test_those_who_come_together_are_committed_once(hall, commits):
    told = in_one_batch(hall, ("a", well), ("b", well), ("c", well), ("d", well))

    assert (told, len(commits)) == ([True] * 4, 1)
    assert stored(hall) == {"a", "b", "c", "d"}


def test_whoever_does_not_share_commits_alone(hall, commits):
    for name in "abc":
        assert write(hall, name, shares=False)

    assert len(commits) == 3


@pytest.mark.parametrize("failing", [0, 1, 3])
def test_a_refusal_undoes_one_and_no_other(hall, commits, failing):
    deeds = [(name, refuse if n == failing else well) for n, name in enumerate("abcd")]

    told = in_one_batch(hall, *deeds)

    assert (told, len(commits)) == ([n != failing for n in range(4)], 1)
    assert stored(hall) == set("abcd") - {"abcd"[failing]}


@pytest.mark.parametrize("failing", [0, 1, 3])
def test_when_sqlite_gives_the_transaction_up_all_of_it_fails(hall, failing):
    """All whose turn it had been; whoever's turn comes later begins another."""
    turns_of = []

    def take_part(name):
        def work(db):
            turns_of.append(name)
            if len(turns_of) == failing + 1:
                give_up_all(db)

        return name, work

    told = in_one_batch(hall, *map(take_part, "abcd"))

    kept = {name for name, well_told in zip("abcd", told, strict=True) if well_told}
    assert kept == set(turns_of[failing + 1 :])
    assert stored(hall) == kept
    assert write(hall, "afterwards")


def test_a_unit_that_overlooks_the_loss_fails_with_all_the_others(hall):
    def overlook(db):
        with suppress(sqlite3.OperationalError):
            give_up_all(db)
        raw(db).execute("SELECT 1")

    told = in_one_batch(hall, ("a", well), ("b", overlook))

    assert told == [False, False]
    assert stored(hall) == set()


def test_when_the_commit_fails_nobody_is_told_that_all_is_well(hall):
    def fail(_connection):
        raise sqlite3.OperationalError("disk I/O error")

    engine = hall.extensions["engine"]
    event.listen(engine, "commit", fail)

    told = in_one_batch(hall, ("a", well), ("b", refuse), ("c", well))

    event.remove(engine, "commit", fail)
    assert told == [False] * 3
    assert stored(hall) == set()
    assert write(hall, "afterwards")


def test_nobody_goes_on_and_no_listener_hears_before_the_commit(hall, monkeypatch):
    monkeypatch.setattr(events, "_listeners", events._listeners.copy())
    heard = []
    on(BellRung)(lambda _event: heard.append(stored(hall)))

    told = in_one_batch(
        hall,
        ("a", lambda db: announce(db, BellRung(by=None))),
        ("b", lambda _db: (sleep(0.1), heard.append("b is at work"))),
    )

    assert told == [True, True]
    assert heard == ["b is at work", {"a", "b"}]


def test_one_sees_what_others_wrote_before_in_the_same_transaction(hall):
    seen = []

    def look(db):
        seen.extend(db.exec(select(Minute.event)))

    in_one_batch(hall, ("a", well), ("b", look))

    assert sorted(seen) == ["a", "b"]


def test_whoever_does_not_share_finds_the_open_batch_committed(hall, commits):
    """The last of those who share was expected, and gave up in the queue."""
    turns, seen = hall.extensions["turns"], []
    turns._coming += 1
    sharer = Thread(target=write, args=(hall, "shared"))
    sharer.start()
    wait_until(lambda: turns._batch and turns._batch.units and not turns._turn.locked())

    told = write(
        hall,
        "alone",
        shares=False,
        then=lambda db: seen.extend(db.exec(select(Minute.event))),
    )

    sharer.join()
    assert told
    assert sorted(seen) == ["alone", "shared"]
    assert len(commits) == 2


def test_who_waits_for_a_commit_that_nobody_makes_makes_it(hall):
    turns = hall.extensions["turns"]
    turns._coming += 1

    assert write(hall, "a")

    turns._coming -= 1
    assert stored(hall) == {"a"}


def test_whatever_fails_what_was_acknowledged_is_what_is_stored(hall):
    """Eight threads, every kind of failure at random, some who do not share."""
    dice = random.Random(4)  # noqa: S311  (the same failures in every run)
    kinds = [well] * 6 + [refuse, refuse, give_up_all]
    deeds = [(f"{n}", dice.choice(kinds), dice.random() < 0.9) for n in range(400)]
    start = Barrier(8)

    def one_after_another(mine):
        start.wait()
        return {
            name
            for name, then, shares in mine
            if write(hall, name, shares=shares, then=then)
        }

    with ThreadPoolExecutor(8) as people:
        acknowledged = set().union(
            *people.map(one_after_another, [deeds[n::8] for n in range(8)])
        )

    assert stored(hall) == acknowledged
    assert len(acknowledged) > 100
    assert any(then is give_up_all for _name, then, _shares in deeds)


def test_a_session_is_whole_again_after_its_batch_was_lost(hall):
    def lose():
        with unit_of_work(shares=True) as db:
            give_up_all(db)

    with hall.app_context():
        with pytest.raises(BatchLost):
            lose()

        with unit_of_work(shares=True) as db:
            db.add(line("b"))

    assert stored(hall) == {"b"}


def test_a_turn_is_given_in_the_order_of_coming():
    queue, came = Queue(), []

    def come(name):
        with queue:
            came.append(name)

    people = [Thread(target=come, args=[name]) for name in "abcdef"]
    with queue:
        for waiting, person in enumerate(people):
            person.start()
            wait_until(lambda n=waiting: len(queue._waiting) == n + 1)
    for person in people:
        person.join()

    assert came == list("abcdef")
