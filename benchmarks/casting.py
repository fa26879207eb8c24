"""Votes cast by many members at a time, beside the least that can be done for them.

On SQLite the floor is the driver alone, with the same rows, settings, queue and shared
commit (`_raw_casting.py`); on PostgreSQL it is pgbench with the same rows, and ours are
two processes. Every vote is on the disk before its member is told. Waiting for the disk
is part of the work, so the clock is the one on the wall.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from app import create_app
from benchmarks import _postgres as postgres
from benchmarks._casters import ballots_for, by_many, casting, roll_of, spread
from benchmarks._paired import report
from benchmarks._raw_casting import Floor
from union.core import migrations
from union.core.heap import keep_what_is_loaded
from union.core.settings import Settings

ROUNDS = 5
VOTES = {8: 800, 64: 1920}  # of so many writers, in a round
AIMS = {"SQLite FULL": {8: ">= 0.4", 64: ""}, "PostgreSQL": {8: ">= 0.5", 64: ">= 0.7"}}
FLOOR_ROLL = 100_000

Round = tuple[float, float, list[float]]  # our votes/s, the floor's, how long ours took


def hall(url: str) -> Flask:
    app = create_app(Settings(database_url=url, testing=True, pool_size=5))
    migrations.upgrade(app.extensions["engine"])
    keep_what_is_loaded()  # as whoever serves does
    return app


def on_sqlite(app: Flask, writers: int) -> Iterator[Round]:
    """Ours, then the floor, each in a ballot of its own; the first round warms up."""
    ballots = ballots_for(app, VOTES[writers], 2 * (ROUNDS + 1))
    members = roll_of(app, ballots[0])
    with closing(Floor(app.extensions["engine"])) as floor:
        for mine, theirs in zip(ballots[::2], ballots[1::2], strict=True):
            began = perf_counter()
            waits = by_many(casting(app, mine), members, writers, writers)
            between = perf_counter()
            by_many(partial(floor.cast, theirs), members, writers, writers)
            ended = perf_counter()
            yield (
                len(members) / (between - began),
                len(members) / (ended - between),
                waits,
            )


@contextmanager
def processes(url: str, writers: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Two that serve with their usual threads, and half of the writers each."""
    command = [sys.executable, "-m", "benchmarks._casters", url]
    started = [
        subprocess.Popen(  # noqa: S603
            [*command, str(share), str(writers // 2)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for share in range(2)
    ]
    yield started
    for process in started:
        process.communicate()


def told_by(process: subprocess.Popen[str]) -> list[float]:
    assert process.stdout is not None
    waits: list[float] = json.loads(process.stdout.readline())
    return waits


def tell(started: list[subprocess.Popen[str]], word: str) -> list[list[float]]:
    """Say one line to both, and wait for what both answer."""
    for process in started:
        assert process.stdin is not None
        process.stdin.write(f"{word}\n")
        process.stdin.flush()
    return [told_by(process) for process in started]


def on_postgresql(app: Flask, url: str, writers: int) -> Iterator[Round]:
    *ballots, apart = ballots_for(app, VOTES[writers] * 2, ROUNDS + 2)
    fill_roll(app, apart)
    found = postgres.programs()
    assert found is not None
    with TemporaryDirectory() as folder, processes(url, writers) as started:
        script = postgres.script_for(folder, apart, FLOOR_ROLL)
        for ballot in ballots:
            tell(started, str(ballot))
            began = perf_counter()
            waits = [wait for told in tell(started, "go") for wait in told]
            ours = len(waits) / (perf_counter() - began)
            yield ours, postgres.pgbench(found, url, script, writers, len(waits)), waits


def fill_roll(app: Flask, ballot_id: UUID) -> None:
    """Give the floor's ballot a roll of members whose ids pgbench can write."""
    filled = postgres.ROLL.format(ballot=ballot_id, roll=FLOOR_ROLL)
    with app.extensions["engine"].begin() as connection:
        connection.execute(text(filled))


def tell_rounds(name: str, writers: int, rounds: Iterator[Round]) -> None:
    next(rounds)
    counted = list(rounds)
    quotient = median(ours / floor for ours, floor, _ in counted)
    ours, floor = (median(one[n] for one in counted) for n in (0, 1))
    detail = f"{ours:.0f} votes/s; floor {floor:.0f}"
    report(f"casting, {name}, {writers} writers / floor", quotient, AIMS[name][writers], detail)  # fmt: skip  # noqa: E501
    half, slowest = spread([wait for *_, waits in counted for wait in waits])
    aim = "<= 8" if writers == max(VOTES) else ""
    detail = f"p50 {half:.1f} ms, p99 {slowest:.1f} ms"
    report(
        f"casting, {name}, {writers} writers, p99 / p50", slowest / half, aim, detail
    )


def main() -> None:
    for writers in VOTES:
        with TemporaryDirectory() as folder:
            app = hall(f"sqlite:///{folder}/union.db")
            tell_rounds("SQLite FULL", writers, on_sqlite(app, writers))
            app.extensions["engine"].dispose()
    if (found := postgres.programs()) is None:
        print("PostgreSQL is not here: nothing is said about it")
        return
    with postgres.server(found) as url:
        app = hall(url)
        for writers in VOTES:
            tell_rounds("PostgreSQL", writers, on_postgresql(app, url, writers))
        app.extensions["engine"].dispose()


if __name__ == "__main__":
    main()
