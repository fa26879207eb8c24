"""News to a thousand open pages beside a bare `websockets.broadcast`, told in turn.

Ours once as `union serve --realtime` (gevent, Redis between) and once as `make run`
(threads). The same client opens the same number of sockets to both; what is timed goes
from the moment that stands in the news, when the server began to tell it, until a page
has received it. News are gathered for a quarter of a second before that, as always.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from flask import Flask
from sqlmodel import select

from app import create_app
from benchmarks._listeners import Call, Crowd, said
from benchmarks._paired import report
from tests.cli.hall import (
    NAME,
    OURS,
    ROOT,
    SETTINGS,
    accepts,
    command,
    eventually,
    free_port,
    running,
    serving,
)
from tests.cli.test_realtime import redis_on
from union.core.db import unit_of_work
from union.core.live.sockets import MOST_PER_SESSION
from union.core.live.topics import room, token
from union.core.settings import Settings
from union.members.models import Member
from union.members.rules.sessions import new_session

ROUNDS = 9
THING = uuid4()
LINE = "/socket.io/?EIO=4&transport=websocket"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server of sockets: where it is, its processes, and how to let it tell."""

    port: int
    pid: int
    calls: list[Call]
    tell: Callable[[Crowd], None]

    def processes(self) -> list[int]:
        found = [self.pid]
        for pid in found:
            told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            found += [int(child) for child in told.split()]
        return found

    def cpu(self) -> float:
        """Seconds of processor it has used."""
        stats = [Path(f"/proc/{pid}/stat").read_text() for pid in self.processes()]
        fields = [stat.rpartition(")")[2].split() for stat in stats]
        return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS

    def memory(self) -> int:
        """kB in memory."""
        pages = (Path(f"/proc/{pid}/statm").read_text() for pid in self.processes())
        return sum(int(each.split()[1]) * os.sysconf("SC_PAGE_SIZE") for each in pages) // 1024  # fmt: skip  # noqa: E501


def calls_for(app: Flask, many: int, host: str, origin: str) -> list[Call]:
    """Handshakes of this many pages, four of each sign-in session."""
    name = app.config["SESSION_COOKIE_NAME"]
    sign = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    calls: list[Call] = []
    with app.app_context(), unit_of_work() as db:
        member = db.exec(select(Member).limit(1)).one()
        while len(calls) < many:
            session, secret = new_session(member, "a figure")
            db.add(session)
            cookie = sign.dumps({"_user_id": secret})
            watch = said("watch", [token("ballot", THING, str(session.id))])
            headers = {"Host": host, "Origin": origin, "Cookie": f"{name}={cookie}"}
            calls += [Call(LINE, headers, ("40", watch))] * MOST_PER_SESSION
    return calls[:many]


def teller(app: Flask) -> Callable[[Crowd], None]:
    """Tell as another process of the union does; the news is dated when it is sent."""

    def tell(_crowd: Crowd) -> None:
        with app.app_context():
            news = {"room": room("ballot", THING), "blurred": True}
            app.extensions["relay"].tell(news)

    return tell


@contextmanager
def realtime(folder: Path, many: int) -> Iterator[Server]:
    """`union serve --realtime`, with a Redis of its own."""
    with ExitStack() as stack:
        redis = free_port()
        stack.enter_context(redis_on(redis))
        settings = _home(folder) | SETTINGS
        settings["UNION_REDIS_URL"] = f"redis://127.0.0.1:{redis}/0"
        app = _app(settings)
        calls = calls_for(app, many, NAME, OURS)
        log = folder / "log"
        port, process = stack.enter_context(serving(settings, "--realtime", log=log))
        yield Server(port, process.pid, calls, teller(app))


