"""The databases: how each is opened, begun, and told that it is out of room."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from sqlite3 import SQLITE_FULL
from time import monotonic
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError

from union.core.errors import Refused
from union.core.turns import TROUBLE, BatchLost

PATIENCE = 5000  # ms that one who writes to SQLite waits for another
JUST_NOW = 1.0  # seconds
TO_CONNECT = 5  # seconds that PostgreSQL has to take a connection
DISK_FULL = "53100"  # as PostgreSQL says it


class LostKeys(Refused):
    """A migration would leave rows that point to nothing."""


def connect(url: str, *, pool: int = 5, patience: int = 0) -> Engine:
    """An engine with real transactions: SQLite's with foreign keys and full sync.

    It keeps `pool` connections, and as many again in a rush. After `patience` seconds
    PostgreSQL gives a statement up, or a transaction in which nothing happens; zero is
    never, as migrations want it. Errors hide their parameters: they may be names, and
    logs are read by others.
    """
    is_postgresql = make_url(url).get_backend_name() == "postgresql"
    engine = create_engine(
        url,
        connect_args={"connect_timeout": TO_CONNECT} if is_postgresql else {},
        hide_parameters=True,
        pool_size=pool,
        max_overflow=pool,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        _save_by_driver(engine.dialect)
    else:
        event.listen(engine, "checkin", _note_when)
        event.listen(engine, "checkout", partial(_ask_whether_it_lives, engine))
        if patience:
            event.listen(engine, "connect", partial(_limit_postgresql, patience))
    event.listen(engine, "begin", _BEGINNINGS[engine.dialect.name])
    return engine


def weaknesses(engine: Engine) -> Iterator[str]:
    """Why this database could forget in a power cut what it has confirmed."""
    with engine.connect() as connection:
        for setting, weak in _WEAK[engine.dialect.name].items():
            now_set = connection.exec_driver_sql(_ASK[engine.dialect.name] + setting)
            if str(now_set.scalar_one()) in weak:
                yield (
                    f"The database has {setting} too weak: a power cut would take "
                    "votes that were confirmed. Set it to "
                    f"{_STRONG[engine.dialect.name]}."
                )


_ASK = {"sqlite": "PRAGMA ", "postgresql": "SHOW "}
_WEAK = {
    "sqlite": {"synchronous": {"0", "1"}},
    "postgresql": {"fsync": {"off"}, "synchronous_commit": {"off"}},
}
_STRONG = {"sqlite": "FULL", "postgresql": "on"}


def _limit_postgresql(seconds: int, connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{seconds}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{seconds}s'")
    connection.commit()  # or the first rollback would take the settings back


def _note_when(_connection: Any, record: Any) -> None:
    record.info["used"] = monotonic()


def _ask_whether_it_lives(
    engine: Engine, connection: Any, record: Any, _proxy: Any
) -> None:
    """A server may have hung up meanwhile. One that was there just now is not asked.

    The pool opens another connection in the place of one that is dead.
    """
    if monotonic() - record.info.get("used", 0) < JUST_NOW:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


@contextmanager
def writing_schema(engine: Engine) -> Iterator[Connection]:
    """A connection whose tables may be made anew, in one transaction with their rows.

    SQLite checks foreign keys when all is done: a table made anew is missing for a
    moment, and inside a transaction the check cannot be turned off.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        raw = cast(Any, connection.connection.driver_connection)
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            writing = connection.execution_options(writes=True)
            event.listen(writing, "commit", _refuse_lost_keys)
            yield writing
        finally:
            connection.rollback()
            raw.execute("PRAGMA foreign_keys = ON")


def _refuse_lost_keys(connection: Connection) -> None:
    if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        tables = sorted({str(row[0]) for row in lost})
        raise LostKeys(
            f"Rows of {', '.join(tables)} would point to nothing; all is as it was."
        )


def is_out_of_room(error: BaseException | None) -> bool:
    """Whether the disk is full, and not something else in the way."""
    if isinstance(error, BatchLost):
        return is_out_of_room(error.__cause__)
    told = getattr(error, "orig", error)
    full = getattr(told, "sqlite_errorcode", None) == SQLITE_FULL
    return full or getattr(told, "sqlstate", None) == DISK_FULL


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # or the driver begins behind our back
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # NORMAL loses votes in a power cut
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # envelopes leave no trace
    connection.execute("PRAGMA cache_size = -32000")


def _save_by_driver(dialect: Any) -> None:
    """Savepoints are three words: compiling them each time took longer than a vote."""

    def say(words: str) -> Callable[[Connection, str], None]:
        def by_driver(connection: Connection, name: str) -> None:
            raw = cast(Any, connection.connection.driver_connection)
            try:
                raw.execute(f"{words} {name}")
            except Exception as error:
                connection.info[TROUBLE] = error
                raise

        return by_driver

    dialect.do_savepoint = say("SAVEPOINT")
    dialect.do_rollback_to_savepoint = say("ROLLBACK TO")
    dialect.do_release_savepoint = say("RELEASE")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    reads_only = "ON" if writes is False else "OFF"
    if connection.info.get("query_only", "OFF") != reads_only:
        connection.exec_driver_sql(f"PRAGMA query_only = {reads_only}")
        connection.info["query_only"] = reads_only
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    driver = cast(Any, connection.connection.driver_connection)
    driver.read_only = connection.get_execution_options().get("writes") is False


_BEGINNINGS = {"sqlite": _begin_sqlite, "postgresql": _begin_postgresql}
