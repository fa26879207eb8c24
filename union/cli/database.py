"""The database: bring it up to date, check it, keep it, bring it back."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy import Engine, inspect, make_url
from sqlalchemy.engine import URL

from union.core import migrations
from union.core.db import connect
from union.core.settings import Settings


@click.group()
def db() -> None:
    """Look after the database that UNION_DATABASE_URL names."""


@db.command()
def upgrade() -> None:
    """Bring the tables to the shape the code expects; the data comes along."""
    migrations.upgrade(_engine())
    click.echo("The database is up to date.")


@db.command()
def check() -> None:
    """Fail if models and migrations differ, on a new empty database."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/check.db")
        migrations.upgrade(engine)
        try:
            migrations.check(engine)
        except migrations.Differ as error:
            raise click.ClickException(
                f"Models and migrations differ: {error}"
            ) from error
        finally:
            engine.dispose()
    click.echo("Models and migrations agree.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--recipient", "recipients", multiple=True, help="An age public key; may be repeated.")  # fmt: skip  # noqa: E501
def backup(file: Path, recipients: tuple[str, ...]) -> None:
    """Write a consistent copy to FILE while the union works.

    With --recipient the copy is encrypted by age and readable only to those keys.
    """
    if file.exists():
        raise click.ClickException(f"{file} exists already; name another file.")
    with tempfile.TemporaryDirectory(dir=_folder_of(file)) as folder:
        plain = Path(folder) / "copy"
        _copy_out(make_url(Settings().database_url), plain)
        if recipients:
            wanted = [word for key in recipients for word in ("--recipient", key)]
            sealed = plain.with_suffix(".age")
            _run("age", *wanted, "--output", str(sealed), str(plain))
            plain = sealed
        plain.chmod(0o600)
        plain.replace(file)
    click.echo(f"Kept in {file}.")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--identity", type=click.Path(exists=True), help="The age key file that opens FILE.")  # fmt: skip  # noqa: E501
def restore(file: Path, identity: str | None) -> None:
    """Fill an empty database from FILE. What is not empty is never overwritten."""
    engine = _engine()
    if inspect(engine).get_table_names():
        raise click.ClickException(
            "This database is not empty; name a new one in UNION_DATABASE_URL."
        )
    engine.dispose()
    with tempfile.TemporaryDirectory() as folder:
        plain = file
        if identity:
            plain = Path(folder) / "copy"
            _run("age", "--decrypt", "-i", identity, "-o", str(plain), str(file))
        _copy_in(plain, make_url(Settings().database_url))
    migrations.upgrade(engine)
    engine.dispose()
    click.echo("Restored and up to date.")


def _engine() -> Engine:
    url = make_url(Settings().database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return connect(Settings().database_url)


def _folder_of(file: Path) -> Path:
    folder = file.absolute().parent
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}.")
    return folder


def _copy_out(url: URL, file: Path) -> None:
    if url.get_backend_name() == "sqlite":
        with (
            closing(
                sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)
            ) as source,
            closing(sqlite3.connect(file)) as target,
        ):
            source.backup(target)
    else:
        where = f"--dbname={_libpq(url)}"
        _run("pg_dump", "-Fc", f"--file={file}", where, password=url.password)


def _copy_in(file: Path, url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        with (
            closing(sqlite3.connect(file)) as source,
            closing(sqlite3.connect(str(url.database))) as target,
        ):
            _refuse_what_is_broken(source)
            source.backup(target)
    else:
        where = f"--dbname={_libpq(url)}"
        _run("pg_restore", "-Oe", where, str(file), password=url.password)


def _refuse_what_is_broken(source: sqlite3.Connection) -> None:
    try:
        [(verdict,)] = source.execute("PRAGMA integrity_check").fetchall()
        source.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.DatabaseError, ValueError) as error:
        raise click.ClickException("This file is not a sound backup.") from error
    if verdict != "ok":
        raise click.ClickException("This file is not a sound backup.")


def _libpq(url: URL) -> str:
    """The address without its password, which other people's `ps` would show."""
    address = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    return address.render_as_string()


def _run(program: str, *arguments: str, password: str | None = None) -> None:
    path = shutil.which(program)
    if path is None:
        raise click.ClickException(f"{program} is not installed on this machine.")
    done = subprocess.run(  # noqa: S603  (a fixed program, arguments as a list)
        [path, *arguments],
        capture_output=True,
        check=False,
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
    )
    if done.returncode:
        first = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise click.ClickException(f"{program} failed: {first}")
