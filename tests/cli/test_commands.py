"""The `union` command, run as an operator runs it."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.conftest import needed
from union.cli import copies

COMMANDS = ["demo", "serve", "worker", "db upgrade", "db check", "db backup"]
COMMANDS += ["db restore", "db erase-again", "create-admin", "appoint", "routes"]
SAFE = {
    "UNION_SECRET_KEY": "s" * 40,
    "UNION_SEALING_KEY": "k" * 40,
    "UNION_FIELD_KEYS": "f" * 40,
    "UNION_INDEX_KEY": "i" * 40,
    "UNION_PUBLIC_URL": "https://ortaq.example",
}
ADMIN = ["--name", "Артём", "--sign-in-name", "темір кілт 90"]


@pytest.fixture
def union(tmp_path):
    """Run the command with a database of its own; say how it ended."""

    def run(*words, given="", **settings):
        home = {
            "UNION_DATABASE_URL": f"sqlite:///{tmp_path}/union.db",
            "UNION_JOBS_PATH": str(tmp_path / "jobs.db"),
        }
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "union.cli", *words],
            env=os.environ | home | settings,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def refusal(ended):
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    [sentence] = ended.stderr.strip().splitlines()
    return sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(union, command):
    told = union(*command.split(), "--help")

    assert told.returncode == 0
    assert len(told.stdout.splitlines()) > 3


def test_routes_are_listed_with_their_doors(union):
    told = union("routes").stdout

    assert any("public" in line and "/sign-in" in line for line in told.splitlines())
    assert "/sign-in" in union("routes", "--public").stdout


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_development_secrets_never_meet_members(union, command):
    assert "UNION_SECRET_KEY" in refusal(union(command))


def test_plain_http_is_refused_with_the_way_out(union):
    ended = union("serve", **SAFE | {"UNION_PUBLIC_URL": "http://ortaq.example"})

    assert "reverse proxy" in refusal(ended)


def test_two_processes_need_redis(union):
    assert "UNION_REDIS_URL" in refusal(union("serve", "--workers", "2", **SAFE))


@pytest.mark.parametrize("folder", ["/no/such/folder", "/dev/null"])
def test_figures_are_counted_in_a_folder_or_not_at_all(union, folder):
    named = {"PROMETHEUS_MULTIPROC_DIR": folder}

    refused = refusal(union("serve", **SAFE | named))

    assert f"PROMETHEUS_MULTIPROC_DIR is {folder}" in refused
    assert union("db", "upgrade", **named).returncode == 0


def test_an_old_database_is_not_served(union):
    assert "union db upgrade" in refusal(union("serve", **SAFE))


def test_a_setting_that_makes_no_sense_is_named(union):
    assert "UNION_ZONE" in refusal(union("routes", UNION_ZONE="Mars/Olympus"))


def test_the_first_administrator_is_made_once(union):
    union("db", "upgrade")
    words = ["create-admin", *ADMIN, "--passphrase", "төрт кілт бір құлыпта"]

    first, second = union(*words), union(*words)

    assert "recovery code" in first.stdout
    assert "has its administrator" in refusal(second)


def test_the_first_administrators_of_branches_are_appointed(union):
    union("db", "upgrade")
    nobody_yet = union("appoint", "темір кілт 90")
    union("create-admin", *ADMIN, "--passphrase", "төрт кілт бір құлыпта")

    unknown = union("appoint", "темір құлып 90")
    first, again = union("appoint", "Темір-кілт 90"), union("appoint", "темір кілт 90")

    assert "no union yet" in refusal(nobody_yet)
    assert "Nobody signs in" in refusal(unknown)
    assert "Артём is an administrator of Ortaq" in first.stdout
    assert "holds the role already" in refusal(again)


def test_a_short_passphrase_is_refused(union):
    union("db", "upgrade")

    ended = union("create-admin", *ADMIN, "--passphrase", "қысқа")

    assert "12 characters" in refusal(ended)


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("алты алаштың баласы", "Many know this saying."),
        ("пароль пароль", "This is guessed too soon."),
        ("темір кілт 90 темір құлып", "It contains a name of yours."),
    ],
)
def test_a_passphrase_that_is_guessed_is_refused(union, passphrase, reason):
    union("db", "upgrade")

    ended = union("create-admin", *ADMIN, "--passphrase", passphrase)

    assert reason in refusal(ended)


def test_a_backup_comes_back_whole(union, tmp_path):
    union("demo", "--members", "50", "--no-serve")
    kept, other = tmp_path / "kept", f"sqlite:///{tmp_path}/other.db"

    assert union("db", "backup", str(kept)).returncode == 0
    assert union("db", "restore", str(kept), UNION_DATABASE_URL=other).returncode == 0

    again = tmp_path / "again"
    union("db", "backup", str(again), UNION_DATABASE_URL=other)
    assert again.read_bytes()[100:] == kept.read_bytes()[100:]  # beyond the header


def test_a_sealed_backup_opens_with_its_key(union, tmp_path):
    needed(shutil.which("age"), "age")
    key = tmp_path / "key"
    made = subprocess.run(
        [shutil.which("age-keygen"), "-o", key],
        capture_output=True,
        text=True,
        check=True,
    )
    recipient = made.stderr.split()[-1]
    union("db", "upgrade")
    sealed, other = tmp_path / "sealed", f"sqlite:///{tmp_path}/other.db"

    union("db", "backup", str(sealed), "--recipient", recipient)
    ended = union(
        "db", "restore", str(sealed), "--identity", str(key), UNION_DATABASE_URL=other
    )

    assert b"age-encryption.org" in sealed.read_bytes()[:40]
    assert ended.returncode == 0, ended.stderr


def test_nothing_is_overwritten(union, tmp_path):
    union("db", "upgrade")
    kept = tmp_path / "kept"
    union("db", "backup", str(kept))

    assert "exists already" in refusal(union("db", "backup", str(kept)))
    assert "not empty" in refusal(union("db", "restore", str(kept)))


def test_what_is_no_backup_is_refused(union, tmp_path):
    (tmp_path / "junk").write_bytes(b"junk" * 1000)

    assert "not a sound backup" in refusal(
        union("db", "restore", str(tmp_path / "junk"))
    )


def test_the_demo_comes_once(union):
    first = union("demo", "--members", "50", "--no-serve")
    second = union("demo", "--members", "50", "--no-serve")

    assert "Making a union of 50 people" in first.stdout
    assert second.returncode == 0
    assert second.stdout == ""


def test_models_and_migrations_are_compared(union):
    assert "agree" in union("db", "check").stdout


def test_copies_in_a_folder_are_named_by_the_moment_and_forgotten(union, tmp_path):
    union("db", "upgrade")
    folder = tmp_path / "copies"
    folder.mkdir()
    for day in ("2026-01-01", "2026-01-02"):
        (folder / f"ortaq-{day}T02-00-00Z.age").write_text("old")
    (folder / "other.age").write_text("not ours")

    told = union("db", "backup", str(folder), "--keep", "34")

    assert "Deleted 2 copies" in told.stdout, told.stderr
    names = sorted(file.name for file in folder.iterdir())
    assert re.fullmatch(r"ortaq-[\dTZ-]+\.copy", names[0])
    assert names[1:] == ["other.age"]
    assert "--keep needs a folder" in refusal(
        union("db", "backup", str(tmp_path / "one"), "--keep", "34")
    )


def test_the_newest_copy_stays_however_old_it_is(tmp_path):
    newest = tmp_path / "ortaq-2026-01-02T02-00-00Z.age"
    for day in ("01", "02"):
        (tmp_path / f"ortaq-2026-01-{day}T02-00-00Z.age").write_text("old")

    assert copies.forget_older(tmp_path, 1, datetime(2026, 11, 1, tzinfo=UTC)) == 1
    assert list(tmp_path.iterdir()) == [newest]


def test_without_a_database_there_is_nothing_to_keep(union, tmp_path):
    assert "There is no database" in refusal(
        union("db", "backup", str(tmp_path / "kept"))
    )
    assert not list(tmp_path.glob("kept*"))


def test_a_copy_that_does_not_open_leaves_no_database(union, tmp_path):
    needed(shutil.which("age"), "age")
    union("db", "upgrade")
    key, other = tmp_path / "key", tmp_path / "other"
    for file in (key, other):
        made = [shutil.which("age-keygen"), "-o", file]
        told = subprocess.run(made, capture_output=True, text=True, check=True)
    sealed, there = tmp_path / "sealed", tmp_path / "there.db"
    union("db", "backup", str(sealed), UNION_BACKUP_RECIPIENTS=told.stderr.split()[-1])

    ended = union(
        *("db", "restore", str(sealed), "--identity", str(key)),
        UNION_DATABASE_URL=f"sqlite:///{there}",
    )

    assert "age failed" in refusal(ended)
    with closing(sqlite3.connect(there)) as empty:
        assert empty.execute("SELECT * FROM sqlite_master").fetchall() == []
    assert not list(tmp_path.glob(".ortaq-open-*"))


def test_what_a_copy_left_open_when_it_was_cut_off_is_swept_away(union, tmp_path):
    union("db", "upgrade")
    left, fresh = tmp_path / ".ortaq-open-left", tmp_path / ".ortaq-open-fresh"
    for folder in (left, fresh):
        folder.mkdir()
        (folder / "open").write_text("every name there is")
    os.utime(left, (0, 0))

    union("db", "backup", str(tmp_path / "kept"))

    assert not left.exists()
    assert fresh.exists()
