"""`union serve` before a proxy: the pages and sockets of real members."""

import json
import re
import socket
import sqlite3
import time

import pytest
import websocket

from tests.cli.hall import (
    COOKIE,
    NAME,
    OURS,
    PATIENCE,
    Visitor,
    command,
    is_closed,
    news,
    open_petition,
    serving,
    settings_in,
)
from union.core.live.wire import LARGEST_FRAME


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The folder of a union with fifty members."""
    folder = tmp_path_factory.mktemp("hall")
    command(settings_in(folder), "demo", "--members", "50", "--no-serve")
    return folder


@pytest.fixture(scope="module")
def port(home):
    with serving(settings_in(home), log=home / "log") as (port, _process):
        yield port


@pytest.fixture(scope="module")
def petition(home):
    return open_petition(home)


@pytest.fixture
def visitor(port):
    return Visitor(port)


@pytest.fixture
def ada(visitor):
    visitor.sign_in("member")
    return visitor


def test_a_visitor_is_met_and_told_to_come_by_https_only(visitor):
    answer = visitor.get("/")

    assert answer.status == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert f"wss://{NAME}" in answer.headers["Content-Security-Policy"]


def test_signing_in_leaves_one_cookie_that_stays_here(visitor):
    answer = visitor.sign_in("member")

    assert answer.status == 303
    kept = answer.headers["Set-Cookie"]
    assert kept.startswith(f"{COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(kept.split("; "))
    assert "Domain" not in kept


def test_another_name_is_not_ours(visitor):
    assert visitor.get("/", Host="elsewhere.example").status == 400


def test_files_that_name_their_version_are_kept_for_ever(visitor):
    page = visitor.get("/").text
    address = re.search(r'href="(/static/[^"]+\.css\?v=[^"]+)"', page)[1]

    kept = visitor.get(address)

    assert kept.status == 200
    assert "immutable" in kept.headers["Cache-Control"]


def test_what_is_for_developers_is_not_served(visitor):
    assert visitor.get("/styleguide").status == 404


def test_an_open_page_hears_that_something_changed(ada, port, petition):
    line = ada.watch(petition.path)
    other = Visitor(port)
    other.sign_in("probationer")

    assert petition.sign(other).status == 303

    name, told = news(line)
    assert name == "news"
    assert set(told) == {"v", "topic", "rev", "pad"}
    line.close()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_another_site_gets_no_socket(ada, origin):
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        ada.socket(origin=origin, suppress_origin=origin is None)

    assert refused.value.status_code == 400


def test_a_stranger_gets_no_socket(visitor):
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        visitor.socket()

    assert refused.value.status_code == 401


def test_a_socket_is_never_compressed(ada):
    offer = ["Sec-WebSocket-Extensions: permessage-deflate"]

    line = ada.socket(header=offer)

    assert "sec-websocket-extensions" not in line.getheaders()
    line.close()


def test_a_socket_takes_no_large_frame(ada):
    line = ada.socket()

    line.send("4" + "a" * LARGEST_FRAME)

    assert is_closed(line)


def test_signing_out_closes_the_sockets(ada, petition):
    listening, silent = ada.watch(petition.path), ada.socket()

    ada.post("/sign-out")

    assert is_closed(listening)
    assert is_closed(silent)


def test_whoever_is_signed_out_elsewhere_hears_nothing_more(ada, home, petition):
    line = ada.watch(petition.path)

    with sqlite3.connect(home / "union.db", timeout=5) as db:
        db.execute("DELETE FROM signinsession")
    db.close()

    assert is_closed(line)


def test_told_to_stop_it_answers_first_and_lets_sockets_go(home, tmp_path):
    own = {"UNION_JOBS_PATH": f"{tmp_path}/jobs.db"}
    with serving(settings_in(home) | own, log=home / "log") as (port, process):
        visitor = Visitor(port)
        visitor.sign_in("member")
        line = visitor.socket()
        asking = half_a_form(port)
        assert visitor.get("/").status == 200  # and whoever came before was heard

        process.terminate()
        time.sleep(0.5)
        asking.sendall(b"e=ada&passphrase=x")

        assert asking.recv(12) == b"HTTP/1.1 422"
        assert is_closed(line)
        asking.close()
        assert process.wait(PATIENCE) == 0


def half_a_form(port):
    """A form of which the first half has been sent."""
    way = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    way.sendall(
        f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\nX-Forwarded-Proto: https\r\n"
        f"Origin: {OURS}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 29\r\n\r\nsign_in_nam".encode()
    )
    return way


def test_a_worker_on_the_same_machine_is_heard(home, ada, petition):
    """The worker's way to the sockets of the one process, where there is no Redis."""
    line = ada.watch(petition.path)
    page = ada.get(petition.path).text
    told = {"room": re.search(r'data-topic="([^"]+)"', page)[1], "blurred": False}

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
        way.sendto(json.dumps(told).encode(), str(home / "news.sock"))

    assert news(line)[1]["topic"] == told["room"]
    line.close()


def test_the_log_is_lines_of_json_without_an_address(home, tmp_path):
    own, log = {"UNION_JOBS_PATH": f"{tmp_path}/jobs.db"}, tmp_path / "log"
    with serving(settings_in(home) | own, log=log) as (port, _process):
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as way:
            way.sendall(b"NONSENSE\x1b[31m zaunkoenig\r\n\r\n")
            assert way.recv(12) == b"HTTP/1.1 400"
        Visitor(port).get("/zaunkoenig?name=zaunkoenig")

    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert "serving begins" in [line.get("event") for line in lines]
    assert "gunicorn.error" in [line["logger"] for line in lines]
    assert "127.0.0.1" not in text
    assert "203.0.113.7" not in text
    assert "zaunkoenig" not in text
