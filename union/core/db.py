"""The session: one per request, one transaction per unit of work."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, make_url
from sqlmodel import Session, SQLModel
from werkzeug.local import LocalProxy

from union.core.audit import write_minutes
from union.core.engines import PATIENCE, connect
from union.core.events import announced, deliver
from union.core.outbox import post
from union.core.settings import Settings
from union.core.turns import Turns

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
