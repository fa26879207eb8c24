"""What the hall stands on, and whether each part of it holds: names, and no details."""

import shutil
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from union.core import migrations
from union.core.aside import impatiently
from union.core.base import now
from union.core.db import unit_of_work
from union.core.i18n import mark
from union.core.pulse import last_beat
from union.core.settings import Settings

PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
SILENCE = timedelta(minutes=3)  # of the worker, which comes round each minute
PATIENCE = 1.0  # seconds, with Redis
MEBIBYTE = 1024 * 1024

WORDS = {
    "database": mark("Database"),
    "worker": mark("Worker"),
    "disk": mark("Space on the disk"),
    "redis": mark("News between processes"),
}


class State(StrEnum):
    """How a part is: without a degraded one all goes on, slower or later."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


def look() -> dict[str, State]:
    """The state of each part there is, also where the database is away."""
    try:
        with unit_of_work(writes=False) as db:
            return parts(db)
    except SQLAlchemyError:
        gone = {"database": State.FAILED, "worker": State.FAILED}
        return gone | _around_the_database()


def parts(db: Session) -> dict[str, State]:
    """The state of each part there is."""
    found = db.execute(text("SELECT version_num FROM alembic_version")).scalars()
    is_migrated = set(found) == {_newest()}
    return {
        "database": State.OK if is_migrated else State.FAILED,
        "worker": State.FAILED if is_silent(last_beat(db)) else State.OK,
    } | _around_the_database()


def is_ready(states: dict[str, State]) -> bool:
    """Whether members can be served as they were promised."""
    return State.FAILED not in states.values()


def is_silent(beat: datetime | None) -> bool:
    """Whether the worker has missed its rounds."""
    return beat is None or now() > beat + SILENCE


def database_file() -> Path | None:
    """Where SQLite's file lies; PostgreSQL has its own watchers."""
    settings: Settings = current_app.config["SETTINGS"]
    url = make_url(settings.database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database or "") if is_file else None


def free_beside(file: Path) -> int | None:
    """Bytes left on its disk; None if the file is gone, whoever still has it open."""
    try:
        file.stat()
        return shutil.disk_usage(file.absolute().parent).free
    except OSError:
        return None


@cache
def _newest() -> str:
    return migrations.head()


def _around_the_database() -> dict[str, State]:
    settings: Settings = current_app.config["SETTINGS"]
    around = {}
    if file := database_file():
        free = free_beside(file)
        is_enough = free is not None and free >= settings.disk_floor * MEBIBYTE
        around["disk"] = State.OK if is_enough else State.FAILED
    if settings.redis_url:
        around["redis"] = _redis(settings.redis_url)
    return around


def _redis(url: str) -> State:
    asked = Redis.from_url(url, **impatiently(PATIENCE))
    try:
        asked.ping()
    except RedisError:
        return State.DEGRADED
    finally:
        asked.close()
    return State.OK
