"""Every question of the chain in a union of 500,000, and the roll of all of them.

All pages are opened as in tests/scale/chain.py, and each statement they send is asked
again some times: its median here and in a union of a thousand. Then a ballot of the
whole union gets its roll from the worker, takes a vote of everybody and is closed: what
others wait for is the longest time in which the write lock was held.

The large union takes a while to make. SCALE_HOME=folder keeps it there and finds it
again; SCALE_MEMBERS makes another size. With UNION_TEST_POSTGRES_URL the questions are
asked of PostgreSQL too, in a database of its own.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import create_engine, event, make_url
from sqlmodel import Session, col, select

from app import create_app
from benchmarks._hall import ROOT
from benchmarks._paired import report
from tests.ballots.factories import words
from tests.scale.chain import deeds, pay, readers, visits
from tests.scale.statements import Asked, Recorder, read_again
from union.ballots import rules
from union.ballots.keys import sealer
from union.ballots.models import NO, YES, Ballot, RollEntry, RollReading, Secrecy
from union.cli.demo import crowds
from union.core.base import now
from union.core.db import unit_of_work
from union.core.jobs import do_chores, run_errands
from union.core.settings import Settings
from union.members.founding import root_of
from union.members.models import HeldRole, Member, Role

LARGE, SMALL = int(os.environ.get("SCALE_MEMBERS", "500000")), 1_000
TIMES = 7
TINY = 0.05  # ms; below, a ratio would be of the clock's own steps
MOST_MS, MOST_TIMES = 5.0, 25.0
WORST = 5

Medians = dict[tuple[str, str], float]


class Lock:
    """How long the write lock was held at most: from the first statement to the end."""

    def __init__(self, app: Flask) -> None:
        self.longest, self._since = 0.0, 0.0
        engine = app.extensions["engine"]
        event.listen(engine, "before_cursor_execute", self._asked)
        event.listen(engine, "after_cursor_execute", self._taken)
        for end in ("commit", "rollback"):
            event.listen(engine, end, self._left)

    def _asked(self, *about: Any) -> None:
        writes = about[0].get_execution_options().get("writes")
        if writes and not self._since and about[0].dialect.name == "postgresql":
            self._since = time.perf_counter()

    def _taken(self, *about: Any) -> None:
        if about[2] == "BEGIN IMMEDIATE":
            self._since = time.perf_counter()

    def _left(self, _connection: object) -> None:
        if self._since:
            self.longest = max(self.longest, time.perf_counter() - self._since)
        self._since = 0.0


@contextmanager
def union_of(members: int, url: str, folder: Path) -> Iterator[Flask]:
    """The application on a demo of this size; what is there already is kept."""
    home = {"UNION_DATABASE_URL": url, "UNION_JOBS_PATH": f"{folder}/jobs.db"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "union.cli", "demo", "--no-serve"]
    subprocess.run(  # noqa: S603  (our own command)
        [*command, "--members", str(members)],
        env=os.environ | home,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(f"a union of {members:,}: there after {time.perf_counter() - began:.0f} s")
    app = create_app(Settings(database_url=url, testing=True))
    with app.app_context():
        do_chores()
        with unit_of_work() as db:
            analyse(db)
    yield app
    app.extensions["engine"].dispose()


def analyse(db: Session) -> None:
    """What the database's own clock does at night: count what plans are made by."""
    if db.get_bind().dialect.name == "postgresql":
        db.connection().exec_driver_sql("ANALYZE")


