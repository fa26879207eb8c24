"""Applications behind gunicorn's threads, and the processor time that they used."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

from flask import Flask

from app import create_app
from tools.ports import free_port
from union.core.heap import keep_what_is_loaded

ROOT = Path(__file__).parents[1]
THREADS = "8"
PATIENCE = 200  # times a tenth of a second, until it answers


def hello() -> Flask:
    """The floor: what any page of Flask's costs."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def ours() -> Flask:
    """The application as `union serve` begins it."""
    app = create_app()
    keep_what_is_loaded()
    return app


class Served:
    """One process that answers, and one connection to it that is kept."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._line = HTTPConnection("localhost", port, timeout=30)

    def get(self, address: str, headers: dict[str, str]) -> tuple[int, bytes]:
        """The status of the answer, and what was in it."""
        self._line.request("GET", address, headers=headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def tag(self, address: str, headers: dict[str, str]) -> str:
        """By which this process knows again what it has answered."""
        self._line.request("GET", address, headers=headers)
        answer = self._line.getresponse()
        answer.read()
        return answer.headers["ETag"]

    def cpu(self) -> float:
        """Seconds of processor that its worker has used in all its threads."""
        pid = self._process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = (Path("/proc") / one / "task" for one in workers)
        spent = (f.read_text() for one in threads for f in one.glob("*/schedstat"))
        return sum(int(line.split()[0]) for line in spent) / 1e9


@contextmanager
def served(factory: str, home: dict[str, str]) -> Iterator[Served]:
    """An application behind gunicorn, with one worker and a few threads."""
    port = free_port()
    options = ["-k", "gthread", "-w", "1", "--threads", THREADS, "--keep-alive", "60"]
    options += ["--no-control-socket", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", *options, "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, factory], cwd=ROOT, env=os.environ | home)  # noqa: S603
    try:
        _wait_for(port)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(PATIENCE):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not come up")
