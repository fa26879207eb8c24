"""What may become a socket: a WebSocket, from a page of ours, uncompressed and small.

A shim in front of Socket.IO, because Socket.IO accepts a missing Origin, answers JSONP
and lets a small compressed frame inflate before it looks at the size.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

PATH = "/socket.io/"


class OnlyOurSockets:
    """Refuse every handshake but that of our own pages."""

    def __init__(self, wsgi: Wsgi, origins: list[str]) -> None:
        self.wsgi = wsgi
        self.origins = frozenset(origins)

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH.rstrip("/")):
            return self.wsgi(environ, start_response)
        if not self._is_ours(environ):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"This is not a socket of our pages.\n"]
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # no deflate, no bombs
        return self.wsgi(environ, start_response)

    def _is_ours(self, environ: Environ) -> bool:
        query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        return (
            environ.get("HTTP_ORIGIN") in self.origins
            and query.get("transport") == ["websocket"]
            and query.get("EIO") == ["4"]
            and "j" not in query
            and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        )
