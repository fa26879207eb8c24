"""What is kept is sound, what is brought back is a union; else a sentence."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url

from tests.cli.hall import refusal
from tests.disks import make_read_only, small_disk
from union.cli import copies
from union.core import migrations
from union.core.engines import connect

PAGE = 4096
DAMAGED = "is damaged or holds no union; nothing was kept."


@pytest.fixture
def home(tmp_path):
    """An up-to-date database, where the `union` of these tests looks for it."""
    engine = connect(f"sqlite:///{tmp_path}/union.db")
    migrations.upgrade(engine)
    engine.dispose()
    return tmp_path / "union.db"


@pytest.fixture
def restore(union, tmp_path):
    """Bring a copy back into a database of that name, beside the first."""

    def run(file, name="there.db"):
        there = {"UNION_DATABASE_URL": f"sqlite:///{tmp_path}/{name}"}
        return union("db", "restore", str(file), **there)

    return run


def change(file, statement):
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement)


def rows(file, query):
    with closing(sqlite3.connect(file)) as db:
        return db.execute(query).fetchall()


def damage(file):
    """Write over the middle of it, as a broken disk does."""
    with file.open("r+b") as broken:
        broken.seek(100 * PAGE)
        broken.write(b"\xff" * 40 * PAGE)


def cut(file):
    os.truncate(file, 12 * PAGE)


def fill_with_words(file):
    file.write_text("hello " * PAGE)


def empty(file):
    os.truncate(file, 0)


@pytest.mark.parametrize("harm", [damage, cut, fill_with_words, empty])
def test_what_is_broken_is_not_kept_and_good_copies_stay(union, home, tmp_path, harm):
    kept = tmp_path / "copies"
    kept.mkdir()
    good = kept / "ortaq-2026-01-01T02-00-00Z.copy"
    good.write_text("from before")
    harm(home)

    ended = union("db", "backup", str(kept), "--keep", "34")

    assert DAMAGED in refusal(ended)
    assert list(kept.iterdir()) == [good]


def leave_only_the_version(file):
    file.unlink()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE alembic_version (version_num VARCHAR)")
        db.execute("INSERT INTO alembic_version VALUES (?)", [migrations.head()])


def lose_a_table(file):
    change(file, "DROP TABLE pulse")


def come_from_tomorrow(file):
    change(file, "UPDATE alembic_version SET version_num = 'of tomorrow'")


def forget_the_version(file):
    change(file, "DROP TABLE alembic_version")


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (leave_only_the_version, "no copy of a union"),
        (lose_a_table, "no copy of a union"),
        (come_from_tomorrow, "install the version that made them"),
        (forget_the_version, "not a sound backup"),
        (damage, "not a sound backup"),
        (cut, "not a sound backup"),
    ],
)
def test_what_is_no_union_of_ours_is_not_brought_back(
    home, restore, tmp_path, harm, sentence
):
    copy = home.rename(tmp_path / "copy")
    harm(copy)

    ended = restore(copy)

    assert sentence in refusal(ended)
    assert rows(tmp_path / "there.db", "SELECT * FROM sqlite_master") == []
    assert not list(tmp_path.glob("there.db.part*"))
    assert not list(tmp_path.glob(".ortaq-open-*"))


def test_a_copy_on_a_disk_that_cannot_be_written_to_comes_back(
    union, home, restore, tmp_path
):
    with small_disk(tmp_path / "disk", 4 * 1024 * 1024) as disk:
        union("db", "backup", str(disk / "copy"))
        make_read_only(disk)

        ended = restore(disk / "copy")

    assert ended.returncode == 0, ended.stderr


def test_rows_in_the_log_beside_a_file_come_back_with_it(home, restore, tmp_path):
    """As files of a dead server are: what was confirmed last stands in the log."""
    raw = tmp_path / "raw.db"
    with closing(sqlite3.connect(home)) as db, db:
        db.execute("INSERT INTO pulse VALUES ('late', '2026-01-01')")
        db.commit()
        for rest in ("", "-wal"):
            shutil.copy(f"{home}{rest}", f"{raw}{rest}")

    ended = restore(raw)

    assert ended.returncode == 0, ended.stderr
    late = "SELECT at FROM pulse WHERE worker = 'late'"
    assert rows(tmp_path / "there.db", late) == [("2026-01-01",)]
    assert (tmp_path / "raw.db-wal").stat().st_size > 0


def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_left(
    union, home, restore, tmp_path
):
    with small_disk(tmp_path / "disk", 512 * 1024) as disk:
        backup, back = (
            union("db", "backup", str(disk / "copy")),
            restore(home, "disk/there.db"),
        )

        assert "no room left on the disk" in refusal(backup)
        assert "no room left on the disk" in refusal(back)
        assert [file.name for file in disk.iterdir()] == ["there.db"]
        assert rows(disk / "there.db", "SELECT * FROM sqlite_master") == []


def test_what_is_brought_back_is_read_by_its_owner_alone(home, restore, tmp_path):
    part = tmp_path / "part.db"
    before = os.umask(0)
    try:
        copies.bring(make_url(f"sqlite:///{part}"), home, None)
        ended = restore(home)
    finally:
        os.umask(before)

    assert ended.returncode == 0, ended.stderr
    for file in (part, tmp_path / "there.db"):
        assert file.stat().st_mode & 0o777 == 0o600