@contextmanager
def laptop(folder: Path, many: int) -> Iterator[Server]:
    """What `make run` starts."""
    port = free_port()
    origin = f"http://localhost:{port}"
    settings = _home(folder)
    app = _app(settings | {"UNION_PUBLIC_URL": origin})
    calls = calls_for(app, many, f"localhost:{port}", origin)
    with running(settings, "demo", "--port", str(port), log=folder / "log") as process:
        assert eventually(lambda: accepts(port)), (folder / "log").read_text()
        yield Server(port, process.pid, calls, teller(app))


@contextmanager
def bare(many: int) -> Iterator[Server]:
    """The floor: `websockets.broadcast`, told by one of its own listeners."""
    port = free_port()
    words = [sys.executable, "-m", "benchmarks._broadcast", str(port)]
    process = subprocess.Popen(words, cwd=ROOT)  # noqa: S603  (our own module)
    try:
        assert eventually(lambda: accepts(port))
        calls = [Call("/", {"Host": f"127.0.0.1:{port}"})] * many
        yield Server(port, process.pid, calls, lambda crowd: crowd.pages[0].say("go"))
    finally:
        process.terminate()
        process.wait(10)


def _home(folder: Path) -> dict[str, str]:
    return {
        "UNION_DATABASE_URL": f"sqlite:///{folder}/union.db",
        "UNION_JOBS_PATH": f"{folder}/jobs.db",
    }


def _app(settings: dict[str, str]) -> Flask:
    """The union as another process of it; the servers have their own."""
    given = {key.removeprefix("UNION_").lower(): value for key, value in settings.items()}  # fmt: skip  # noqa: E501
    return create_app(Settings(**given).with_sockets("elsewhere"))  # type: ignore[arg-type]


async def pair(ours: Server, floor: Server) -> dict[str, float]:
    """Tell both in turn; how late the last hundredth hears, and what it costs."""
    before = ours.memory()
    crowds = [Crowd(), Crowd()]
    for server, crowd in zip((ours, floor), crowds, strict=True):
        await crowd.open(server.port, server.calls)
    await asyncio.sleep(1)
    memory = (ours.memory() - before) / len(ours.calls)
    late: list[list[float]] = [[], []]
    used = [0.0, 0.0]
    for turn in range(ROUNDS + 1):
        for place, server in enumerate((ours, floor)):
            crowd, began = crowds[place], server.cpu()
            heard = await crowd.hear(lambda s=server, c=crowd: s.tell(c))
            await asyncio.sleep(0.3)
            if turn:  # the first of each warms up
                late[place].append(heard[int(len(heard) * 0.99) - 1])
                used[place] += server.cpu() - began
    for crowd in crowds:
        crowd.close()
    await asyncio.sleep(1)  # or they would be open still when the server is stopped
    messages = ROUNDS * len(ours.calls)
    return {
        "ratio": median(a / b for a, b in zip(*late, strict=True)),
        "ours": median(late[0]),
        "floor": median(late[1]),
        "cpu": used[0] / messages * 1e6,
        "floor cpu": used[1] / messages * 1e6,
        "memory": memory,
    }


def measure(what: str, many: int, ours: Server, floor: Server) -> None:
    told = asyncio.run(pair(ours, floor))
    detail = (
        f"p99 {told['ours']:.0f} ms; bare {told['floor']:.0f} ms; "
        f"CPU a message {told['cpu']:.0f} us, bare {told['floor cpu']:.0f} us"
    )
    report(f"news to {many} pages, {what}: p99 / broadcast", told["ratio"], "<= 3.5", detail)  # fmt: skip  # noqa: E501
    report("  memory a socket: kB", told["memory"], "<= 80", "resident, beyond the idle server")  # fmt: skip  # noqa: E501


def main() -> None:
    with TemporaryDirectory() as home:
        folder = Path(home)
        command(_home(folder), "demo", "--members", "50", "--no-serve")
        for what, many, server in (("gevent", 1_000, realtime), ("make run", 500, laptop)):  # fmt: skip  # noqa: E501
            with server(folder, many) as ours, bare(many) as floor:
                measure(what, many, ours, floor)


if __name__ == "__main__":
    main()
