"""Sockets in a process of their own, by gevent and Redis."""

import os
import socket
import subprocess
import sys
import time

import pytest
import websocket

from tests.conftest import needed
from union.core import migrations
from union.core.db import connect

OURS = "https://hall.example"


@pytest.fixture
def realtime(tmp_path):
    """`union serve --realtime` on a real port, which it has begun to answer."""
    redis = needed(os.environ.get("UNION_TEST_REDIS_URL"), "Redis")
    settings = {
        "UNION_DATABASE_URL": f"sqlite:///{tmp_path}/union.db",
        "UNION_JOBS_PATH": f"{tmp_path}/jobs.db",
        "UNION_PUBLIC_URL": OURS,
        "UNION_REDIS_URL": redis,
        "UNION_SECRET_KEY": "test" * 8,
        "UNION_SEALING_KEY": "seal" * 8,
    }
    engine = connect(settings["UNION_DATABASE_URL"])
    migrations.upgrade(engine)
    engine.dispose()
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = ["-m", "union.cli", "serve", "--realtime", "--bind", place]
    server = subprocess.Popen([sys.executable, *command], env=os.environ | settings)
    try:
        await_answer(place)
        yield place
    finally:
        server.terminate()
        server.wait(30)


def await_answer(place):
    host, _colon, port = place.partition(":")
    for _second in range(60):
        try:
            socket.create_connection((host, int(port))).close()
        except ConnectionRefusedError:
            time.sleep(0.5)
        else:
            return


def test_a_page_of_ours_gets_a_socket_from_the_realtime_process(realtime):
    line = websocket.create_connection(
        f"ws://{realtime}/socket.io/?EIO=4&transport=websocket",
        host="hall.example",
        origin=OURS,
        timeout=20,
    )

    assert line.recv().startswith("0{")
    line.shutdown()
