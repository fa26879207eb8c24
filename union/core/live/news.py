"""News to open pages: «this changed, revision n», gathered so that a burst is one line.

A revision is a moment in milliseconds that only grows. A page knows when its request
began to read: told of a later moment, it fetches again what it may see.
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
        self._heard_since = present()

    def start_over(self) -> None:
        """Something may have been missed: whatever was read before now is old."""
        with self._lock:
            self._heard_since = present()

    def revision(self, room: str) -> int:
        """When this room last changed, or since when nothing was missed here."""
        with self._lock:
            return max(self._revisions.get(room, 0), self._heard_since)

    def revise(self, room: str, *, blurred: bool = False) -> None:
        """Tell the room's pages soon that something changed; blurred, not quite when.

        A blurred room's revision is the moment of telling: it must not say more than
        the delay hides.
        """
        with self._lock:
            if not blurred:
                self._renew(room)
            if room in self._waiting:
                return
            self._waiting.add(room)
        pause = PAUSE + (random.uniform(0, LONGEST_DELAY) if blurred else 0)  # noqa: S311  (a blur, not a secret)
        timer = Timer(pause, self._tell, [room], {"blurred": blurred})
        timer.daemon = True
        timer.start()

    def _tell(self, room: str, *, blurred: bool) -> None:
        with self._lock:
            self._waiting.discard(room)
            if blurred:
                self._renew(room)
            revision = self._revisions[room]
        self._send(room, revision)

    def _renew(self, room: str) -> None:
        self._revisions[room] = max(self._revisions.get(room, 0) + 1, present())


def present() -> int:
    """This moment, as revisions count."""
    return time.time_ns() // 1_000_000
