"""News to open pages: «this changed, revision n», gathered so that a burst is one line.

A revision is a moment in milliseconds that only grows. A page that knows a smaller one
fetches again what it may see; one that was away asks, and after a restart is told to.
"""

import random
import time
from collections.abc import Callable
from threading import Lock, Timer

PAUSE = 0.25  # at most four lines a second for one room
LONGEST_DELAY = 3.0  # for rooms where the moment itself would tell too much
SIZE = 256  # every line has this many bytes

Send = Callable[[str, int], None]


class Newsroom:
    """Gathers what changed, and sends the last revision of each room once a while."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lock = Lock()
        self._revisions: dict[str, int] = {}
        self._waiting: set[str] = set()

    def revision(self, room: str) -> int:
        """What is known of this room; the present if nothing is, so that pages look."""
        with self._lock:
            return self._revisions.setdefault(room, _present())

    def revise(self, room: str, *, blurred: bool = False) -> None:
        """Tell the room's pages soon that something changed."""
        with self._lock:
            last = self._revisions.get(room, 0)
            self._revisions[room] = max(last + 1, _present())
            if room in self._waiting:
                return
            self._waiting.add(room)
        pause = PAUSE + (random.uniform(0, LONGEST_DELAY) if blurred else 0)  # noqa: S311  (a blur, not a secret)
        timer = Timer(pause, self._tell, [room])
        timer.daemon = True
        timer.start()

    def _tell(self, room: str) -> None:
        with self._lock:
            self._waiting.discard(room)
            revision = self._revisions[room]
        self._send(room, revision)


def _present() -> int:
    return time.time_ns() // 1_000_000
