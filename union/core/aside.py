"""Words to others that nobody waits for: said in their order, by a thread beside."""

import atexit
import logging
from collections.abc import Callable
from queue import Full, Queue
from threading import Lock, Thread
from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

MOST = 1000  # that wait to be said; what comes then is dropped
LAST_WORDS = 2.0  # seconds that a process which ends gives those that wait

Word = Callable[[], object]

_logger = logging.getLogger(__name__)


def impatiently(seconds: float) -> dict[str, Any]:
    """How to connect to a Redis for which nobody waits longer, nor tries twice."""
    return {
        "socket_timeout": seconds,
        "socket_connect_timeout": seconds,
        "retry": Retry(NoBackoff(), 0),
    }


class Aside:
    """Says things to a server that may be slow or gone, and lets nobody feel it.

    What is said so must be no more than a hint: it may be dropped.
    """

    def __init__(self) -> None:
        self._words: Queue[Word | None] = Queue(MOST)
        self._lock = Lock()
        self._thread: Thread | None = None

    def say(self, word: Word) -> None:
        """Have this said soon; never wait, never fail."""
        self._begin()
        try:
            self._words.put_nowait(word)
        except Full:
            _logger.warning("a word to another server was dropped: too many wait")

    def _begin(self) -> None:
        """Start the thread with the first word: after the server has forked."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._talk, daemon=True)
                self._thread.start()
                atexit.register(self._end)

    def _talk(self) -> None:
        while word := self._words.get():
            try:
                word()
            except Exception as error:
                _logger.warning("a word to another server was lost", exc_info=error)

    def _end(self) -> None:
        if self._thread and not self._words.full():
            self._words.put_nowait(None)
            self._thread.join(LAST_WORDS)
