"""Who writes to SQLite within a process: each in turn, and some in one transaction.

A commit waits for the disk. Units of work that share stand each in a savepoint of one
transaction, and whoever is the last in the queue commits it for all of them. Nobody
goes on, with an answer or a refusal, before that commit has returned.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic

from sqlalchemy import Connection, Engine

MOST = 64  # units in one transaction
LONGEST = 0.1  # seconds that another process waits for one transaction of ours
LINGER = 0.001  # seconds to wait for others, where lately there were more
RESCUE = 1.0  # seconds after which whoever waits for a commit looks to it themselves

TROUBLE = "a savepoint was not to be ended"  # in the notes on a connection


class BatchLost(Exception):
    """The transaction that units of work shared could not be kept: none of them was."""


@dataclass(eq=False)
class _Batch:
    """One transaction, and those who wait until it is on the disk."""

    connection: Connection
    began: float = field(default_factory=monotonic)
    units: int = 0
    ended: Event = field(default_factory=Event)
    trouble: BaseException | None = None

    @property
    def is_over(self) -> bool:
        """Whether nobody joins it any more."""
        late = monotonic() > self.began + LONGEST
        return late or self.units >= MOST or self.trouble is not None

    def take_in(self) -> Connection:
        """Where one more unit works, inside a savepoint of its session's."""
        self.units += 1
        return self.connection

    def check(self) -> None:
        """Whether the savepoint of the unit before could be ended as it wished.

        A full disk makes SQLite give up the whole transaction unasked: then there is no
        such savepoint any more, and all of the batch is in trouble.
        """
        self.trouble = self.connection.info.get(TROUBLE)

    def commit(self) -> None:
        """Put it on the disk, or nothing of it; then let everybody go on."""
        try:
            if self.trouble is None:
                self.connection.commit()
        except BaseException as error:
            self.trouble = error
        try:
            if self.trouble is not None:
                self.connection.invalidate()
            self.connection.close()
        finally:
            self.ended.set()


class Queue:
    """A lock that is given to those who wait in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def acquire(self) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def release(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def locked(self) -> bool:
        return self._is_taken

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()


class Turns:
    """The queue of one process's writers. SQLite's own waiting is unfair and slow."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Queue()
        self._counting = Lock()
        self._coming = 0  # who share and stand in the queue
        self._somebody_came = Event()
        self._batch: _Batch | None = None
        self._lately = 0  # units in the batch before
        self.tell_wait: Callable[[float], object] = lambda _seconds: None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else of this process writes meanwhile; what others shared is kept."""
        self._take_turn()
        try:
            self._commit()
            yield
        finally:
            self._turn.release()

    def _take_turn(self) -> None:
        began = monotonic()
        self._turn.acquire()
        self.tell_wait(monotonic() - began)

    @contextmanager
    def together(self) -> Iterator[Connection]:
        """A connection in a transaction that others share: work in a savepoint of it.

        Leaving waits until the transaction is on the disk. Raises BatchLost when it
        never came there, whatever else went wrong before.
        """
        batch = None
        try:
            with self._shared_turn():
                batch = self._join()
                try:
                    yield batch.take_in()
                finally:
                    batch.check()
        finally:
            if batch:
                self._wait_for(batch)

    @contextmanager
    def _shared_turn(self) -> Iterator[None]:
        with self._counting:
            self._coming += 1
        self._somebody_came.set()
        try:
            self._take_turn()
        finally:
            with self._counting:
                self._coming -= 1
        try:
            yield
        finally:
            if self._batch and (self._batch.is_over or self._is_last(self._batch)):
                self._commit()
            self._turn.release()

    def _is_last(self, batch: _Batch) -> bool:
        """Whether nobody else comes. Those just answered need a moment to be back."""
        self._somebody_came.clear()
        if not self._coming and batch.units < self._lately:
            self._somebody_came.wait(LINGER)
        return not self._coming

    def _join(self) -> _Batch:
        if self._batch is None:
            connection = self._engine.connect().execution_options(writes=True)
            connection.info.pop(TROUBLE, None)  # of whoever had it before
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._batch = _Batch(connection)
        return self._batch

    def _commit(self) -> None:
        batch, self._batch = self._batch, None
        if batch:
            self._lately = batch.units
            batch.commit()

    def _wait_for(self, batch: _Batch) -> None:
        while not batch.ended.wait(RESCUE):
            with self._turn:  # whoever was to come after us never came
                if self._batch is batch:
                    self._commit()
        if batch.trouble is not None:
            raise BatchLost("a commit that others shared failed") from batch.trouble
