"""`union keys`, run as an operator runs it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from uuid import uuid4

import pytest

from union.core.fields import Keyring, closed_by

OLD, NEW = "2026=" + "o" * 32, "2027=" + "n" * 32


@pytest.fixture
def union(tmp_path):
    """Run the command with a database of its own; say how it ended."""

    def run(*words, keys=OLD):
        home = {
            "UNION_DATABASE_URL": f"sqlite:///{tmp_path}/union.db",
            "UNION_JOBS_PATH": str(tmp_path / "jobs.db"),
            "UNION_FIELD_KEYS": keys,
        }
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "union.cli", *words],
            env=os.environ | home,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def upgraded(union):
    assert union("db", "upgrade").returncode == 0


def sealed_in(tmp_path):
    with closing(sqlite3.connect(tmp_path / "union.db")) as db:
        return [row[0] for row in db.execute("SELECT sealed FROM onetimesecret")]


def plant(tmp_path, count):
    """One-time secrets of nobody; SQLite's own shell asks for no member."""
    ring = Keyring({"2026": "o" * 32})
    with closing(sqlite3.connect(tmp_path / "union.db")) as db:
        for _ in range(count):
            row = uuid4()
            sealed = ring.seal(b"secret", f"onetimesecret|sealed|{row}")
            db.execute(
                "INSERT INTO onetimesecret (member_id, sealed, made_at, last_step)"
                " VALUES (?, ?, '2026-11-25 09:00:00', 0)",
                (row.hex, sealed),
            )
        db.commit()


@pytest.mark.parametrize("command", ["list", "rotate"])
def test_each_command_says_what_it_does(union, command):
    told = union("keys", command, "--help")

    assert told.returncode == 0
    assert len(told.stdout.splitlines()) > 3


@pytest.mark.usefixtures("upgraded")
def test_a_new_key_takes_over_and_the_old_one_is_let_go(union, tmp_path):
    plant(tmp_path, 3)
    both = f"{NEW},{OLD}"

    before, ended = union("keys", "list", keys=both), union("keys", "rotate", keys=both)
    after = union("keys", "list", keys=NEW)

    assert ended.returncode == 0, ended.stderr
    assert [line.split()[:2] for line in before.stdout.splitlines()] == [
        ["2027", "0"],
        ["2026", "3"],
    ]
    assert [line.split()[:2] for line in after.stdout.splitlines()] == [["2027", "3"]]
    assert {closed_by(sealed) for sealed in sealed_in(tmp_path)} == {"2027"}


@pytest.mark.usefixtures("upgraded")
def test_a_key_that_is_missed_is_named(union, tmp_path):
    plant(tmp_path, 2)

    listed = union("keys", "list", keys=NEW)
    ended = union("keys", "rotate", keys=NEW)

    assert "2026" in listed.stdout
    assert "cannot be opened" in listed.stdout
    assert ended.returncode == 1
    assert "2 fields cannot be opened" in ended.stderr
    assert "Traceback" not in ended.stderr
