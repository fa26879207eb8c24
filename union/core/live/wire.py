"""Socket.IO, met here only: who is let in, what they may ask, when they must go."""

from functools import partial
from threading import Event
from typing import Any, NoReturn

import flask_socketio
from flask import Flask, current_app, g, request, request_started
from flask_login import current_user
from flask_socketio import join_room

from union.core.db import unit_of_work
from union.core.live import topics
from union.core.live.handshake import READER, Environ, OnlyOurSockets, without_pages
from union.core.live.line import closed_once, heard
from union.core.live.news import SIZE, Newsroom, present
from union.core.live.relay import News, relay_of
from union.core.live.sockets import Sockets
from union.core.live.watch import Watch
from union.core.settings import Settings

LARGEST_FRAME = 64 * 1024
MOST_TOPICS = 20
# How many sockets: threads hold some hundreds, greenlets some thousands.
MOST = {"here": 500, "alone": 10_000}  # beyond, pages poll

socketio = flask_socketio.SocketIO()
sockets = Sockets(MOST["here"])


def _send(room: str, revision: int) -> None:
    line = {"v": 1, "topic": room, "rev": revision, "pad": ""}
    line["pad"] = "." * (SIZE - len(f'42["news",{line}]'))
    socketio.emit("news", line, to=room)


newsroom = Newsroom(_send)


class OurEar:
    """What this process does with the news of others; deaf, it lets nobody listen."""

    def __init__(self) -> None:
        self._hears = Event()
        self._hears.set()

    def hear(self, news: News) -> None:
        newsroom.revise(news["room"], blurred=news["blurred"])

    def hear_again(self) -> None:
        newsroom.start_over()
        self._hears.set()

    def go_deaf(self) -> None:
        self._hears.clear()
        close_all()

    def is_deaf(self) -> bool:
        return not self._hears.is_set()


ear = OurEar()


def revise(kind: str, thing: object, *, blurred: bool = False) -> None:
    """Tell the open pages of this thing that it changed."""
    news = {"room": topics.room(kind, thing), "blurred": blurred}
    settings: Settings = current_app.config["SETTINGS"]
    if settings.sockets != "elsewhere":
        ear.hear(news)
    current_app.extensions["relay"].tell(news)


def hang_up(reader: str) -> None:
    """Close every socket that a sign-in session has in this process.

    Also those that never said that they want to listen. Other processes find out by
    themselves that the session ended, and so does whoever has the sockets of this one.
    """
    if not socketio.server:
        return
    for sid in sockets.of(reader):
        socketio.server.disconnect(sid, namespace="/")
    for line, environ in list(socketio.server.environ.items()):
        if environ.get(READER) == reader:
            socketio.start_background_task(_cut, line)


watch_kept = Watch(sockets.readers, hang_up)


def _cut(line: str | None) -> None:
    """Close one line, unless it has gone. The library closes all if told of none."""
    if line is not None:
        socketio.server.eio.disconnect(line)


def _send_away(sid: str) -> None:
    """Close a socket whose next word nobody wants to hear."""
    line = socketio.server.manager.eio_sid_from_sid(sid, "/")
    socketio.server.disconnect(sid, namespace="/")
    socketio.start_background_task(_cut, line)


def _refuse(reason: str) -> NoReturn:
    """Refuse a socket, and close it soon if the page does not."""
    sid = request.sid  # type: ignore[attr-defined]
    line = socketio.server.manager.eio_sid_from_sid(sid, "/")

    def close() -> None:
        socketio.sleep(1)  # the refusal goes first
        _cut(line)

    socketio.start_background_task(close)
    raise flask_socketio.ConnectionRefusedError(reason)


def close_all() -> None:
    """Close every socket of this process; its pages come back when they can."""
    for line in list(socketio.server.environ) if socketio.server else ():
        socketio.start_background_task(_cut, line)


def topic(kind: str, thing: object) -> dict[str, Any]:
    """What a page carries to watch a thing: its token, room and when it was read."""
    return {
        "token": topics.token(kind, thing, _reader()),
        "room": topics.room(kind, thing),
        "rev": g.read_since,
    }


def _note_the_moment(_app: Flask) -> None:
    g.read_since = present()


def _reader() -> str:
    """The reader's sign-in session, by its id: its secret stays in the cookie."""
    return str(current_user.session_id) if current_user.is_authenticated else ""


@socketio.on("connect")
def admit() -> None:
    """Let members in, and nobody else."""
    if not current_user.is_authenticated:
        _refuse("sign in first")
    if ear.is_deaf():
        _refuse("not now")
    if not sockets.admit(request.sid, _reader()):  # type: ignore[attr-defined]
        _refuse("poll instead")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    watch_kept.keep(app, socketio.start_background_task, socketio.sleep)


@socketio.on("disconnect")
def let_go(_reason: object = None) -> None:
    sockets.forget(request.sid)  # type: ignore[attr-defined]


@socketio.on("watch")
def watch(tokens: object = None, *_more: object) -> list[dict[str, Any]]:
    """Join the rooms these tokens open; answer with the revision of each.

    Every message asks anew whether its sender is still signed in.
    """
    sid = request.sid  # type: ignore[attr-defined]
    with unit_of_work(writes=False):
        is_welcome = current_user.is_authenticated
        reader = _reader()
    if not is_welcome or sockets.talks_too_much(sid):
        _send_away(sid)
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
    app.extensions["relay"] = relay_of(settings)
    app.extensions["listen"] = partial(listen, app)
    app.extensions["close_sockets"] = close_all
    app.extensions["count_sockets"] = sockets.count
    app.jinja_env.globals["topic"] = topic
    request_started.connect(_note_the_moment, app)
    if settings.sockets != "elsewhere":
        _take_sockets(app, settings)


def _take_sockets(app: Flask, settings: Settings) -> None:
    sockets.most = MOST[settings.sockets]
    socketio.init_app(
        app,
        async_mode="gevent" if settings.sockets == "alone" else "threading",
        transports=["websocket"],
        cors_allowed_origins=settings.origins,
        max_http_buffer_size=LARGEST_FRAME,
        http_compression=False,
        manage_session=False,
    )
    engine = socketio.server.eio
    engine._async = engine._async | {  # the library passes no limit to the socket
        "websocket": _limited(engine._async["websocket"])
    }
    app.wsgi_app = OnlyOurSockets(  # type: ignore[method-assign]
        app.wsgi_app, settings.origins, partial(_who, app), sockets.most
    )
    if settings.sockets == "alone":
        app.wsgi_app = without_pages(app.wsgi_app)  # type: ignore[assignment,method-assign]


def _limited(kind: type) -> Any:
    """The library's WebSocket, which reads no large frame, no bytes and no flood."""

    def made(handler: Any, server: Any) -> Any:
        way = kind(handler, server)
        way.server_args["max_message_size"] = LARGEST_FRAME
        way.close = closed_once(way.close)
        way.wait = heard(way.wait, way.close)
        return way

    return made


def _who(app: Flask, environ: Environ) -> str:
    with app.request_context(environ):
        return _reader()


def listen(app: Flask) -> None:
    """Hear of what other processes do, if this one has sockets."""
    settings: Settings = app.config["SETTINGS"]
    if settings.sockets != "elsewhere":
        ear.go_deaf()
        app.extensions["relay"].listen(ear)


def run(app: Flask, *, host: str, port: int) -> None:
    """Serve pages and sockets from this process, with threads: for a laptop."""
    listen(app)
    socketio.run(
        app, host=host, port=port, allow_unsafe_werkzeug=True, log_output=False
    )
