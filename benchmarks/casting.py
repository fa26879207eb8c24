"""Votes cast by eight members at a time beside bare inserts, each one on the disk.

The floor inserts one row by the driver in a transaction of its own, with the same
database settings and the same queue of writers. Waiting for the disk is part of the
work, so the clock is the one on the wall.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import create_engine, make_url
from sqlmodel import Session

from app import create_app
from benchmarks._paired import ratio, report
from tests.ballots.factories import MakeBallots, vote
from tests.factories import Make
from union.ballots.models import Ballot
from union.ballots.rules.cast import cast
from union.ballots.sealing import Sealer
from union.core import migrations
from union.core.db import unit_of_work
from union.core.settings import Settings
from union.members.models import Member

WRITERS = 8
VOTES = 400
SEALER = Sealer("seal" * 8)
INSERT = {
    "sqlite": "INSERT INTO bare VALUES (?, ?, ?)",
    "postgresql": "INSERT INTO bare VALUES (%s, %s, %s)",
}


@contextmanager
def postgresql(url: str) -> Iterator[str]:
    """A new database on that server, and its address."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS ortaq_bench WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE ortaq_bench")
        yield make_url(url).set(database="ortaq_bench").render_as_string(False)
        connection.exec_driver_sql("DROP DATABASE ortaq_bench WITH (FORCE)")
    admin.dispose()


def hall(url: str) -> Flask:
    app = create_app(Settings(database_url=url, testing=True))
    engine = app.extensions["engine"]
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE bare (ballot CHAR(32), member CHAR(32), sealed VARCHAR(200), "
            "PRIMARY KEY (ballot, member))"
        )
    return app


def open_ballot(app: Flask) -> tuple[UUID, list[UUID]]:
    """A confidential ballot, and everybody on its roll."""
    with Session(app.extensions["engine"]) as db:
        db.connection(execution_options={"writes": True})
        ballots = MakeBallots(db, Make(db))
        voters = ballots.voters(VOTES)
        return ballots.open(voters).id, [voter.id for voter in voters]


def by_eight(deed: Callable[[UUID], None], members: list[UUID]) -> None:
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(deed, members))


def ours(app: Flask, ballot_id: UUID, members: list[UUID]) -> Callable[[], None]:
    def one(member_id: UUID) -> None:
        with app.app_context(), unit_of_work() as db:
            ballot = db.get_one(Ballot, ballot_id)
            cast(db, ballot, db.get_one(Member, member_id), vote(), SEALER)

    return lambda: by_eight(one, members)


def floor(app: Flask, members: list[UUID]) -> Callable[[], None]:
    engine, turn = app.extensions["engine"], app.extensions["turn_to_write"]
    words = INSERT[engine.dialect.name]
    rounds = count()

    def bare() -> None:
        ballot = f"{next(rounds):032}"

        def one(member_id: UUID) -> None:
            raw: Any = engine.raw_connection()
            with turn:
                cursor = raw.cursor()
                if engine.dialect.name == "sqlite":
                    cursor.execute("PRAGMA query_only = OFF")
                    cursor.execute("BEGIN IMMEDIATE")
                else:
                    raw.driver_connection.read_only = False
                cursor.execute(words, (ballot, member_id.hex, "x" * 120))
                raw.commit()
            raw.close()

        by_eight(one, members)

    return bare


def measure(url: str, name: str, aim: str) -> None:
    app = hall(url)
    ballot_id, members = open_ballot(app)
    _slower, mine, theirs = ratio(
        ours(app, ballot_id, members), floor(app, members), clock=perf_counter, rounds=5
    )
    detail = f"{VOTES / mine:.0f} votes/s; bare {VOTES / theirs:.0f} inserts/s"
    report(f"casting, {name}, {WRITERS} writers / bare inserts", theirs / mine, aim, detail)  # fmt: skip  # noqa: E501
    app.extensions["engine"].dispose()


def main() -> None:
    with TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/union.db", "SQLite FULL", ">= 0.4")
    if server := os.environ.get("UNION_TEST_POSTGRES_URL"):
        with postgresql(server) as url:
            measure(url, "PostgreSQL", ">= 0.5")


if __name__ == "__main__":
    main()
