"""Who gets a socket: our own pages, uncompressed, in small frames."""

import threading
from contextlib import contextmanager

import pytest
import websocket
from werkzeug.serving import make_server

from union.core.live.handshake import SPARE, SPARE_IN_ALL, OnlyOurSockets
from union.core.live.sockets import MOST_PER_SESSION
from union.core.live.wire import LARGEST_FRAME

OURS = "https://hall.example"
GOOD = {
    "PATH_INFO": "/socket.io/",
    "QUERY_STRING": "EIO=4&transport=websocket",
    "HTTP_HOST": "hall.example",
    "HTTP_ORIGIN": OURS,
    "HTTP_CONNECTION": "keep-alive, Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate",
}


def ada(_environ):
    return "ada"


def ask(changes=(), without=(), who=ada, most=1):
    """What the shim does with a handshake: the status, and what goes on behind it."""
    answers, behind = [], []
    shim = OnlyOurSockets(
        lambda environ, _start: behind.append(environ) or [], [OURS], who, most
    )
    environ = {k: v for k, v in (GOOD | dict(changes)).items() if k not in without}
    list(shim(environ, lambda status, _headers: answers.append(status)))
    return answers, behind


def test_our_own_pages_get_a_socket():
    answers, behind = ask()

    assert answers == []
    assert len(behind) == 1


def test_compression_is_never_offered_to_the_library():
    _answers, [environ] = ask()

    assert "HTTP_SEC_WEBSOCKET_EXTENSIONS" not in environ


@pytest.mark.parametrize(
    "changes",
    [
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": OURS + ".elsewhere.example"},
        {"QUERY_STRING": "EIO=4&transport=polling"},
        {"QUERY_STRING": "EIO=4&transport=websocket&transport=polling"},
        {"QUERY_STRING": "EIO=3&transport=websocket"},
        {"QUERY_STRING": "EIO=4&transport=websocket&j=0"},
        {"QUERY_STRING": "EIO=4&transport=websocket&sid=another"},
        {"QUERY_STRING": ""},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_UPGRADE": "h2c"},
        {"HTTP_CONNECTION": "close"},
        {"HTTP_SEC_WEBSOCKET_VERSION": "8"},
        {"HTTP_SEC_WEBSOCKET_KEY": "short"},
        {"PATH_INFO": "/socket.io", "HTTP_ORIGIN": "null"},
    ],
    ids=str,
)
def test_anything_else_is_refused(changes):
    answers, behind = ask(changes)

    assert answers == ["400 Bad Request"]
    assert behind == []


@pytest.mark.parametrize(
    "missing",
    [
        "HTTP_ORIGIN",
        "HTTP_UPGRADE",
        "HTTP_CONNECTION",
        "HTTP_SEC_WEBSOCKET_KEY",
        "HTTP_SEC_WEBSOCKET_VERSION",
    ],
)
def test_a_missing_header_is_refused_like_a_wrong_one(missing):
    answers, behind = ask(without=[missing])

    assert answers == ["400 Bad Request"]
    assert behind == []


def test_strangers_hold_no_socket():
    assert ask(who=lambda _environ: "") == (["401 Unauthorized"], [])


def test_one_reader_holds_few_sockets_and_all_together_hold_some():
    answers = []

    def hold(environ, start):
        answers.append("open")
        list(shim(GOOD.copy(), start))  # another asks while this one is open
        return []

    def start(status, _headers):
        answers.append(status)

    for most, who in [(500, ada), (1, lambda _environ: f"reader {len(answers)}")]:
        answers.clear()
        shim = OnlyOurSockets(hold, [OURS], who, most)
        list(shim(GOOD.copy(), start))
        room = MOST_PER_SESSION + SPARE if who is ada else most + SPARE_IN_ALL

        assert answers == ["open"] * room + ["503 Service Unavailable"]


def test_pages_are_none_of_its_business():
    answers, behind = ask({"PATH_INFO": "/petitions", "HTTP_ORIGIN": "null"})

    assert answers == []
    assert len(behind) == 1


@pytest.fixture
def address(the_app):
    """The application on a real port of this machine."""
    server = make_server("127.0.0.1", 0, the_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def cookie(make, browser):
    """The cookie of somebody who is signed in."""
    return browser(make.member()).get_cookie("ortaq").value


@contextmanager
def line_to(address, cookie, header=()):
    line = websocket.create_connection(
        address,
        host="localhost",
        origin="http://localhost",
        header=header,
        cookie=f"ortaq={cookie}",
        timeout=60,
    )
    try:
        yield line
    finally:
        line.shutdown()


def test_a_real_socket_is_not_compressed(address, cookie):
    with line_to(
        address, cookie, ["Sec-WebSocket-Extensions: permessage-deflate"]
    ) as line:
        assert line.recv().startswith("0{")

        assert "sec-websocket-extensions" not in line.getheaders()


def test_a_real_socket_takes_no_large_frame(address, cookie):
    with line_to(address, cookie) as line:
        line.recv()

        line.send("4" + "a" * LARGEST_FRAME)

        assert line.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE
