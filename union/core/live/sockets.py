"""The open sockets of this process, counted by the sign-in session they belong to."""

import time
from collections import defaultdict, deque
from threading import Lock

MOST_PER_SESSION = 4
MOST_MESSAGES = 60  # a minute


class Sockets:
    """Who listens here, and who talks too much."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._readers: dict[str, str] = {}
        self._own: dict[str, set[str]] = defaultdict(set)
        self._spoken: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, sid: str, reader: str) -> bool:
        """Take a socket in, unless there are too many."""
        with self._lock:
            own = self._own.get(reader, set())
            if len(self._readers) >= self.most or len(own) >= MOST_PER_SESSION:
                return False
            self._readers[sid] = reader
            self._own[reader].add(sid)
            return True

    def forget(self, sid: str) -> None:
        """Let a closed socket go."""
        with self._lock:
            self._spoken.pop(sid, None)
            reader = self._readers.pop(sid, None)
            if reader is not None:
                self._own[reader].discard(sid)
                if not self._own[reader]:
                    del self._own[reader]

    def talks_too_much(self, sid: str) -> bool:
        """Count a message; say whether it is one too many this minute."""
        with self._lock:
            if sid not in self._readers:
                return True  # it has gone, or was never let in
            spoken, at = self._spoken[sid], time.monotonic()
            while spoken and spoken[0] < at - 60:
                spoken.popleft()
            spoken.append(at)
            return len(spoken) > MOST_MESSAGES

    def of(self, reader: str) -> list[str]:
        """The sockets of one sign-in session."""
        with self._lock:
            return list(self._own.get(reader, ()))

    def count(self) -> int:
        """How many listen here."""
        with self._lock:
            return len(self._readers)

    def readers(self) -> set[str]:
        """The sign-in sessions that have a socket open."""
        with self._lock:
            return set(self._own)
