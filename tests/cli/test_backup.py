"""Copies of a union on SQLite: kept, closed, brought back; or refused in a sentence."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime

from tests.cli.hall import refusal
from tests.conftest import needed
from union.cli import copies


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
