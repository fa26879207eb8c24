"""Races on a real database: what was acknowledged counts, once, and nothing later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel, func, select

from app import create_app
from tests.ballots.factories import SEALER, MakeBallots, vote
from tests.factories import Make
from union.ballots import rules
from union.ballots.models import NO, YES, Ballot, Envelope, Paper
from union.ballots.queries import outcome
from union.core import migrations
from union.core.base import now
from union.core.db import unit_of_work
from union.core.engines import connect
from union.core.errors import Refused
from union.core.settings import Settings
from union.members.models import Member


@pytest.fixture
def url(request, tmp_path, database_url, engine):
    """A database of its own; on PostgreSQL the common one, emptied afterwards."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path}/race.db"
        return
    yield database_url
    tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))


@pytest.fixture
def hall(url, tmp_path):
    """An application whose units of work really commit."""
    engine = connect(url)
    if engine.dialect.name == "sqlite":
        migrations.upgrade(engine)
    engine.dispose()
    settings = Settings(
        database_url=url, jobs_path=str(tmp_path / "jobs.db"), testing=True
    )
    app = create_app(settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def polling(hall):
    """Thirty voters and an open ballot."""
    with Session(hall.extensions["engine"]) as session:
        ballots = MakeBallots(session, Make(session))
        voters = ballots.voters(30)
        ballot = ballots.open(voters)
        return ballot.id, [voter.id for voter in voters]


def cast(hall, ballot_id, member_id, form):
    """One phone sends one form; True if it was told that the vote is in."""
    try:
        with hall.app_context(), unit_of_work() as db:
            ballot, member = (
                db.get_one(Ballot, ballot_id),
                db.get_one(Member, member_id),
            )
            rules.cast(db, ballot, member, form, SEALER)
    except Refused:
        return False
    return True


def close(hall, ballot_id):
    with hall.app_context(), unit_of_work() as db:
        return rules.close(db, db.get_one(Ballot, ballot_id), SEALER)


def is_closed(hall, ballot_id):
    with hall.app_context(), unit_of_work(writes=False) as db:
        return db.get_one(Ballot, ballot_id).closed_at is not None


def test_closing_counts_every_vote_that_was_acknowledged(hall, polling):
    ballot_id, voters = polling
    forms = {voter: vote(YES if n % 3 else NO) for n, voter in enumerate(voters)}

    def keep_trying_to_close(_closer):
        """For a second after the hour, and on a slow machine until it is closed."""
        done, until = 0, started + timedelta(seconds=2.5)
        while now() < until or not is_closed(hall, ballot_id):
            done += close(hall, ballot_id)
        return done

    def tap_twice(member_id):
        """A slow one taps again and again, until after the hour."""
        told = [cast(hall, ballot_id, member_id, forms[member_id]) for _ in range(2)]
        while now() < started + timedelta(seconds=1.4 + voters.index(member_id) / 60):
            told.append(cast(hall, ballot_id, member_id, forms[member_id]))
        return any(told)

    assert cast(hall, ballot_id, voters[0], forms[voters[0]])
    started = now()
    with hall.app_context(), unit_of_work() as db:
        db.get_one(Ballot, ballot_id).closes_at = started + timedelta(seconds=1.5)
    with ThreadPoolExecutor(10) as crowd:
        closers = [crowd.submit(keep_trying_to_close, n) for n in range(2)]
        told = dict(zip(voters, crowd.map(tap_twice, voters), strict=True))
        closings = sum(closer.result() for closer in closers)

    acknowledged = [voter for voter in voters if told[voter] or voter == voters[0]]
    with hall.app_context(), unit_of_work(writes=False) as db:
        tally = outcome(db, db.get_one(Ballot, ballot_id)).tally
        assert closings == 1
        assert acknowledged
        assert sum(tally.values()) == len(acknowledged)
        assert tally[NO] == sum(forms[one].choice == NO for one in acknowledged)
        assert db.exec(select(func.count()).select_from(Envelope)).one() == 0
        assert db.exec(select(func.count()).select_from(Paper)).one() == len(
            acknowledged
        )
    assert not cast(hall, ballot_id, voters[0], vote())


def test_taps_of_one_member_together_are_one_vote(hall, polling):
    ballot_id, [ada, *_others] = polling
    form, start = vote(YES), Barrier(6)

    def tap(_finger):
        start.wait()
        return cast(hall, ballot_id, ada, form)

    with ThreadPoolExecutor(6) as fingers:
        told = list(fingers.map(tap, range(6)))

    assert told == [True] * 6
    with hall.app_context(), unit_of_work(writes=False) as db:
        assert db.exec(select(func.count()).select_from(Envelope)).one() == 1


def test_whatever_arrives_first_the_newest_page_counts(hall, polling):
    ballot_id, [ada, *_others] = polling
    forms, start = [vote(NO), vote(NO), vote(NO), vote(YES)], Barrier(4)

    def send(form):
        start.wait()
        return cast(hall, ballot_id, ada, form)

    with ThreadPoolExecutor(4) as network:
        told = list(network.map(send, forms))

    assert told[-1]
    with hall.app_context(), unit_of_work(writes=False) as db:
        sealed = db.exec(select(Envelope.sealed)).one()
    assert SEALER.ciphers(ballot_id).open(ada, sealed) == forms[-1]


def test_of_an_envelope_neither_file_nor_log_keeps_a_byte(hall, polling, url):
    if not url.startswith("sqlite"):
        pytest.skip("SQLite's own files; PostgreSQL leaves them to vacuum")
    ballot_id, voters = polling
    for member_id in voters:
        cast(hall, ballot_id, member_id, vote())
    with hall.app_context(), unit_of_work() as db:
        sealed = list(db.exec(select(Envelope.sealed)))
        db.get_one(Ballot, ballot_id).closes_at = now()

    assert close(hall, ballot_id)

    file = url.removeprefix("sqlite:///")
    kept = Path(file).read_bytes() + Path(f"{file}-wal").read_bytes()
    assert not [each for each in sealed if each in kept or each[12:60] in kept]
