"""Canaries: words that occur nowhere else, and every place where one might be found."""

import os
import secrets
import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.hall import PATIENCE, accepts, eventually
from tests.conftest import needed
from tools.ports import free_port

MAY_LIE_OPEN = (  # where open columns are, and what is given out of them
    "union.db",
    "union.db-wal",
    "backup.db",
    "export.csv",
    "dump.sql",
)

TALKATIVE = """
import logging, runpy
from union.core import logs

def begin(as_served=logs.begin):
    as_served()
    for name in (None, logs.OURS, "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.DEBUG)

logs.begin = begin
logging.basicConfig(level=logging.DEBUG)
runpy.run_module("union.cli", run_name="__main__")
"""


@dataclass
class Canaries:
    """Words by what they stand for; `open_` ones may lie in the database."""

    open_: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    def may_lie_open(self, what: str) -> str:
        """A new word for something that its class lets lie open in the database."""
        self.open_[what] = word()
        return self.open_[what]

    def lies_nowhere(self, what: str, said: str = "") -> str:
        """A new word, or a secret we were shown, that no file may hold."""
        self.hidden[what] = said or word()
        return self.hidden[what]

    def strays(self, files: dict[str, bytes]) -> list[tuple[str, str]]:
        """What was found where it must not be."""
        return [
            (what, name)
            for name, content in files.items()
            for what, said in (self.hidden | self.open_).items()
            if (what in self.hidden or name not in MAY_LIE_OPEN)
            and holds(content, said)
        ]


def holds(content: bytes, said: str) -> bool:
    """Whether a word is there, in whatever case, or as a dump writes bytes."""
    small, found = said.lower().encode(), content.lower()
    return small in found or said.encode().hex().encode() in found


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file in a folder and below, by its place in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def word() -> str:
    """Ten letters that make no other word, fit for a name and for a passphrase."""
    return "zq" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))


@contextmanager
def redis(folder: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """A Redis of one's own: its address, and a way to see what it would save."""
    program = needed(shutil.which("redis-server"), "redis")
    port = str(free_port())
    where = ("--port", port, "--dir", str(folder), "--dbfilename", "dump.rdb")
    process = subprocess.Popen(
        [program, "--bind", "127.0.0.1", *where, "--rdbcompression", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        assert eventually(lambda: accepts(int(port)))

        def saved() -> bytes:
            say = ["redis-cli", "-p", port, "save"]
            subprocess.run(say, check=True, capture_output=True)
            return (folder / "dump.rdb").read_bytes()

        yield f"redis://127.0.0.1:{port}/0", saved
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def talkative(settings: dict[str, str], *words: str, log: Path) -> Iterator[None]:
    """A `union` process that logs all it can, until the block ends."""
    with log.open("a") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", TALKATIVE, *words],
            env=os.environ | settings,
            stdout=told,
            stderr=told,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
