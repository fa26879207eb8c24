"""A desk: a process in which a whole union answers, and which may be killed at it.

It is forked from one that has imported everything already. What it answers goes through
a pipe, after the application is done with it: what has arrived here was acknowledged.
"""

import multiprocessing
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from pathlib import Path

from sqlalchemy import event

from app import create_app
from union.core import i18n, jobs
from union.core.settings import Settings

# Words are read from the catalogues once, before a desk is forked.
for _code in i18n.LANGUAGES:
    with i18n.speaking(_code):
        i18n.gettext("Sign")

SEALING = "seal" * 8
PATIENCE = 120  # seconds


def settings_in(home, **given):
    """The settings of a union whose data lies in this folder, as members meet it."""
    usual = {
        "secret_key": "test" * 8,
        "sealing_key": SEALING,
        "field_keys": "1=" + "field" * 8,
        "index_key": "index" * 8,
        "public_url": "http://localhost",
        "database_url": f"sqlite:///{home}/union.db",
        "jobs_path": f"{home}/jobs.db",
    }
    return Settings(**usual | given)


@dataclass(frozen=True)
class Answer:
    """What a phone is told."""

    status: int
    text: str = ""
    retry_after: str | None = None

    @property
    def is_done(self):
        return self.status == 303


@dataclass(frozen=True)
class Form:
    """What a phone sends, and sends again with the same key if it hears nothing."""

    secret: str  # of the sign-in session in its cookie
    path: str
    fields: dict

    def done_at(self, app):
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = self.secret
        client.set_cookie("language", "en")
        ours = {"Sec-Fetch-Site": "same-origin"}
        answer = client.post(self.path, data=self.fields, headers=ours)
        retry_after = answer.headers.get("Retry-After")
        return Answer(answer.status_code, answer.text, retry_after)


@dataclass(frozen=True)
class Round:
    """One round of the worker: its chores, its letters, its errands."""

    def done_at(self, app):
        with app.app_context():
            jobs.do_chores()
            jobs.empty_outbox()
            jobs.run_errands()
        return Answer(303)


def serve(settings, line):
    """Answer whatever comes down the line, until nothing more does."""
    app = create_app(settings)
    line.send(os.getpid())
    while order := line.recv():
        line.send(order.done_at(app))
    app.extensions["engine"].dispose()


def serve_hastily(settings, line):
    """As nobody should: say that it is done, then do it."""
    app = create_app(settings)
    line.send(os.getpid())
    while order := line.recv():
        line.send(Answer(303))
        order.done_at(app)


def serve_carelessly(settings, line):
    """As nobody should: believe the disk before it has written."""
    app = create_app(settings)
    engine = app.extensions["engine"]
    event.listen(
        engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = NORMAL")
    )
    line.send(os.getpid())
    while order := line.recv():
        line.send(order.done_at(app))
    engine.dispose()


class Desk:
    """The desk as seen from outside."""

    def __init__(self, process, line):
        self.process, self._line = process, line
        self.pid = line.recv()

    def ask(self, order):
        """The answer, or None from a desk that has died over it."""
        try:
            self._line.send(order)
            return self._line.recv() if self._answers() else None
        except (EOFError, OSError):
            return None

    def _answers(self):
        """Wait for a word. Strace may keep a dead one from leaving: look at it too."""
        for _moment in range(PATIENCE):
            if self._line.poll(1):
                return True
            if self._state() in "ZX":
                return False
        return False

    def _state(self):
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text()
        except OSError:  # it is gone
            return "X"
        return stat.rpartition(")")[2].split()[0]

    def leave(self):
        """Tell it to end in order."""
        if self.process.is_alive():
            self.ask(None)

    def was_killed(self):
        self.process.join(PATIENCE)
        return self.process.exitcode == -signal.SIGKILL


@contextmanager
def at_a_desk(settings, manner=serve, way="forkserver"):
    """A desk of this union, until the block ends. By `spawn` it starts from nothing."""
    context = multiprocessing.get_context(way)
    if way == "forkserver":
        context.set_forkserver_preload(["pytest", "tests.faults.desk"])
    ours, theirs = Pipe()
    process = context.Process(target=manner, args=(settings, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Desk(process, ours)
    finally:
        ours.close()
        process.join(1)
        if process.is_alive():
            process.kill()
        process.join()
        process.close()
