"""The wire: who may listen to what, how often, and until when."""

import time
from threading import Lock
from uuid import UUID, uuid4

import pytest
from sqlmodel import delete, select

from tests.cli.hall import eventually
from union.core.live import topics
from union.core.live import wire as the_wire
from union.core.live.news import SIZE, Newsroom
from union.core.live.sockets import MOST_MESSAGES, MOST_PER_SESSION
from union.core.live.wire import newsroom, revise
from union.members.models import SignInSession


@pytest.fixture
def ada(make):
    return make.member()


@pytest.fixture
def reader(db, wire, ada):
    """An open socket, and the id of the sign-in session it belongs to."""
    socket = wire(ada)
    session = db.exec(select(SignInSession)).one()
    return socket, str(session.id)


def watch(socket, *tokens):
    return socket.emit("watch", list(tokens), callback=True)


def token(app, thing, owner):
    with app.app_context():
        return topics.token("petition", thing, owner)


def room(app, thing):
    with app.app_context():
        return topics.room("petition", thing)


def test_strangers_get_no_socket(app, stranger):
    client = the_wire.socketio.test_client(app, flask_test_client=stranger)

    assert not client.is_connected()


def test_a_page_watches_what_it_was_given(app, reader):
    socket, owner = reader
    thing = uuid4()

    [answer] = watch(socket, token(app, thing, owner))

    assert answer["topic"] == room(app, thing)
    assert answer["rev"] == newsroom.revision(room(app, thing))


def test_what_others_were_given_opens_nothing(app, reader):
    socket, owner = reader

    assert watch(socket, token(app, uuid4(), "another session")) == []
    assert watch(socket, token(app, uuid4(), owner)[:-1] + "!") == []
    assert watch(socket, "petition", 7, None, {"room": "x"}, room(app, uuid4())) == []
    assert socket.emit("watch", {"room": "x"}, callback=True) == []
    assert socket.emit("watch", callback=True) == []
    assert socket.emit("watch", [], "more", 7, callback=True) == []


def test_news_says_what_changed_and_not_how(app, reader, monkeypatch):
    monkeypatch.setattr("union.core.live.news.PAUSE", 0.01)
    socket, owner = reader
    thing, other = uuid4(), uuid4()
    [before] = watch(socket, token(app, thing, owner))

    with app.app_context():
        revise("petition", other)
        revise("petition", thing)
    heard = []
    assert eventually(lambda: heard.extend(socket.get_received()) or heard)

    [news] = heard
    [line] = news["args"]
    assert (news["name"], line["topic"]) == ("news", room(app, thing))
    assert line["rev"] > before["rev"]
    assert set(line) == {"v", "topic", "rev", "pad"}
    assert SIZE - 8 < len(f'42["news",{line}]') <= SIZE + 8


def test_whoever_is_signed_out_is_cut_at_the_next_word(app, db, reader):
    socket, owner = reader
    db.exec(delete(SignInSession))
    db.commit()

    watch(socket, token(app, uuid4(), owner))

    assert not socket.is_connected()


def test_a_session_that_ended_elsewhere_loses_its_sockets(app, db, wire, make, reader):
    socket, owner = reader
    other = wire(make.member())
    db.exec(delete(SignInSession).where(SignInSession.id == UUID(owner)))
    db.commit()

    with app.app_context():
        the_wire.watch_kept.look()

    assert (socket.is_connected(), other.is_connected()) == (False, True)


def test_whoever_talks_too_much_is_cut(app, reader):
    socket, _owner = reader

    for _word in range(MOST_MESSAGES):
        watch(socket)
    assert socket.is_connected()
    watch(socket)

    assert not socket.is_connected()


def test_one_session_has_few_sockets(app, browser, ada):
    client = browser(ada)

    sockets = [
        the_wire.socketio.test_client(app, flask_test_client=client)
        for _number in range(MOST_PER_SESSION + 1)
    ]

    assert [socket.is_connected() for socket in sockets] == [True] * 4 + [False]
    sockets[0].disconnect()
    again = the_wire.socketio.test_client(app, flask_test_client=client)
    assert again.is_connected()


def test_beyond_the_most_sockets_pages_poll(wire, make, monkeypatch):
    taken = len(the_wire.sockets._readers)
    monkeypatch.setattr(the_wire.sockets, "most", taken + 1)

    first, second = wire(make.member()), wire(make.member())

    assert (first.is_connected(), second.is_connected()) == (True, False)


class Board:
    """What a newsroom sent."""

    def __init__(self):
        self.lines, self.lock = [], Lock()

    def send(self, room, revision):
        with self.lock:
            self.lines.append((room, revision))


def test_a_burst_is_one_line_with_the_last_revision(monkeypatch):
    monkeypatch.setattr("union.core.live.news.PAUSE", 1)
    board = Board()
    room = Newsroom(board.send)

    for _change in range(200):
        room.revise("a")
    room.revise("b")

    assert eventually(lambda: len(board.lines) > 1)
    assert sorted(board.lines) == [("a", room.revision("a")), ("b", room.revision("b"))]


def test_revisions_only_grow_even_within_a_millisecond():
    room = Newsroom(lambda _room, _revision: None)
    seen = []

    for _change in range(50):
        room.revise("a")
        seen.append(room.revision("a"))

    assert seen == sorted(set(seen))


def test_a_room_nobody_spoke_of_is_as_new_as_the_present():
    before = time.time_ns() // 1_000_000

    revision = Newsroom(lambda *_line: None).revision("a")

    assert before <= revision <= time.time_ns() // 1_000_000
