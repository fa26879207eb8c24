"""The keys that close sealed fields: which there are, and the way to a newer one."""

import click

from app import create_app
from union.cli.server import refuse_an_old_database
from union.core.db import unit_of_work
from union.core.keys import keyring
from union.core.settings import Settings
from union.core.web.application import Application
from union.members.sealed import (
    SEALED,
    Progress,
    SealedColumn,
    closed_by_each,
    renew_some,
)


@click.group()
def keys() -> None:
    """Look after the keys in UNION_FIELD_KEYS, the newest first."""


@keys.command("list")
def list_keys() -> None:
    """Name each key and say how many fields it closes.

    A key that closes none can be taken out of UNION_FIELD_KEYS.
    """
    app = _application()
    names = list(app.config["SETTINGS"].keys_of_fields)
    with app.app_context(), unit_of_work(writes=False) as db:
        counted = closed_by_each(db)
    for name in [*names, *sorted(counted.keys() - set(names))]:
        click.echo(f"{name:20} {counted[name]:>9}  {_standing(name, names)}".rstrip())


def _standing(name: str, names: list[str]) -> str:
    if name not in names:
        return "is not in UNION_FIELD_KEYS: what it closes cannot be opened"
    return "closes what is sealed now" if name == names[0] else ""


@keys.command()
def rotate() -> None:
    """Close every sealed field with the newest key, while the union works.

    Put the new key first in UNION_FIELD_KEYS, restart, then run this. It can be
    stopped and begun again at any moment.
    """
    app = _application()
    with app.app_context():
        lost = sum(_rotate(column) for column in SEALED)
    if lost:
        raise click.ClickException(
            f"{lost} fields cannot be opened by any key in UNION_FIELD_KEYS."
        )


def _rotate(column: SealedColumn) -> int:
    """Renew one column; say how many of its values could not be opened."""
    progress, ring = Progress(), keyring()
    while not progress.is_done:
        with unit_of_work() as db:
            renew_some(db, column, ring, progress)
    click.echo(f"{column.name:24} {progress.renewed:>9} renewed")
    return progress.unreadable


def _application() -> Application:
    app = create_app(Settings())
    refuse_an_old_database(app)
    return app
