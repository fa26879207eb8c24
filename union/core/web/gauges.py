"""How the machine stands at this moment, in numbers too coarse to see a person in."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from union.core import health, outbox
from union.core.base import now
from union.core.db import unit_of_work
from union.core.jobs import queue_depth
from union.core.pulse import last_beat

STEP_OF_SOCKETS = 10  # one open page more or less is a person who came or went


class Gauge(NamedTuple):
    """A number, or several by a label."""

    name: str
    meaning: str
    label: str
    values: Mapping[str, float]


def gauges() -> Iterator[Gauge]:
    """Every one that can be told; those of the database only while it answers."""
    states = health.look()
    held = {part: float(state is health.State.OK) for part, state in states.items()}
    yield Gauge("part_ok", "Whether a part holds.", "part", held)
    yield _one("queue_depth", "Calls that the worker has not heard.", queue_depth())
    yield _one("sockets", "Open sockets of this process, in tens.", _sockets())
    if file := health.database_file():
        free = health.free_beside(file) or 0
        yield _one("disk_free_mebibytes", "Beside the database.", _coarse(free))
    try:
        with unit_of_work(writes=False) as db:
            yield from list(_of_the_database(db))
    except (SQLAlchemyError, OSError):
        return


def _of_the_database(db: Session) -> Iterator[Gauge]:
    if beat := last_beat(db):
        age = (now() - beat).total_seconds()
        yield _one("pulse_age_seconds", "Since the worker came round.", age)
    letters = {"overdue": outbox.overdue(db), "dead": len(outbox.dead_letters(db))}
    yield Gauge("letters", "Duties that wait too long or failed.", "state", letters)
    yield _one("database_mebibytes", "Size of the database.", _coarse(_size(db)))


def _one(name: str, meaning: str, value: float) -> Gauge:
    return Gauge(name, meaning, "", {"": value})


def _sockets() -> int:
    listening: int = current_app.extensions["count_sockets"]()
    return listening // STEP_OF_SOCKETS * STEP_OF_SOCKETS


def _size(db: Session) -> int:
    if file := health.database_file():
        return file.stat().st_size
    size = db.execute(text("SELECT pg_database_size(current_database())"))
    return int(size.scalar_one())


def _coarse(size: int) -> int:
    return -(-size // health.MEBIBYTE)
