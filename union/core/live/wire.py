"""Socket.IO, met here only: who is let in, what they may ask, when they must go."""

import time
from collections import defaultdict, deque
from functools import partial
from threading import Lock
from typing import Any

import flask_socketio
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from flask import Flask, current_app, request
from flask_login import current_user
from flask_socketio import disconnect, join_room

from union.core.db import unit_of_work
from union.core.live import topics
from union.core.live.handshake import OnlyOurSockets
from union.core.live.news import SIZE, Newsroom
from union.core.live.watch import Watch
from union.core.settings import Settings

LARGEST_FRAME = 64 * 1024
MOST_SOCKETS = 500  # beyond, pages poll
MOST_PER_SESSION = 4
MOST_MESSAGES = 60  # a minute
MOST_TOPICS = 20

socketio = flask_socketio.SocketIO()


def _send(room: str, revision: int) -> None:
    line = {"v": 1, "topic": room, "rev": revision, "pad": ""}
    line["pad"] = "." * (SIZE - len(f'42["news",{line}]'))
    socketio.emit("news", line, to=room)


newsroom = Newsroom(_send)


def revise(kind: str, thing: object, *, blurred: bool = False) -> None:
    """Tell the open pages of this thing that it changed."""
    newsroom.revise(topics.room(kind, thing), blurred=blurred)


def topic(kind: str, thing: object) -> dict[str, Any]:
    """What a page carries to watch a thing: its token, room and revision."""
    return {
        "token": topics.token(kind, thing, _reader()),
        "room": topics.room(kind, thing),
        "rev": newsroom.revision(topics.room(kind, thing)),
    }


class Sockets:
    """The open sockets of this process, by the sign-in session they belong to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._readers: dict[str, str] = {}
        self._spoken: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, sid: str, reader: str) -> bool:
        """Take a socket in, unless there are too many."""
        with self._lock:
            own = sum(1 for other in self._readers.values() if other == reader)
            if len(self._readers) >= MOST_SOCKETS or own >= MOST_PER_SESSION:
                return False
            self._readers[sid] = reader
            return True

    def forget(self, sid: str) -> None:
        """Let a closed socket go."""
        with self._lock:
            self._readers.pop(sid, None)
            self._spoken.pop(sid, None)

    def talks_too_much(self, sid: str) -> bool:
        """Count a message; say whether it is one too many this minute."""
        with self._lock:
            spoken, at = self._spoken[sid], time.monotonic()
            while spoken and spoken[0] < at - 60:
                spoken.popleft()
            spoken.append(at)
            return len(spoken) > MOST_MESSAGES

    def of(self, reader: str) -> list[str]:
        """The sockets of one sign-in session."""
        with self._lock:
            return [sid for sid, owner in self._readers.items() if owner == reader]

    def readers(self) -> set[str]:
        """The sign-in sessions that have a socket open."""
        with self._lock:
            return set(self._readers.values())


sockets = Sockets()


def hang_up(reader: str) -> None:
    """Close every socket of a sign-in session that has ended."""
    for sid in sockets.of(reader):
        flask_socketio.disconnect(sid, namespace="/")


watch_kept = Watch(sockets.readers, hang_up)


def _reader() -> str:
    """The reader's sign-in session, by its id: its secret stays in the cookie."""
    return str(current_user.session_id) if current_user.is_authenticated else ""


@socketio.on("connect")
def admit() -> None:
    """Let members in, and nobody else."""
    if not current_user.is_authenticated:
        raise flask_socketio.ConnectionRefusedError("sign in first")
    if not sockets.admit(request.sid, _reader()):  # type: ignore[attr-defined]
        raise flask_socketio.ConnectionRefusedError("poll instead")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    watch_kept.keep(app, socketio.start_background_task, socketio.sleep)


@socketio.on("disconnect")
def let_go(_reason: object = None) -> None:
    sockets.forget(request.sid)  # type: ignore[attr-defined]


@socketio.on("watch")
def watch(tokens: object) -> list[dict[str, Any]]:
    """Join the rooms these tokens open; answer with the revision of each.

    Every message asks anew whether its sender is still signed in.
    """
    sid = request.sid  # type: ignore[attr-defined]
    with unit_of_work(writes=False):
        is_welcome = current_user.is_authenticated
        reader = _reader()
    if not is_welcome or sockets.talks_too_much(sid):
        disconnect()
        return []
    if not isinstance(tokens, list):
        return []
    opened = [
        topics.room_of(token, reader)
        for token in tokens[:MOST_TOPICS]
        if isinstance(token, str)
    ]
    rooms = [room for room in opened if room]
    for room in rooms:
        join_room(room)
    return [{"topic": room, "rev": newsroom.revision(room)} for room in rooms]


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    socketio.init_app(
        app,
        async_mode="threading",
        transports=["websocket"],
        cors_allowed_origins=settings.origins,
        max_http_buffer_size=LARGEST_FRAME,
        http_compression=False,
        message_queue=settings.redis_url,
        channel="union-news",
        manage_session=False,
    )
    engine = socketio.server.eio
    engine._async = engine._async | {  # the library passes no limit to the socket
        "websocket": partial(SimpleWebSocketWSGI, max_message_size=LARGEST_FRAME)
    }
    app.wsgi_app = OnlyOurSockets(app.wsgi_app, settings.origins)  # type: ignore[method-assign]
    app.jinja_env.globals["topic"] = topic


def run(app: Flask, *, host: str, port: int) -> None:
    """Serve pages and sockets from this process, with threads: for a laptop."""
    socketio.run(
        app, host=host, port=port, allow_unsafe_werkzeug=True, log_output=False
    )
