"""What was deleted leaves SQLite's log, even if somebody was reading in it."""

import sqlite3
from contextlib import closing

import pytest
from sqlmodel import Session

from app import create_app
from tests.factories import Make
from tests.secrecy.canaries import word
from union.core import migrations
from union.core.db import burn_the_log
from union.core.engines import connect
from union.core.jobs import do_chores
from union.core.settings import Settings


@pytest.fixture
def house(tmp_path):
    url = f"sqlite:///{tmp_path}/union.db"
    engine = connect(url)
    migrations.upgrade(engine)
    engine.dispose()
    jobs = str(tmp_path / "jobs.db")
    app = create_app(Settings(database_url=url, jobs_path=jobs, testing=True))
    yield app
    app.extensions["engine"].dispose()


def test_the_worker_empties_the_log_that_a_reader_kept(house, tmp_path):
    name, engine = word(), house.extensions["engine"]
    with (
        closing(sqlite3.connect(tmp_path / "union.db")) as reader,
        Session(engine) as db,
    ):
        member = Make(db).member(name=name)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM member").fetchone()
        member.name = member.name_key = "gone"
        Make(db).save(member)
        with house.app_context():
            burn_the_log()
        kept = (tmp_path / "union.db-wal").read_bytes()
        reader.execute("COMMIT")

    with house.app_context():
        do_chores()

    left = (tmp_path / "union.db-wal", tmp_path / "union.db")
    assert name.encode() in kept, "the reader was in the way"
    assert not any(name.encode() in path.read_bytes() for path in left)
