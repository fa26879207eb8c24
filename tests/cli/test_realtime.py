"""Many processes as one union: pages, sockets and a worker, with Redis between them."""

import os
import re
import shutil
import sqlite3
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager

import pytest
import websocket

from tests.cli.hall import (
    PATIENCE,
    ROOT,
    Visitor,
    accepts,
    command,
    eventually,
    is_closed,
    news,
    open_petition,
    running,
    serving,
    settings_in,
)
from tests.conftest import needed
from tools.ports import free_port

TOKEN = "m" * 40
READ = re.compile(
    r'^ortaq_answers_total{area="members",status="2xx",way="read"} (\d+)', re.MULTILINE
)


@contextmanager
def redis_on(port):
    """A Redis of our own, which may be stopped."""
    program = needed(shutil.which("redis-server"), "Redis (redis-server)")
    words = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", "/tmp"]  # noqa: S108  (it keeps nothing)
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    assert eventually(lambda: accepts(port))
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="module")
def redis():
    """The port of a Redis of our own, and how to stop it for a while."""
    with ExitStack() as stack:
        port = free_port()
        stack.enter_context(redis_on(port))

        @contextmanager
        def away():
            stack.pop_all().close()
            yield
            stack.enter_context(redis_on(port))

        yield port, away


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("halls")
    command(settings_in(folder), "demo", "--members", "50", "--no-serve")
    return folder


@pytest.fixture(scope="module")
def settings(home, redis):
    port, _away = redis
    counted = home / "counted"
    counted.mkdir()
    return settings_in(home) | {
        "UNION_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "UNION_METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(counted),
    }


@pytest.fixture(scope="module")
def halls(home, settings):
    """The ports of the pages (two processes) and of the sockets; a worker runs too."""
    log = home / "log"
    with (
        serving(settings, "--workers", "2", log=log) as (pages, _web),
        serving(settings, "--realtime", log=log) as (sockets, _realtime),
        running(settings, "worker", log=log),
    ):
        yield pages, sockets


@pytest.fixture(scope="module")
def petition(home):
    return open_petition(home)


@pytest.fixture
def ada(halls):
    visitor = Visitor(halls[0])
    visitor.sign_in("member")
    return visitor


@pytest.fixture
def berik(halls):
    visitor = Visitor(halls[0])
    visitor.sign_in("probationer")
    return visitor


def test_pages_are_here_and_sockets_are_there(ada, halls):
    pages, sockets = halls

    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        ada.socket(pages)
    line = ada.socket(sockets)

    assert refused.value.status_code == 404
    assert line.recv().startswith("0{")
    assert Visitor(sockets).get("/").status == 404
    line.close()


def test_processes_count_together_and_each_says_that_it_lives(ada, halls):
    pages, sockets = halls

    def figures(port):
        return Visitor(port).get("/metrics", Authorization=f"Bearer {TOKEN}").text

    def read():
        told = READ.search(figures(pages))
        return int(told[1]) if told else 0  # nobody has read a page yet

    before = read()
    for _ in range(12):
        assert Visitor(pages).get("/sign-in").status == 200
    seen = {read() for _ in range(12)}

    assert seen == {before + 12}
    assert eventually(lambda: "ortaq_sockets 0.0" in figures(sockets))
    assert Visitor(sockets).get("/healthz", Host="127.0.0.1").status == 200
    assert eventually(lambda: '"ready":true' in Visitor(pages).get("/readyz").text)


def test_what_happens_to_a_page_is_heard_by_a_socket_elsewhere(
    ada, berik, halls, petition
):
    line = ada.watch(petition.path, halls[1])

    petition.sign(berik)

    assert news(line)[0] == "news"
    line.close()


def test_signing_out_of_a_page_closes_the_socket_elsewhere(ada, halls, petition):
    line = ada.watch(petition.path, halls[1])

    ada.post("/sign-out")

    assert is_closed(line)


def test_the_worker_does_what_was_put_into_the_outbox(ada, home):
    with closing(sqlite3.connect(home / "union.db", timeout=5)) as db:
        assert eventually(
            lambda: db.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        )
        alive = db.execute("SELECT count(*) FROM pulse").fetchone
        assert eventually(lambda: alive() is not None)


def test_without_redis_pages_work_and_news_comes_back_with_it(
    ada, berik, halls, petition, redis
):
    _port, away = redis
    line = ada.watch(petition.path, halls[1])

    with away():
        assert is_closed(line), "who may miss something is told to poll"
        began = time.monotonic()
        assert petition.sign(berik).status == 303
        assert Visitor(halls[0]).sign_in("member").status == 303
        assert time.monotonic() - began < 10

    assert eventually(lambda: hears_again(ada, berik, halls[1], petition))


def hears_again(visitor, other, sockets, petition):
    """Whether an open page is told; for news that was lost it does not wait long."""
    try:
        line = visitor.watch(petition.path, sockets)
    except AssertionError:  # told to poll
        return False
    line.settimeout(5)
    try:
        petition.sign(other)
        return news(line)
    except websocket.WebSocketException:
        return False
    finally:
        line.close()


def test_processes_that_cannot_count_together_are_refused(settings):
    alone = settings | {"PROMETHEUS_MULTIPROC_DIR": ""}

    with pytest.raises(subprocess.CalledProcessError) as refused:
        command(os.environ | alone, "serve", "--workers", "2")

    assert b"PROMETHEUS_MULTIPROC_DIR" in refused.value.stderr
    assert [*ROOT.glob("*_[0-9]*.db")] == [], "figures that lie where it was started"


def test_where_redis_is_named_sockets_need_it(settings):
    without = {k: v for k, v in settings.items() if k != "UNION_REDIS_URL"}

    with pytest.raises(subprocess.CalledProcessError) as refused:
        command(os.environ | without, "serve", "--realtime")

    assert b"UNION_REDIS_URL" in refused.value.stderr
