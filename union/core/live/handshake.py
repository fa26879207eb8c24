"""What may become a socket: a WebSocket, from a page of ours, uncompressed and small.

A shim in front of Socket.IO, because Socket.IO accepts a missing Origin, answers JSONP,
lets a small compressed frame inflate before it looks at the size, falls over a
handshake without a key, and keeps a connection for whoever never says who they are:
each would hold a thread.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from union.core.health import PROBES
from union.core.live.sockets import MOST_PER_SESSION

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

PATH = "/socket.io/"
READER = "ortaq.reader"  # where the environment says whose handshake it was
KEY = re.compile(r"[A-Za-z0-9+/]{22}==")  # sixteen bytes
SPARE = 2  # of one reader: those about to be told that they are too many
SPARE_IN_ALL = 20


class OnlyOurSockets:
    """Refuse every handshake but that of our own pages, shown to who is signed in."""

    def __init__(
        self, wsgi: Wsgi, origins: list[str], who: Callable[[Environ], str], most: int
    ) -> None:
        self.wsgi = wsgi
        self.origins = frozenset(origins)
        self.hosts = {urlsplit(origin).netloc for origin in origins}
        self.who = who
        self.most = most
        self._lock = Lock()
        self._open: Counter[str] = Counter()

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if not is_handshake(environ):
            return self.wsgi(environ, start_response)
        if not self._is_ours(environ):
            return say("400 Bad Request", start_response)
        reader = self.who(environ)
        if not reader:
            return say("401 Unauthorized", start_response)
        if not self._enter(reader):
            return say("503 Service Unavailable", start_response)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # no deflate, no bombs
        try:
            return self.wsgi(environ | {READER: reader}, start_response)
        finally:  # the call lasts as long as the socket
            self._leave(reader)

    def _is_ours(self, environ: Environ) -> bool:
        query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        return (
            environ.get("HTTP_ORIGIN") in self.origins
            and environ.get("HTTP_HOST") in self.hosts
            and query.get("transport") == ["websocket"]
            and query.get("EIO") == ["4"]
            and not {"j", "sid"} & set(query)
            and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
            and "upgrade" in environ.get("HTTP_CONNECTION", "").lower()
            and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
            and KEY.fullmatch(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")) is not None
        )

    def _enter(self, reader: str) -> bool:
        with self._lock:
            own, all_ = self._open[reader], self._open.total()
            if own >= MOST_PER_SESSION + SPARE or all_ >= self.most + SPARE_IN_ALL:
                return False
            self._open[reader] += 1
            return True

    def _leave(self, reader: str) -> None:
        with self._lock:
            self._open[reader] -= 1
            if not self._open[reader]:
                del self._open[reader]


def is_handshake(environ: Environ) -> bool:
    """Whether somebody asks for a socket."""
    return str(environ.get("PATH_INFO", "")).startswith(PATH.rstrip("/"))


def without_pages(wsgi: Wsgi) -> Wsgi:
    """The same application where it serves sockets, and probes, and nothing else."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if is_handshake(environ) or environ.get("PATH_INFO") in PROBES:
            return wsgi(environ, start_response)
        return say("404 Not Found", start_response)

    return answer


def say(status: str, start_response: StartResponse) -> Iterable[bytes]:
    """Refuse, in as few words as a machine needs."""
    start_response(status, [("Content-Type", "text/plain")])
    return [b"Nothing here for you.\n"]
