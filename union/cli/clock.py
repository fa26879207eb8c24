"""The clock by which everything opens and closes: looked at, and taken for right."""

import click

from app import create_app
from union.cli.server import refuse_an_old_database
from union.core.base import db_now
from union.core.clock import CLOCK, trust_the_clock
from union.core.db import unit_of_work
from union.core.pulse import last_beat


@click.command()
@click.option("--trust", is_flag=True, help="It is right now: open and close by it.")
def clock(trust: bool) -> None:
    """Tell the database's clock, and the latest that it has told before.

    While it lies behind that, nothing opens or closes. Where it had run ahead and was
    set right, `--trust` ends the waiting.
    """
    app = create_app()
    refuse_an_old_database(app)
    with app.app_context(), unit_of_work(writes=trust) as db:
        latest = last_beat(db, CLOCK)
        click.echo(f"The database says {db_now(db):%Y-%m-%d %H:%M:%S} UTC.")
        click.echo(
            f"The latest it has said is {latest:%Y-%m-%d %H:%M:%S} UTC."
            if latest
            else "The worker has noted no moment yet."
        )
        if trust:
            trust_the_clock(db)
            click.echo("From now on it is trusted.")
