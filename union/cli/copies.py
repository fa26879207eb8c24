"""Copies of a database: taken while the union works, closed for whoever keeps them."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from urllib.parse import quote

import click
from sqlalchemy.engine import URL

OPEN_FOLDER = ".ortaq-open-"  # where a copy lies open until it is closed
AN_HOUR = 3600
NAME = "ortaq-%Y-%m-%dT%H-%M-%SZ"  # no size, no count, no name of anybody
OURS = "ortaq-????-??-??T??-??-??Z*"


def named_by_the_hour(folder: Path, at: datetime, *, is_closed: bool) -> Path:
    """A name for a copy among others; it tells when, and nothing else."""
    return folder / (at.strftime(NAME) + (".age" if is_closed else ".copy"))


def take(url: URL, file: Path, recipients: list[str]) -> None:
    """Write one consistent copy into a file that only its owner reads.

    With recipients an open copy is in the folder no longer than SQLite writes it, and
    has no name any more while it is closed; one of PostgreSQL never is.
    """
    _sweep(file.absolute().parent)
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
    where = f"--dbname={_libpq(url)}"
    restore = _command("pg_restore", "-Oe", "--single-transaction", where)
    if identity is None:
        _run([*restore, str(file)], password=url.password)
        return
    opening = _command("age", "--decrypt", "-i", identity, str(file))
    _pipe(opening, restore, password=url.password)


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
    for rest in ("", "-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    part.replace(file)
    _flush(file.absolute().parent)


def _close(url: URL, folder: Path, recipients: list[str], closed: IO[bytes]) -> None:
    wanted = [word for key in recipients for word in ("--recipient", key)]
    closing_ = _command("age", *wanted)
    if url.get_backend_name() == "sqlite":
        plain = folder / "open"
        _copy_out(url, plain)
        with plain.open("rb") as source:
            plain.unlink()  # whatever happens now, nobody finds it
            _run(closing_, source, closed)
    else:
        dump = _command("pg_dump", "-Fc", f"--dbname={_libpq(url)}")
        _pipe(dump, closing_, closed, password=url.password)


def _copy_out(url: URL, file: Path) -> None:
    if url.get_backend_name() != "sqlite":
        dump = _command("pg_dump", "-Fc", f"--file={file}", f"--dbname={_libpq(url)}")
        _run(dump, password=url.password)
        return
    if not url.database or not Path(url.database).is_file():
        raise click.ClickException(f"There is no database at {url.database}.")
    address = f"file:{quote(url.database)}?mode=ro"
    file.touch(mode=0o600)
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)


def _copy_in(url: URL, file: Path, identity: str | None) -> None:
    target = Path(str(url.database))
    with _folder_beside(target) as folder:
        plain = file
        if identity:
            plain = folder / "open"
            opening = _command("age", "--decrypt", "-i", identity, str(file))
            with plain.open("xb") as opened:
                _run(opening, None, opened)
        with (
            closing(sqlite3.connect(plain)) as source,
            closing(sqlite3.connect(target)) as empty,
        ):
            _refuse_what_is_broken(source)
            source.backup(empty)


def _refuse_what_is_broken(source: sqlite3.Connection) -> None:
    try:
        [(verdict,)] = source.execute("PRAGMA integrity_check").fetchall()
        source.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.DatabaseError, ValueError) as error:
        raise click.ClickException("This file is not a sound backup.") from error
    if verdict != "ok":
        raise click.ClickException("This file is not a sound backup.")


@contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """A folder that only we look into, on the same disk, and gone in the end."""
    parent = file.absolute().parent
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


def _command(program: str, *arguments: str) -> list[str]:
    path = shutil.which(program)
    if path is None:
        raise click.ClickException(f"{program} is not installed on this machine.")
    return [path, *arguments]


def _run(
    command: list[str],
    given: IO[bytes] | None = None,
    told: IO[bytes] | None = None,
    password: str | None = None,
) -> None:
    done = subprocess.run(  # noqa: S603  (a fixed program, arguments as a list)
        command,
        stdin=given or subprocess.DEVNULL,
        stdout=told or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        env=_environment(password),
    )
    _refuse_failure(command, done.returncode, done.stderr)


def _pipe(
    first: list[str],
    second: list[str],
    told: IO[bytes] | None = None,
    password: str | None = None,
) -> None:
    """Run two programs, the second reading what the first writes; both must succeed."""
    with tempfile.TemporaryFile() as complaint:
        writing = subprocess.Popen(  # noqa: S603  (fixed programs, arguments as lists)
            first,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaint,
            env=_environment(password),
        )
        try:
            _run(second, writing.stdout, told, password)
        finally:
            if writing.stdout:
                writing.stdout.close()
            writing.wait()
        complaint.seek(0)
        _refuse_failure(first, writing.returncode, complaint.read())


def _environment(password: str | None) -> dict[str, str]:
    return os.environ | ({"PGPASSWORD": password} if password else {})


def _refuse_failure(command: list[str], code: int, complaint: bytes) -> None:
    if code:
        first = complaint.decode(errors="replace").strip().partition("\n")[0]
        raise click.ClickException(f"{Path(command[0]).name} failed: {first}")
