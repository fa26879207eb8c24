"""What comes by WebSocket from whoever means harm, before a real server."""

import json
import os
import socket
import threading
import time
import zlib
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
import websocket

from tests.cli.hall import (
    NAME,
    OURS,
    SOON,
    Visitor,
    command,
    eventually,
    is_closed,
    open_petition,
    serving,
    settings_in,
)
from tests.malice.hall import Served
from union.core.live.line import MOST_FRAMES
from union.core.live.sockets import MOST_MESSAGES, MOST_PER_SESSION
from union.core.live.wire import LARGEST_FRAME

LITTLE = 20 * 1024 * 1024  # by so much the server may grow
A_MINUTE = 60_000  # words, one each millisecond
BOMB = 60 * 1024 * 1024
EIO = "EIO=4&transport=websocket"
HANDSHAKES = {  # -> (query, what is said instead, status)
    "ours": (EIO, {}, 101),
    "no origin": (EIO, {"Origin": ""}, 400),
    "null": (EIO, {"Origin": "null"}, 400),
    "foreign": (EIO, {"Origin": "https://evil.example"}, 400),
    "below ours": (EIO, {"Origin": f"https://a.{NAME}"}, 400),
    "beyond ours": (EIO, {"Origin": f"{OURS}.evil.example"}, 400),
    "ours and more": (EIO, {"Origin": f"{OURS}evil.example"}, 400),
    "ours with a slash": (EIO, {"Origin": f"{OURS}/"}, 400),
    "ours with a port": (EIO, {"Origin": f"{OURS}:8443"}, 400),
    "ours without a lock": (EIO, {"Origin": f"http://{NAME}"}, 400),
    "ours in capitals": (EIO, {"Origin": OURS.upper()}, 400),
    "two origins": (EIO, {"Origin": f"{OURS}, https://evil.example"}, 400),
    "JSONP": (f"{EIO}&j=0", {}, 400),
    "polling": ("EIO=4&transport=polling", {}, 400),
    "both transports": (f"{EIO}&transport=polling", {}, 400),
    "no transport": ("EIO=4", {}, 400),
    "an old protocol": ("EIO=3&transport=websocket", {}, 400),
    "a protocol to come": ("EIO=5&transport=websocket", {}, 400),
    "two protocols": (f"{EIO}&EIO=3", {}, 400),
    "another's line": (f"{EIO}&sid=abc", {}, 400),
    "no upgrade": (EIO, {"Upgrade": ""}, 400),
    "another upgrade": (EIO, {"Upgrade": "h2c"}, 400),
    "an old version": (EIO, {"Sec-WebSocket-Version": "8"}, 400),
    "no key": (EIO, {"Sec-WebSocket-Key": ""}, 400),
    "another host": (EIO, {"Host": "evil.example"}, 400),
    "no cookie": (EIO, {"Cookie": ""}, 401),
    "a forged cookie": (EIO, {"Cookie": "__Host-ortaq=eyJhIjoxfQ.abc.def"}, 401),
    "a cookie of 4 kB": (EIO, {"Cookie": f"__Host-ortaq={'a' * 4000}"}, 401),
}
DEEP = "[" * 5000 + "]" * 5000
HARMLESS = "answered"  # the line goes on
CUT = "cut"
WORDS = {  # what is said on an open line, and what follows
    "an unknown event": ('42["drop tables"]', HARMLESS),
    "join a named room": ('42["join","petition:1"]', HARMLESS),
    "watch a named room": ('42["watch",["petition:1","00000000"]]', HARMLESS),
    "watch by no list": ('42["watch",{"token":1}]', HARMLESS),
    "watch nothing": ('42["watch"]', HARMLESS),
    "watch numbers": ('42["watch",[1,null,true,{},[]]]', HARMLESS),
    "watch by the thousand": (f'42["watch",{json.dumps(["a.b.c"] * 5000)}]', HARMLESS),
    "watch NUL": ('42["watch",["\\u0000.a"]]', HARMLESS),
    "watch a surrogate": ('42["watch",["\\ud800.a"]]', HARMLESS),
    "an event of the library": ('42["connect",{}]', CUT),
    "disconnect by event": ('42["disconnect","x"]', CUT),
    "an answer to no question": ('431["x"]', CUT),
    "another namespace": ("40/admin,", CUT),
    "an event of another namespace": ('42/admin,["watch",[]]', CUT),
    "a namespace of 10 kB": (f"40/{'a' * 10_000},", CUT),
    "connect twice": ("40", HARMLESS),
    "depth of 5,000": (f'42["watch",{DEEP}]', CUT),
    "half of JSON": ('42["watch",[', CUT),
    "no list": ('42{"a":1}', CUT),
    "an empty list": ("42[]", CUT),
    "a number": ("421", CUT),
    "an event of no name": ("42[1]", CUT),
    "__proto__": ('42["__proto__",{"__proto__":{"a":1}}]', HARMLESS),
    "a kind of packet that is none": ("49", CUT),
    "a connect error": ('44{"message":"x"}', CUT),
    "a kind of message that is none": ("9", CUT),
    "nothing": ("", CUT),
    "a letter": ("x", CUT),
    "an upgrade": ("5", CUT),
    "an opening": ('0{"sid":"x"}', CUT),
    "bytes announced": ('451-["watch",{"_placeholder":true,"num":0}]', CUT),
    "bytes announced by the million": (
        '451000000-["watch",{"_placeholder":true,"num":0}]',
        CUT,
    ),
    "bytes announced below zero": ('45-1-["watch"]', CUT),
    "bytes announced by 11 digits": ('4510000000000-["watch"]', CUT),
    "bytes": (b"abc", CUT),
    "a frame one too large": ("4" + "a" * LARGEST_FRAME, CUT),
    "a number of 5,000 digits": (f"42{'9' * 5000}[1]", CUT),
    "a close": ("1", CUT),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sockets")
    command(settings_in(folder), "demo", "--members", "50", "--no-serve")
    return folder


@pytest.fixture(scope="module")
def served(home):
    with serving(settings_in(home), log=home / "log") as (port, process):
        yield Served(port, process, home / "log")


@pytest.fixture(scope="module")
def petition(home):
    return open_petition(home)


@pytest.fixture
def ada(served):
    visitor = Visitor(served.port)
    assert visitor.sign_in("member").status == 303
    return visitor


@pytest.fixture
def unharmed(served, petition):
    """Whatever happened: another reader's line is open and hears, nothing fell over."""
    berik = Visitor(served.port)
    berik.sign_in("probationer")
    line, heard = berik.watch(petition.path), []
    ear = threading.Thread(target=listen, args=[line, heard])
    ear.start()
    yield
    line.send("421" + json.dumps(["watch", []]))
    is_answered = eventually(lambda: any(told.startswith("431") for told in heard))
    line.sock.shutdown(socket.SHUT_RDWR)
    ear.join()
    line.shutdown()
    assert is_answered
    assert berik.get("/").status == 200
    assert "Traceback" not in served.log.read_text()


def listen(line, heard):
    """Hear what comes and answer each pulse, as a page does, until it is closed."""
    with suppress(OSError, websocket.WebSocketException):
        while told := line.recv():
            heard.append(told)
            if told == "2":
                line.send("3")


@contextmanager
def joined(visitor):
    """An open line on which its reader was let in."""
    line = visitor.socket()
    try:
        line.recv()
        line.send("40")
        assert line.recv().startswith("40")
        yield line
    finally:
        line.shutdown()


def still_answers(line, seconds=SOON):
    """Whether the line goes on: it answers the next question."""
    try:
        line.settimeout(seconds)
        line.send("4277" + json.dumps(["watch", []]))
        while told := line.recv():
            if told.startswith("4377"):
                return True
    except (OSError, websocket.WebSocketException):
        pass
    return False


def until_cut(say, most):
    """Say it a thousand times a second; how often until the line was cut."""
    for number in range(most):
        try:
            say()
        except (OSError, websocket.WebSocketException):
            return number
        time.sleep(0.001)
    return most


def grown(served, before):
    """By how much the server is larger than it was, once it has had time to see it."""
    time.sleep(0.5)
    return served.memory() - before


def handshake(query, **said):
    lines = {
        "Host": NAME,
        "X-Forwarded-Proto": "https",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Origin": OURS,
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    } | said
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"GET /socket.io/?{query} HTTP/1.1\r\n{told}\r\n".encode()


def test_a_handshake_that_is_not_ours_gets_no_line(ada, served, unharmed, tally):
    wrong = {}
    for name, (query, instead, status) in HANDSHAKES.items():
        said = {"Cookie": ada.cookie()} | instead
        told = served.say(handshake(query, **said))
        tally["sockets"] += 1
        if told != status:
            wrong[name] = told

    assert wrong == {}


def test_each_strange_word_has_its_answer(ada, unharmed, tally):
    wrong = {}
    for name, (word, wanted) in WORDS.items():
        with joined(ada) as line:
            send = line.send_binary if isinstance(word, bytes) else line.send
            send(word)
            told = HARMLESS if still_answers(line) else CUT
        tally["sockets"] += 1
        if told != wanted:
            wrong[name] = told

    assert wrong == {}


def test_a_frame_that_inflates_fills_no_memory(ada, served, unharmed, tally):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = squeeze.compress(b"4" + b"a" * BOMB) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    header = ["Sec-WebSocket-Extensions: permessage-deflate"]
    line = ada.socket(header=header)
    line.recv()
    before = served.memory()
    tally["sockets"] += 1

    frame = websocket.ABNF(1, 1, 0, 0, websocket.ABNF.OPCODE_TEXT, 1, bomb[:-4])
    line.sock.sendall(frame.format())

    assert is_closed(line)
    assert grown(served, before) < LITTLE


@pytest.mark.parametrize("parts", [1, 1000])
def test_neither_does_a_large_one_whole_or_in_parts(
    ada, served, unharmed, parts, tally
):
    before, piece = served.memory(), "a" * (BOMB // parts)
    tally["sockets"] += 1

    with joined(ada) as line:
        try:
            for number in range(parts):
                opcode = websocket.ABNF.OPCODE_CONT if number else 1
                last = int(parts == 1)
                line.send_frame(websocket.ABNF(last, 0, 0, 0, opcode, 1, piece))
        except OSError:
            pass  # cut in the middle, as it should be
        assert not still_answers(line)

    assert grown(served, before) < LITTLE


def test_bytes_that_were_announced_fill_no_memory(ada, served, unharmed, tally):
    before = served.memory()
    tally["sockets"] += 1

    with joined(ada) as line:
        line.send('451000000-["watch",{"_placeholder":true,"num":0}]')
        sent = until_cut(lambda: line.send_binary(b"a" * 60_000), 2000)

    assert sent < 2000

    assert grown(served, before) < LITTLE


@pytest.mark.parametrize("word", ['42["watch",[]]', '42["x"]', "3", "40/x,", '431[""]'])
def test_a_flood_is_cut(ada, served, unharmed, word, tally):
    before = served.memory()
    tally["sockets"] += 1

    with joined(ada) as line:
        sent = until_cut(lambda: line.send(word), A_MINUTE)

    assert sent < A_MINUTE

    assert grown(served, before) < LITTLE


def test_whoever_is_cut_again_and_again_takes_nobody_along(ada, unharmed, tally):
    """Words that came together are each one too many, and the line goes with one."""
    word = websocket.ABNF.create_frame('42["watch",[]]', websocket.ABNF.OPCODE_TEXT)
    tally["sockets"] += 1

    with joined(ada) as line:
        line.sock.sendall(word.format() * (MOST_FRAMES - 10))

        assert is_closed(line)


def test_whoever_speaks_as_much_as_a_page_is_not_cut(ada, unharmed):
    with joined(ada) as line:
        for _word in range(MOST_MESSAGES - 10):
            line.send('42["watch",[]]')
        for _pulse in range(MOST_FRAMES - MOST_MESSAGES - 10):
            line.send("3")

        assert still_answers(line)


def test_one_member_holds_few_lines(ada, unharmed, tally):
    opened = []
    tally["sockets"] += 100
    with ExitStack() as stack:
        for _line in range(100):
            try:
                opened.append(stack.enter_context(joined(ada)))
            except (OSError, AssertionError, websocket.WebSocketException):
                continue
        live = [line for line in opened if still_answers(line)]

    assert len(live) == MOST_PER_SESSION


def test_a_session_that_ended_is_cut_soon(ada, petition, unharmed, tally):
    line = ada.watch(petition.path)
    tally["sockets"] += 1

    ada.post("/sign-out")

    assert is_closed(line)


def test_pings_by_the_thousand_harm_nobody(ada, served, unharmed, tally):
    before = served.memory()
    tally["sockets"] += 1

    with joined(ada) as line:
        for _ping in range(5000):
            line.ping(b"a" * 100)

    assert grown(served, before) < LITTLE


def test_lines_half_open_and_half_said_harm_nobody(served, unharmed, tally):
    """They ask for a socket and say no more; they begin a frame and do not end it."""
    tally["sockets"] += 60
    with ExitStack() as stack:
        for _line in range(60):
            line = socket.create_connection(("127.0.0.1", served.port))
            stack.enter_context(closing(line))
            line.sendall(
                b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: "
            )

        assert Visitor(served.port).get("/").status == 200


def test_a_reader_that_does_not_listen_harms_nobody(ada, unharmed, tally):
    tally["sockets"] += 1
    with joined(ada) as line:
        line.sock.sendall(b"\x81\xfe\xff\xff" + os.urandom(4) + b"4")  # and no more
        waiting = threading.Event()
        waiting.wait(1)

        assert Visitor(ada.port).get("/").status == 200