def medians(app: Flask) -> Medians:
    """Each kind of statement of each page, by the slowest of its questions."""
    engine = app.extensions["engine"]
    recorder, clients = Recorder(engine), readers(app)
    for visit in [*visits(app), *deeds(app)]:
        with recorder.of(visit.page):
            pay(clients[visit.reader], visit)
    slowest: dict[tuple[str, str], Asked] = {}
    written: dict[tuple[str, str], list[float]] = {}
    for asked in recorder.asked:
        if not asked.reads:
            written.setdefault(asked.kind, []).extend(asked.seconds)
        elif asked.kind not in slowest or asked.seconds > slowest[asked.kind].seconds:
            slowest[asked.kind] = asked
    for asked in slowest.values():
        read_again(engine, asked, TIMES)
    found = {kind: asked.milliseconds for kind, asked in slowest.items()}
    changes = {kind: sorted(took)[len(took) // 2] * 1000 for kind, took in written.items()}  # fmt: skip  # noqa: E501
    return found | changes


def compare(name: str, large: Medians, small: Medians) -> None:
    ratios = {
        kind: took / max(small[kind], TINY)
        for kind, took in large.items()
        if kind in small
    }
    for kind in sorted(large, key=lambda kind: -large[kind])[:WORST]:
        print(f"    {large[kind]:8.2f} ms {ratios.get(kind, 0):6.1f}x  {kind[0]}: {kind[1][:60]} … {_from(kind[1])}")  # fmt: skip  # noqa: E501
    worst = max(ratios, key=lambda kind: ratios[kind])
    slow = max(large, key=lambda kind: large[kind])
    report(f"{name}: {LARGE:,} / {SMALL:,}, worst of {len(large)}", ratios[worst], f"<= {MOST_TIMES:.0f}", f"{worst[0]}: {_from(worst[1])}")  # fmt: skip  # noqa: E501
    report("  the slowest: ms", large[slow], f"< {MOST_MS:.0f}", f"{slow[0]}: {_from(slow[1])}")  # fmt: skip  # noqa: E501


def _from(statement: str) -> str:
    return statement.partition(" FROM ")[2][:90]


def draft(db: Session) -> tuple[UUID, list[UUID]]:
    """A confidential ballot of the whole union, and the two who freeze its roll."""
    root = root_of(db)
    assert root
    hours = {"opens_at": now(), "closes_at": now() + timedelta(days=2)}
    usual = {"branch_id": root.id, "kind": "decision", "secrecy": Secrecy.CONFIDENTIAL}
    rule = {"majority": "gt 1/2 of participants", "drafted_by": root.id}
    ballot = Ballot.model_validate(words() | usual | rule | hours)
    db.add(ballot)
    return ballot.id, [_hand(db, role) for role in (Role.RETURNING_OFFICER, Role.TELLER)]  # fmt: skip  # noqa: E501


def _hand(db: Session, role: Role) -> UUID:
    holding = select(HeldRole.member_id).where(col(HeldRole.role) == role)
    return db.exec(holding.limit(1)).one()


def timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def freeze(app: Flask, lock: Lock) -> UUID:
    with app.app_context():
        with unit_of_work() as db:
            ballot_id, hands = draft(db)
        for hand in hands:
            with unit_of_work() as db:
                officer = db.get_one(Member, hand)
                rules.freeze(db, db.get_one(Ballot, ballot_id), officer)
        deciding, lock.longest = lock.longest, 0.0
        took = timed(run_errands)
        with unit_of_work() as db:
            ballot = db.get_one(Ballot, ballot_id)
            size = ballot.roll_size
            assert db.get(RollReading, ballot_id) is None
            for hand in hands:
                rules.approve_opening(db, ballot, db.get_one(Member, hand))
    report(f"  a roll of {size:,}, by the worker: seconds", took, "-", f"deciding held the lock {deciding * 1000:.0f} ms")  # fmt: skip  # noqa: E501
    report("    the write lock at most: seconds", lock.longest, "< 0.5", "others have as long between two pages")  # fmt: skip  # noqa: E501
    return ballot_id


def everybody_votes(app: Flask, ballot_id: UUID) -> int:
    with app.app_context(), unit_of_work() as db:
        ballot = db.get_one(Ballot, ballot_id)
        left = RollEntry.ballot_id == ballot_id, col(RollEntry.voted).is_(False)
        voters = db.exec(select(RollEntry.member_id).where(*left)).all()
        answers = [(one, NO if n % 3 else YES) for n, one in enumerate(voters)]
        crowds.cast(db, ballot, answers)
        return len(answers)


def close(app: Flask, lock: Lock, ballot_id: UUID, votes: int) -> None:
    with app.app_context():
        with unit_of_work() as db:
            db.get_one(Ballot, ballot_id).closes_at = now() - timedelta(seconds=1)
        lock.longest = 0.0
        with unit_of_work() as db:
            assert rules.close(db, db.get_one(Ballot, ballot_id), sealer())
    report(f"  {votes:,} envelopes closed and counted: seconds", lock.longest, "-", "one transaction, as promised: voters elsewhere wait")  # fmt: skip  # noqa: E501


def measure(name: str, large: str, small: str, folder: Path) -> None:
    with union_of(SMALL, small, folder / "small") as app:
        before = medians(app)
    with union_of(LARGE, large, folder / "large") as app:
        lock = Lock(app)
        ballot_id = freeze(app, lock)
        compare(name, medians(app), before)
        votes = everybody_votes(app, ballot_id)
        close(app, lock, ballot_id, votes)


@contextmanager
def home() -> Iterator[Path]:
    """Where the large union lies: kept if one says where, gone afterwards if not."""
    if kept := os.environ.get("SCALE_HOME"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept).resolve()
        return
    with TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def on_postgresql(server: str) -> Iterator[tuple[str, str]]:
    """Two databases beside the one that is named; kept ones are found again."""
    urls = []
    for size in ("small", "large"):
        name = f"ortaq_scale_{size}_{LARGE}"
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            there = connection.exec_driver_sql("SELECT datname FROM pg_database")
            if name not in set(there.scalars()):
                connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        engine.dispose()
        url = make_url(server).set(database=name)
        urls.append(url.render_as_string(hide_password=False))
    yield urls[1], urls[0]
    if "SCALE_HOME" not in os.environ:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for url in urls:
                name = make_url(url).database
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        engine.dispose()


def main() -> None:
    with home() as folder:
        for size in ("small", "large"):
            (folder / size).mkdir(exist_ok=True)
        files = [f"sqlite:///{folder}/{size}/union.db" for size in ("large", "small")]
        measure("questions, SQLite", *files, folder)
        if server := os.environ.get("UNION_TEST_POSTGRES_URL"):
            with on_postgresql(server) as urls:
                measure("questions, PostgreSQL", *urls, folder)


if __name__ == "__main__":
    main()
