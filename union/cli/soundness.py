"""What a copy must be to be kept or brought back: whole, and of a union we know."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import click

BESIDE = ("-wal", "-journal")  # rows may stand there and nowhere else
DUMPED = re.compile(rb"^COPY \S*alembic_version \(version_num\).*\n(.+)\n", re.M)


@contextmanager
def refusing(reason: str) -> Iterator[None]:
    """Say so of what is broken. What only stands in SQLite's way is told as it is."""
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise click.ClickException(reason) from error


def reading(file: Path) -> sqlite3.Connection:
    """Open a database to which others may write meanwhile."""
    return sqlite3.connect(f"file:{quote(os.fsencode(file))}?mode=ro", uri=True)


def reading_alone(file: Path) -> sqlite3.Connection:
    """Open a copy, which may lie on a disk to which nothing can be written."""
    if any(file.with_name(file.name + rest).exists() for rest in BESIDE):
        return reading(file)
    address = f"file:{quote(os.fsencode(file))}?immutable=1"
    return sqlite3.connect(address, uri=True)


def version_of(db: sqlite3.Connection) -> str:
    """The version of the tables of a sound union; else a DatabaseError."""
    is_sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    named = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if not is_sound or not db.execute(named).fetchone():
        raise sqlite3.DatabaseError
    version = db.execute("SELECT version_num FROM alembic_version").fetchone()
    if not version:
        raise sqlite3.DatabaseError
    return str(version[0])


def version_in(dump: bytes) -> str:
    """The same, of what pg_restore writes of that table."""
    if found := DUMPED.search(dump):
        return found[1].decode(errors="replace")
    raise sqlite3.DatabaseError
