"""`union demo`: a laptop, a browser and a whole union to walk through."""

import click
from flask import Flask

from app import create_app
from union.cli.demo import crowds
from union.cli.demo.content import content
from union.cli.demo.demands import release_letters
from union.cli.demo.seed import is_seeded, seed
from union.core import logs, migrations
from union.core.db import unit_of_work
from union.core.heap import keep_what_is_loaded
from union.core.jobs import empty_outbox, work_beside
from union.core.live import wire
from union.core.settings import Settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="The port to serve on.")  # fmt: skip  # noqa: E501
@click.option("--members", type=click.IntRange(1), default=2_000, show_default=True, help="How many people.")  # fmt: skip  # noqa: E501
@click.option("--serve/--no-serve", default=True, help="Serve it when it is there.")
def demo(port: int, members: int, serve: bool) -> None:
    """Fill an empty database with a believable union, then serve it on this machine.

    What is there already stays as it is. For a laptop only: the secrets are known.
    """
    logs.begin(readable=True)
    settings = Settings(public_url=f"http://localhost:{port}")
    app = create_app(settings)
    migrations.upgrade(app.extensions["engine"])
    with app.app_context():
        if not is_seeded():
            click.echo(f"Making a union of {members} people ...")
            with unit_of_work() as db:
                seed(db, members, _tell if members > crowds.USUAL else _be_silent)
            empty_outbox()
            with unit_of_work() as db:
                release_letters(db)
        empty_outbox()
    if serve:
        _tell_how_to_sign_in(settings)
        _serve(app, port)


def _tell(what: str) -> None:
    click.echo(f"  {what}")


def _be_silent(_what: str) -> None:
    """A small union is there before anybody could read how far it has come."""


def _serve(app: Flask, port: int) -> None:
    with app.app_context():
        work_beside()
    keep_what_is_loaded()
    wire.run(app, host="127.0.0.1", port=port)


def _tell_how_to_sign_in(settings: Settings) -> None:
    told = content("officers")
    click.echo(f"\nOrtaq: {settings.public_url}\n")
    click.echo(f"Everyone's passphrase: {told['passphrase']}\n")
    for person in told["people"]:
        click.echo(f"  {person['sign_in']:22} {person['office']['en']}")
    click.echo("\nStop with Ctrl+C. The data lies in var/.")
