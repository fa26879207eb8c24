"""The floor of casting on SQLite: the same rows and the same shared commit, raw.

A claim of the form, the mark on the roll and the envelope go into one savepoint by the
driver alone: nothing is checked, read or sealed. Whoever is the last in the queue
commits for all, so there is one wait for the disk for each batch.
"""

from threading import Event, Lock
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from union.core.turns import MOST

CLAIM = "INSERT INTO answer VALUES (?, ?, ?, '', ?, '2026-11-26 00:00:00')"
MARK = "UPDATE rollentry SET voted = 1 WHERE ballot_id = ? AND member_id = ?"
PUT = (
    "INSERT INTO envelope VALUES (?, ?, ?) "
    "ON CONFLICT DO UPDATE SET sealed = excluded.sealed"
)
SEALED = b"x" * 220


class Floor:
    """One connection, one queue, one open batch."""

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self._raw: Any = self._pooled.driver_connection
        self._raw.execute("PRAGMA query_only = OFF")
        self._turn, self._counting = Lock(), Lock()
        self._coming = self._units = 0
        self._ended = Event()

    def close(self) -> None:
        self._pooled.close()

    def cast(self, ballot_id: UUID, member_id: UUID) -> None:
        with self._counting:
            self._coming += 1
        with self._turn:
            with self._counting:
                self._coming -= 1
            if not self._units:
                self._raw.execute("BEGIN IMMEDIATE")
            self._units += 1
            self._raw.execute("SAVEPOINT part")
            self._put(ballot_id.hex, member_id.hex)
            self._raw.execute("RELEASE part")
            ended = self._ended
            if not self._coming or self._units == MOST:
                self._raw.execute("COMMIT")
                self._ended, self._units = Event(), 0
                ended.set()
        ended.wait()

    def _put(self, ballot: str, member: str) -> None:
        receipt = f"/ballots/{ballot}/receipt"
        self._raw.execute(CLAIM, (member, uuid4().hex, ballot, receipt))
        self._raw.execute(MARK, (ballot, member))
        self._raw.execute(PUT, (ballot, member, SEALED))
