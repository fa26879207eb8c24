"""A list of fifty thousand people: from the file to members, and how long others wait.

Processor seconds of everything the pages and the worker do, once as a new list and once
as a list whose people are all known. What others wait for is the longest time in which
the write lock was held, on the wall.
"""

import random
from collections.abc import Callable
from functools import partial
from io import BytesIO
from time import perf_counter
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks._hall import demo_union, signed_in
from benchmarks._paired import cpu, report
from tests.members.lists import ALL, csv_of
from tests.members.test_import_large import people
from union.core.jobs import run_errands

T = TypeVar("T")

LINES = 50_000
HERE = {"Sec-Fetch-Site": "same-origin"}


class Lock:
    """How long SQLite's write lock was held at most."""

    def __init__(self, app: Flask) -> None:
        self.longest = 0.0
        self._since = 0.0
        engine = app.extensions["engine"]
        event.listen(engine, "after_cursor_execute", self._taken)
        event.listen(engine, "commit", self._left)

    def _taken(self, *about: object) -> None:
        if about[2] == "BEGIN IMMEDIATE":
            self._since = perf_counter()

    def _left(self, _connection: object) -> None:
        if self._since:
            self.longest = max(self.longest, perf_counter() - self._since)
        self._since = 0.0


def timed(deed: Callable[[], T]) -> tuple[float, T]:
    began = cpu()
    result = deed()
    return cpu() - began, result


def check(client: FlaskClient, branch: str, content: bytes) -> str:
    """Send the list in and have it checked; its address."""
    form = {"branch_id": branch, "file": (BytesIO(content), "list.csv")}
    sent = client.post("/imports", data=form, headers=HERE)
    page = sent.location.removesuffix("/columns")
    client.post(f"{page}/columns", data=ALL, headers=HERE)
    errands(client)
    return page


def enter(client: FlaskClient, page: str) -> None:
    form = {"sure": "same", "possible": "same"}
    client.post(f"{page}/doubles", data=form, headers=HERE)
    client.post(f"{page}/enter", headers=HERE)
    errands(client)
    assert b"progress" in client.get(page).data


def errands(client: FlaskClient) -> None:
    with client.application.app_context():
        run_errands()


def main() -> None:
    dice = random.Random(7)  # noqa: S311  (a figure must be of the same list each time)
    content = csv_of(list(people(LINES, dice)))
    with demo_union(1_000) as app:
        client, lock = signed_in(app, "таң-самал-11"), Lock(app)
        branch = client.get("/imports/new").text.split('<option value="')[2][:36]
        for what in ("new", "all known"):
            checking, page = timed(partial(check, client, branch, content))
            entering, _ = timed(partial(enter, client, page))
            report(
                f"a list of {LINES} people, {what}: seconds",
                checking + entering,
                "< 30",
                f"checked {checking:.1f} s, entered {entering:.1f} s",
            )
            report("  the write lock at most: seconds", lock.longest, "< 5", "wall")
            lock.longest = 0.0


if __name__ == "__main__":
    main()
