"""Members who cast at the same moment, as the request does it below HTTP.

As a command, it is one of the processes that `union serve --workers` would start: for
each ballot that is named to it, it casts for its share of the roll.
"""

import json
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import quantiles
from threading import Semaphore
from time import perf_counter
from uuid import UUID, uuid4

from flask import Flask
from sqlmodel import Session, col, select

from app import create_app
from tests.ballots.factories import MakeBallots, vote
from tests.factories import Make
from union.ballots.models import RollEntry
from union.ballots.rules import cast_by_id
from union.ballots.sealing import Sealer
from union.cli.server import THREADS_BESIDE_REDIS
from union.core.db import unit_of_work
from union.core.heap import keep_what_is_loaded
from union.core.once import Slip, claim
from union.core.settings import Settings

SEALER = Sealer("seal" * 8)

Deed = Callable[[UUID], None]


def ballots_for(app: Flask, members: int, many: int) -> list[UUID]:
    """So many open confidential ballots, with the same members on their rolls."""
    with Session(app.extensions["engine"]) as db:
        db.connection(execution_options={"writes": True})
        ballots = MakeBallots(db, Make(db))
        voters = ballots.voters(members)
        return [ballots.open(voters).id for _ in range(many)]


def roll_of(app: Flask, ballot_id: UUID) -> list[UUID]:
    asked = select(RollEntry.member_id).where(RollEntry.ballot_id == ballot_id)
    with Session(app.extensions["engine"]) as db:
        return list(db.exec(asked.order_by(col(RollEntry.member_id))))


def casting(app: Flask, ballot_id: UUID) -> Deed:
    """What one request does: claim its form with what it will answer, and cast."""
    receipt = f"/ballots/{ballot_id}/receipt"

    def one(member_id: UUID) -> None:
        with app.app_context(), unit_of_work(shares=True) as db:
            slip = Slip(member_id, uuid4().hex, ballot_id)
            assert claim(db, slip, receipt) is None
            cast_by_id(db, ballot_id, member_id, vote(), SEALER)

    return one


def by_many(
    deed: Deed, members: Iterable[UUID], writers: int, threads: int
) -> list[float]:
    """Let so many at a time ask for it, and these threads do it.

    How long each waited is told in seconds, from the moment of asking.
    """
    coming = Semaphore(writers)

    def timed(member_id: UUID, began: float) -> float:
        deed(member_id)
        coming.release()
        return perf_counter() - began

    def asked(crowd: ThreadPoolExecutor, member_id: UUID) -> Future[float]:
        coming.acquire()
        return crowd.submit(timed, member_id, perf_counter())

    with ThreadPoolExecutor(threads) as crowd:
        waits = [asked(crowd, member_id) for member_id in members]
        return [wait.result() for wait in waits]


def spread(waits: list[float]) -> tuple[float, float]:
    """The median and the slowest hundredth, in milliseconds."""
    hundredths = quantiles(waits, n=100)
    return hundredths[49] * 1000, hundredths[98] * 1000


def main() -> None:
    url, share, writers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    threads = min(writers, THREADS_BESIDE_REDIS)
    app = create_app(Settings(database_url=url, testing=True, pool_size=threads))
    keep_what_is_loaded()
    for line in sys.stdin:
        ballot_id = UUID(line.strip())
        members = roll_of(app, ballot_id)[share::2]
        print(json.dumps(len(members)), flush=True)
        sys.stdin.readline()
        print(
            json.dumps(by_many(casting(app, ballot_id), members, writers, threads)),
            flush=True,
        )


if __name__ == "__main__":
    main()
