"""Copies of a database: taken while the union works, closed for whoever keeps them."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO

import click
from sqlalchemy.engine import URL

from union.cli.programs import command, pipe, run
from union.cli.soundness import (
    reading,
    reading_alone,
    refusing,
    version_in,
    version_of,
)
from union.core.migrations import refuse_what_is_newer

OPEN_FOLDER = ".ortaq-open-"  # where a copy lies open until it is closed
AN_HOUR = 3600
NAME = "ortaq-%Y-%m-%dT%H-%M-%SZ"  # no size, no count, no name of anybody
WITH_IT = ("", "-wal", "-shm", "-journal")  # a database, and what SQLite lays beside it
NO_BACKUP = "This file is not a sound backup."
OURS = "ortaq-????-??-??T??-??-??Z*"


def named_by_the_hour(folder: Path, at: datetime, *, is_closed: bool) -> Path:
    """A name for a copy among others; it tells when, and nothing else."""
    return folder / (at.strftime(NAME) + (".age" if is_closed else ".copy"))


def take(url: URL, file: Path, recipients: list[str]) -> None:
    """Write one consistent copy into a file that only its owner reads.

    With recipients an open copy is in the folder no longer than SQLite writes it, and
    has no name any more while it is closed; one of PostgreSQL never is.
    """
    with _folder_beside(file) as folder:
        done = folder / "done"
        if recipients:
            with done.open("xb") as closed:
                _close(url, folder, recipients, closed)
        else:
            _copy_out(url, done)
        done.chmod(0o600)
        _flush(done)
        done.replace(file)
        _flush(file.absolute().parent)


def bring(url: URL, file: Path, identity: str | None) -> None:
    """Fill an empty database from a copy: with all of it, or with nothing."""
    if url.get_backend_name() == "sqlite":
        _copy_in(url, file, identity)
        return
    look = command("pg_restore", "--data-only", "--table=alembic_version", "--file=-")
    with refusing(NO_BACKUP):
        refuse_what_is_newer(version_in(_read_by(look, file, identity, told=PIPE)))
    where = f"--dbname={_libpq(url)}"
    restore = command("pg_restore", "-Oe", "--single-transaction", where)
    _read_by(restore, file, identity, password=url.password)


def forget_older(folder: Path, days: int, at: datetime) -> int:
    """Delete the copies in a folder that are older; the newest stays in any case."""
    ours = sorted(folder.glob(OURS))
    limit = (at - timedelta(days=days)).strftime(NAME)
    old = [file for file in ours[:-1] if file.name[: len(limit)] < limit]
    for file in old:
        file.unlink()
    return len(old)


def utc() -> datetime:
    """The moment by which copies are named."""
    return datetime.now(UTC)


def flush_into_place(part: Path, file: Path) -> None:
    """Put a finished database where it belongs: all of it, also after a power cut."""
    _flush(part)
    take_away(file)
    part.replace(file)
    _flush(file.absolute().parent)


def take_away(file: Path) -> None:
    """Delete an SQLite database, with what may hold rows of it."""
    for rest in WITH_IT:
        file.with_name(file.name + rest).unlink(missing_ok=True)


def _close(url: URL, folder: Path, recipients: list[str], closed: IO[bytes]) -> None:
    wanted = [word for key in recipients for word in ("--recipient", key)]
    closing_ = command("age", *wanted)
    if url.get_backend_name() == "sqlite":
        plain = folder / "open"
        _copy_out(url, plain)
        with plain.open("rb") as source:
            plain.unlink()  # whatever happens now, nobody finds it
            run(closing_, source, closed)
    else:
        dump = command("pg_dump", "-Fc", f"--dbname={_libpq(url)}")
        pipe(dump, closing_, closed, password=url.password)


def _copy_out(url: URL, file: Path) -> None:
    if url.get_backend_name() != "sqlite":
        dump = command("pg_dump", "-Fc", f"--file={file}", f"--dbname={_libpq(url)}")
        run(dump, password=url.password)
        return
    if not url.database or not Path(url.database).is_file():
        raise click.ClickException(f"There is no database at {url.database}.")
    file.touch(mode=0o600)
    with (
        refusing(f"{url.database} is damaged or holds no union; nothing was kept."),
        closing(reading(Path(url.database))) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)
        version_of(target)


def _copy_in(url: URL, file: Path, identity: str | None) -> None:
    target = Path(str(url.database))
    with _folder_beside(target) as folder:
        plain = _opened(file, identity, folder)
        with refusing(NO_BACKUP), closing(reading_alone(plain)) as source:
            refuse_what_is_newer(version_of(source))
            target.touch(mode=0o600)
            with closing(sqlite3.connect(target)) as empty:
                source.backup(empty)


def _opened(file: Path, identity: str | None, folder: Path) -> Path:
    if identity is None:
        return file
    plain = folder / "open"
    opening = command("age", "--decrypt", "-i", identity, str(file))
    with plain.open("xb") as opened:
        run(opening, None, opened)
    return plain


def _read_by(
    reader: list[str],
    file: Path,
    identity: str | None,
    told: int = DEVNULL,
    password: str | None = None,
) -> bytes:
    """Let pg_restore read a copy; a closed one is opened on the way."""
    if identity is None:
        return run([*reader, str(file)], None, told, password)
    opening = command("age", "--decrypt", "-i", identity, str(file))
    return pipe(opening, reader, told, password)


@contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """A folder that only we look into, on the same disk, and gone in the end."""
    parent = file.absolute().parent
    _sweep(parent)
    with tempfile.TemporaryDirectory(prefix=OPEN_FOLDER, dir=parent) as folder:
        yield Path(folder)


def _sweep(folder: Path) -> None:
    """Take away what a copy that was cut off has left lying open."""
    for left in folder.glob(f"{OPEN_FOLDER}*"):
        if left.stat().st_mtime < time.time() - AN_HOUR:
            shutil.rmtree(left, ignore_errors=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _libpq(url: URL) -> str:
    """The address without its password, which other people's `ps` would show."""
    address = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    return address.render_as_string()
