"""The drill: a copy while people vote, the server gone, the copy back, votes go on."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session, func, select

from app import create_app
from tests.ballots.factories import SEALER, MakeBallots, vote
from tests.cli.hall import ROOT, SETTINGS
from tests.conftest import needed
from tests.factories import Make
from union.ballots import rules
from union.ballots.models import NO, YES, Ballot, Envelope
from union.ballots.queries import outcome
from union.core import jobs, migrations
from union.core.base import now
from union.core.db import unit_of_work
from union.core.settings import Settings
from union.members import erasures
from union.members.models import Member
from union.members.rules.standing import leave

NAMES = ("ortaq_drill", "ortaq_drilled")


@pytest.fixture
def addresses(engine, tmp_path):
    """Two empty databases: of the server that will go, and of the one that comes."""
    if engine.dialect.name == "sqlite":
        yield [f"sqlite:///{tmp_path}/{name}.db" for name in NAMES]
        return
    needed(shutil.which("pg_dump"), "pg_dump")
    admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in NAMES:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield [
        engine.url.set(database=name).render_as_string(hide_password=False)
        for name in NAMES
    ]
    with admin.connect() as connection:
        for name in NAMES:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def keys(tmp_path):
    """The keeper's key file, and the recipient that closes a copy for it."""
    needed(shutil.which("age"), "age")
    file = tmp_path / "key.txt"
    made = [shutil.which("age-keygen"), "-o", file]
    told = subprocess.run(made, capture_output=True, text=True, check=True)
    return file, told.stderr.split()[-1]


@pytest.fixture
def around(tmp_path, keys):
    """What both servers have beside the database."""
    return {
        "UNION_JOBS_PATH": f"{tmp_path}/jobs.db",
        "UNION_ERASURES_PATH": f"{tmp_path}/kept/erased.txt",
        "UNION_BACKUP_RECIPIENTS": keys[1],
    }


