"""A demo union in a folder of its own, for tests and pictures; nothing of it stays."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tools.ports import free_port

ROOT = Path(__file__).parents[1]
PATIENCE = 120  # seconds until it must answer, or must have ended


def grow(folder: Path) -> Path:
    """Fill a folder with the demo's union, as `make run` does, and do not serve it."""
    _demo(folder, "--no-serve").wait()
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the union of a folder on this machine; the address is one's own."""
    port = free_port()
    server = _demo(folder, "--port", str(port))
    try:
        yield _answering(f"http://localhost:{port}", server, folder / "log")
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _demo(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    home = {
        "UNION_DATABASE_URL": f"sqlite:///{folder}/union.db",
        "UNION_JOBS_PATH": f"{folder}/jobs.db",
    }
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "union.cli", "demo", *options],
            cwd=ROOT,
            env=os.environ | home,
            stdout=log,
            stderr=log,
        )


def _answering(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    """The address, once somebody answers there."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(address):
        if server.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(log.read_text())
        time.sleep(0.1)
    return address


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/sign-in", timeout=10) as answer:  # noqa: S310  (our own server)
            return bool(answer.status == 200)
    except OSError:  # not yet there, or too busy to say so
        return False
