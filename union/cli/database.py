"""The database: bring it up to date, check it, keep it, bring it back."""

import tempfile
from pathlib import Path

import click
from sqlalchemy import Engine, inspect, make_url

from app import create_app
from union.cli import copies
from union.core import migrations
from union.core.db import unit_of_work
from union.core.engines import connect
from union.core.settings import Settings
from union.members import erasures
from union.members.rules.restoring import erase_again as erase_members_again


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
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--recipient", "recipients", multiple=True, help="An age public key; may be repeated.")  # fmt: skip  # noqa: E501
@click.option("--keep", type=click.IntRange(min=1), help="Delete older copies in the folder FILE: days.")  # fmt: skip  # noqa: E501
def backup(file: Path, recipients: tuple[str, ...], keep: int | None) -> None:
    """Write a consistent copy to FILE while the union works.

    If FILE is a folder, the copy is named by the moment. With --recipient, or with
    UNION_BACKUP_RECIPIENTS, it is encrypted by age and readable only to those keys.
    """
    settings, at = Settings(), copies.utc()
    keys = list(recipients) or settings.backup_recipients.split()
    folder = file if file.is_dir() else None
    if folder:
        file = copies.named_by_the_hour(folder, at, is_closed=bool(keys))
    elif keep:
        raise click.ClickException("--keep needs a folder of copies instead of a file.")
    _refuse_to_overwrite(file)
    copies.take(make_url(settings.database_url), file, keys)
    click.echo(f"Kept in {file}.")
    if folder and keep and (old := copies.forget_older(folder, keep, at)):
        click.echo(f"Deleted {old} copies older than {keep} days.")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--identity", type=click.Path(exists=True), help="The age key file that opens FILE.")  # fmt: skip  # noqa: E501
def restore(file: Path, identity: str | None) -> None:
    """Fill an empty database from FILE. What is not empty is never overwritten.

    Whoever was erased after the copy was made is erased again, by the list of ids in
    UNION_ERASURES_PATH.
    """
    settings = Settings()
    engine = _engine(settings)
    if inspect(engine).get_table_names():
        raise click.ClickException(
            "This database is not empty; name a new one in UNION_DATABASE_URL."
        )
    engine.dispose()
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        copies.bring(url, file, identity)
        _bring_up_to_date(settings)
    else:
        _restore_beside(settings, Path(str(url.database)), file, identity)
    click.echo("Restored and up to date.")


@db.command("erase-again")
def erase_again() -> None:
    """Erase whoever the list in UNION_ERASURES_PATH names and this database still has.

    `union db restore` does it by itself; this is for a copy that came back otherwise.
    """
    settings = Settings()
    engine = _engine(settings)
    if not migrations.is_current(engine):
        raise click.ClickException("Run `union db upgrade` first.")
    engine.dispose()
    _erase_again(settings)


def _restore_beside(
    settings: Settings, target: Path, file: Path, identity: str | None
) -> None:
    """Make the database ready under another name; it appears when all is done."""
    part = target.with_name(f"{target.name}.part")
    copies.take_away(part)  # of a try that was cut off
    there = settings.model_copy(update={"database_url": f"sqlite:///{part}"})
    try:
        copies.bring(make_url(there.database_url), file, identity)
        _bring_up_to_date(there)
        copies.flush_into_place(part, target)
    finally:
        copies.take_away(part)


def _bring_up_to_date(settings: Settings) -> None:
    engine = _engine(settings)
    try:
        migrations.upgrade(engine)
        _refuse_what_is_no_union(engine)
    finally:
        engine.dispose()
    _erase_again(settings)


def _refuse_what_is_no_union(engine: Engine) -> None:
    if lacking := len(migrations.lacking(engine)):
        is_filled = engine.dialect.name != "sqlite"
        raise click.ClickException(
            f"This is no copy of a union: it lacks {lacking} columns."
            + (" Make the database anew before you try again." if is_filled else "")
        )


def _erase_again(settings: Settings) -> None:
    path = Path(settings.erasures_path)
    if not path.is_file():
        click.echo(
            f"There is no list of erasures at {path}: whoever was erased after this "
            "copy is back. Bring the list, then run `union db erase-again`.",
            err=True,
        )
        return
    app = create_app(settings.with_sockets("elsewhere"))
    erased = 0
    with app.app_context():
        for member_id in erasures.noted(path):
            with unit_of_work() as work:
                erased += erase_members_again(work, member_id)
    app.extensions["engine"].dispose()
    click.echo(f"Erased again: {erased}.")


def _engine(settings: Settings | None = None) -> Engine:
    settings = settings or Settings()
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        file = Path(url.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)
    return connect(settings.database_url)


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists():
        raise click.ClickException(f"{file} exists already; name another file.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {file.absolute().parent}.")