class Hall:
    """A union on one database."""

    def __init__(self, address, around):
        self.settings = SETTINGS | around | {"UNION_DATABASE_URL": address}
        self.app = create_app(
            Settings(
                database_url=address,
                jobs_path=around["UNION_JOBS_PATH"],
                erasures_path=around["UNION_ERASURES_PATH"],
                testing=True,
            )
        )
        self.engine = self.app.extensions["engine"]

    def cast(self, ballot_id, member_id, choice):
        with self.app.app_context(), unit_of_work() as db:
            who = db.get_one(Member, member_id)
            ballot = db.get_one(Ballot, ballot_id)
            rules.cast(db, ballot, who, vote(choice), SEALER)
        return member_id

    def command(self, *words):
        return subprocess.Popen(
            [sys.executable, "-m", "union.cli", *words],
            cwd=ROOT,
            env=self.settings
            | {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def votes(self, ballot_id):
        """What lies in the envelopes, by voter."""
        ciphers = SEALER.ciphers(ballot_id)
        with self.app.app_context(), unit_of_work(writes=False) as db:
            rows = db.exec(select(Envelope.member_id, Envelope.sealed)).all()
        return {who: ciphers.open(who, sealed).choice for who, sealed in rows}


@pytest.fixture
def polling(addresses, around):
    """A hall with an open ballot of forty."""
    hall = Hall(addresses[0], around)
    migrations.upgrade(hall.engine)
    with Session(hall.engine) as session:
        ballots = MakeBallots(session, Make(session))
        voters = ballots.voters(40)
        ballot = ballots.open(voters, closes_at=now() + timedelta(hours=5))
        ids = ballot.id, [voter.id for voter in voters]
    yield hall, *ids
    hall.engine.dispose()


def test_a_copy_taken_while_people_vote_brings_the_ballot_back(
    polling, addresses, around, keys, tmp_path
):
    hall, ballot_id, voters = polling
    early, meanwhile, late = voters[:15], voters[15:30], voters[30:]
    leaver = early[0]
    kept = tmp_path / "copies"
    kept.mkdir()
    for who in early:
        hall.cast(ballot_id, who, YES)

    copying, told = hall.command("db", "backup", str(kept), "--keep", "34"), set()
    with ThreadPoolExecutor(4) as crowd:
        while copying.poll() is None:
            told.update(crowd.map(lambda who: hall.cast(ballot_id, who, NO), meanwhile))
    said = copying.communicate()
    assert copying.returncode == 0, said
    assert told, "somebody voted while it was copied"
    for who in late:
        hall.cast(ballot_id, who, YES)
    leave_and_be_erased(hall, leaver)
    wipe(hall, addresses[0])
    there = bring_back(addresses[1], around, kept, keys[0])

    found = there.votes(ballot_id)
    assert all(found[who] == YES for who in early)
    assert {found[who] for who in meanwhile if who in found} <= {NO}
    assert not set(late) & set(found)
    with there.app.app_context(), unit_of_work(writes=False) as db:
        assert db.get_one(Ballot, ballot_id).is_open(now())
        assert db.get_one(Member, leaver).erased_at
        assert db.get_one(Member, leaver).name == ""
    for who in (*meanwhile, *late):
        there.cast(ballot_id, who, NO)
    assert tally_of(there, ballot_id) == {YES: 15, NO: 25}
    assert there.app.test_client().get("/sign-in").status_code == 200
    there.engine.dispose()


def leave_and_be_erased(hall, member_id):
    with hall.app.app_context():
        with unit_of_work() as db:
            leave(db, db.get_one(Member, member_id), erase_now=True)
        jobs.empty_outbox()


def wipe(hall, address):
    hall.engine.dispose()
    if address.startswith("sqlite"):
        file = Path(address.removeprefix("sqlite:///"))
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()
        return
    with hall.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
    hall.engine.dispose()


def bring_back(address, around, kept, key):
    [file] = kept.iterdir()
    assert file.read_bytes().startswith(b"age-encryption.org")
    assert file.stat().st_mode & 0o777 == 0o600
    there = Hall(address, around)
    there.engine.dispose()
    restoring = there.command("db", "restore", str(file), "--identity", str(key))
    out, trouble = restoring.communicate()
    assert restoring.returncode == 0, trouble
    assert "Erased again: 1." in out
    return there


def tally_of(hall, ballot_id):
    with hall.app.app_context():
        with unit_of_work() as db:
            db.get_one(Ballot, ballot_id).closes_at = now() - timedelta(seconds=1)
        with unit_of_work() as db:
            assert rules.close(db, db.get_one(Ballot, ballot_id), SEALER)
        with unit_of_work(writes=False) as db:
            assert db.exec(select(func.count()).select_from(Envelope)).one() == 0
            tally = outcome(db, db.get_one(Ballot, ballot_id)).tally
    return {choice: count for choice, count in tally.items() if count}


def test_without_the_list_whoever_was_erased_is_back_and_it_is_said(
    polling, addresses, around, keys, tmp_path
):
    """The negative control of the list, and the way to mend it afterwards."""
    hall, _ballot_id, voters = polling
    copy, erased = tmp_path / "copy", Path(around["UNION_ERASURES_PATH"])
    assert "Kept" in hall.command("db", "backup", str(copy)).communicate()[0]
    leave_and_be_erased(hall, voters[0])
    away = erased.rename(tmp_path / "elsewhere")
    there = Hall(addresses[1], around)
    there.engine.dispose()

    restoring = there.command("db", "restore", str(copy), "--identity", str(keys[0]))
    _out, trouble = restoring.communicate()

    assert restoring.returncode == 0
    assert "no list of erasures" in trouble
    assert name_of(there, voters[0]) != ""
    away.rename(erased)
    assert there.command("db", "erase-again").communicate()[0] == "Erased again: 1.\n"
    assert name_of(there, voters[0]) == ""
    assert there.command("db", "erase-again").communicate()[0] == "Erased again: 0.\n"
    there.engine.dispose()


def name_of(hall, member_id):
    with hall.app.app_context(), unit_of_work(writes=False) as db:
        return db.get_one(Member, member_id).name


def test_a_torn_line_of_the_list_takes_no_other_with_it(tmp_path):
    file = tmp_path / "erased.txt"
    ada, grace = Member().id, Member().id
    erasures.note(file, ada)
    with file.open("a") as torn:
        torn.write(str(grace)[:20])

    erasures.note(file, grace)
    erasures.note(file, grace)

    assert erasures.noted(file) == [ada, grace]
    assert file.stat().st_mode & 0o777 == 0o600
