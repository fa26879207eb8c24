"""The session: one per request, one transaction per unit of work."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import SQLITE_FULL
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlmodel import Session, SQLModel
from werkzeug.local import LocalProxy

from union.core.audit import write_minutes
from union.core.events import announced, deliver
from union.core.outbox import post
from union.core.settings import Settings
from union.core.turns import TROUBLE, BatchLost, Turns

PATIENCE = 5000  # ms that one who writes to SQLite waits for another
DISK_FULL = "53100"  # as PostgreSQL says it

TO_CONNECT = 5  # seconds that PostgreSQL has to take a connection

_logger = logging.getLogger(__name__)


def current_session() -> Session:
    """The session of this request, opened on first use, to read."""
    if "session" not in g:
        _begin(_session(), writes=False)
    return _session()


def _session() -> Session:
    if "session" not in g:
        g.session = current_app.extensions["new_session"]()
    return cast(Session, g.session)


db = cast(Session, LocalProxy(current_session))


class LostKeys(Exception):
    """A migration would leave rows that point to nothing."""


@contextmanager
def unit_of_work(*, writes: bool = True, shares: bool = False) -> Iterator[Session]:
    """Keep all that the block did or none of it, then tell the listeners.

    Requests, socket messages, commands and jobs each run inside one. One that may
    write takes SQLite's write lock at once: a lock asked for after reading is refused.
    One that only reads cannot write, and goes on where the doors began to read. One
    that `shares` is committed with others that came at the same moment: for short acts
    of many people.
    """
    session = _session()
    if writes:
        session.rollback()  # what the doors have read is read again, under this lock
    with _transaction(session, writes=writes, shares=shares):
        session.info["announced"] = []
        try:
            yield session
            write_minutes(session, announced(session))
            has_duties = post(session, announced(session))
            session.commit()
        except BaseException:
            session.rollback()
            raise
    deliver(announced(session))
    if has_duties:
        wake_the_worker()


@contextmanager
def _transaction(session: Session, *, writes: bool, shares: bool) -> Iterator[None]:
    """The transaction of a unit of work; of its own, or a part of a shared one."""
    turns: Turns | None = current_app.extensions["turns"]
    if not writes:
        if not session.in_transaction():
            _begin(session, writes=False)
        yield
    elif turns is None:
        _begin(session, writes=True)
        yield
    elif shares and session.bind is current_app.extensions["engine"]:
        with turns.together() as connection, _bound_to(connection, session):
            yield
    else:
        with turns.alone():
            _begin(session, writes=True)
            yield


@contextmanager
def _bound_to(shared: Connection, session: Session) -> Iterator[None]:
    """Let the session work inside a savepoint of a transaction that is not its own."""
    own, session.bind = session.bind, shared
    try:
        yield
    finally:
        session.bind = own


def _begin(session: Session, *, writes: bool) -> None:
    session.connection(execution_options={"writes": writes})


def wake_the_worker() -> None:
    """Tell the worker that there is something to do, if there is a worker.

    It looks by itself each minute: not to reach it is no reason to fail.
    """
    wake: Callable[[], object] = current_app.extensions.get("wake", lambda: None)
    try:
        wake()
    except Exception:
        _logger.exception("the worker was not reached; it looks within a minute")


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
        pool_pre_ping=not url.startswith("sqlite"),  # a file does not hang up
        pool_size=pool,
        max_overflow=pool,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        _save_by_driver(engine.dialect)
    elif patience:
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
    connection.commit()


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
        raise LostKeys(f"rows of {', '.join(tables)} would point to nothing")


def is_out_of_room(error: BaseException | None) -> bool:
    """Whether the disk is full, and not something else in the way."""
    if isinstance(error, BatchLost):
        return is_out_of_room(error.__cause__)
    told = getattr(error, "orig", error)
    full = getattr(told, "sqlite_errorcode", None) == SQLITE_FULL
    return full or getattr(told, "sqlstate", None) == DISK_FULL


def burn_the_log(*emptied: type[SQLModel]) -> None:
    """Clear away what was deleted and can still be read by whoever has the disk.

    On SQLite that is its log; while somebody reads in it, it stays, and the worker
    tries again. On PostgreSQL it is the dead rows of the tables named.
    """
    engine: Engine = current_app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        _empty_the_log(engine)
    else:
        _clear_away(engine, emptied)


def _empty_the_log(engine: Engine) -> None:
    with closing(engine.raw_connection()) as pooled:
        raw = cast(Any, pooled.driver_connection)
        raw.execute(f"PRAGMA busy_timeout = {PATIENCE // 20}")  # voters wait meanwhile
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        raw.execute(f"PRAGMA busy_timeout = {PATIENCE}")


def _clear_away(engine: Engine, emptied: Iterable[type[SQLModel]]) -> None:
    alone = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with alone as connection:
        for table in emptied:
            connection.exec_driver_sql(f'VACUUM "{table.__tablename__}"')


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


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    url = make_url(settings.database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = connect(
        settings.database_url,
        pool=settings.pool_size,
        patience=settings.statement_seconds,
    )
    app.extensions["engine"] = engine
    app.extensions["new_session"] = partial(
        Session, engine, join_transaction_mode="create_savepoint"
    )
    app.extensions["turns"] = Turns(engine) if is_sqlite else None
    app.teardown_appcontext(_close)


def _close(_error: BaseException | None) -> None:
    if session := g.pop("session", None):
        session.close()
