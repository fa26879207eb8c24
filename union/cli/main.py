"""The `union` command. Every refusal is one sentence and a code other than zero."""

import sys

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from union.cli import admin, appointing, clock, database, inspection, keys, server
from union.cli.demo.command import demo
from union.core.errors import Refused


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def union() -> None:
    """Run and look after Ortaq. Settings are read from UNION_... variables."""


for command in (
    demo,
    server.serve,
    server.worker,
    database.db,
    keys.keys,
    clock.clock,
    admin.create_admin,
    appointing.appoint,
    inspection.routes,
):
    union.add_command(command)


def main() -> None:
    """Run the command; say in one sentence what stood in its way."""
    try:
        union.main(prog_name="union", standalone_mode=False)
    except click.exceptions.Abort:
        _stop("Stopped.")
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ValidationError as error:
        first = error.errors()[0]
        _stop(f"UNION_{'_'.join(map(str, first['loc'])).upper()}: {first['msg']}.")
    except Refused as refusal:
        _stop(refusal.reason)
    except SQLAlchemyError as error:
        _stop(f"The database does not answer as it should ({type(error).__name__}).")


def _stop(sentence: str) -> None:
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(1)
