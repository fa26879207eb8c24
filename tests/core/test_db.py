"""The database: real transactions, and requests that read cannot write."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from union.core.audit import Minute
from union.core.base import db_now, now
from union.core.db import current_session, unit_of_work
from union.core.engines import connect


@pytest.fixture
def real(the_app, engine):
    """The application on its own connections, not on the test's."""
    before = the_app.extensions["new_session"]
    the_app.extensions["new_session"] = lambda: Session(the_app.extensions["engine"])
    with the_app.app_context():
        yield current_session
    the_app.extensions["new_session"] = before


def minute():
    return Minute(at=now(), event="Nothing", by=None, branch_id=None, about={})


def test_a_unit_that_only_reads_cannot_write(real):
    with pytest.raises(DBAPIError), unit_of_work(writes=False) as db:
        db.add(minute())

    with unit_of_work(writes=False) as db:
        assert db.exec(select(Minute)).all() == []


def test_after_reading_one_may_write_and_read_again(real):
    with unit_of_work(writes=False) as db:
        db.exec(select(Minute)).all()

    with unit_of_work() as db:
        db.add(written := minute())
    with unit_of_work() as db:
        db.delete(written)
    with unit_of_work(writes=False) as db:
        assert db.exec(select(Minute)).all() == []


def test_the_databases_clock_agrees_with_ours(real):
    with unit_of_work(writes=False) as db:
        assert abs((db_now(db) - now()).total_seconds()) < 5


def test_a_rollback_undoes_inner_commits(tmp_path):
    """What keeps tests apart. The SQLite driver, left alone, gets it wrong."""
    engine = connect(f"sqlite:///{tmp_path}/some.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE leaf (x INT)")

    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint") as inner:
            inner.connection().exec_driver_sql("INSERT INTO leaf VALUES (1)")
            inner.commit()
        outer.rollback()

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM leaf").all() == []
    engine.dispose()


def test_writers_wait_for_each_other(tmp_path):
    """Each reads, then writes. A lock asked for only at the write is refused."""
    engine = connect(f"sqlite:///{tmp_path}/busy.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE tally (count INT)")
        connection.exec_driver_sql("INSERT INTO tally VALUES (0)")

    def count(_number):
        with Session(engine) as session:
            connection = session.connection(execution_options={"writes": True})
            [so_far] = connection.exec_driver_sql("SELECT count FROM tally").one()
            connection.exec_driver_sql("UPDATE tally SET count = ?", (so_far + 1,))
            session.commit()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(100)))

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count FROM tally").one() == (100,)
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
    ],
)
def test_sqlite_loses_nothing_that_it_has_acknowledged(tmp_path, pragma, value):
    engine = connect(f"sqlite:///{tmp_path}/some.db")

    with engine.connect() as connection:
        told = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()

    assert told == value
    engine.dispose()
