"""The `union` command. Every refusal is one sentence and a code other than zero."""

import sqlite3
import sys

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from union.cli import (
    admin,
    appointing,
    clock,
    counting,
    database,
    inspection,
    keys,
    law,
    sealed,
    server,
)
from union.cli.demo.command import demo
from union.core.engines import is_out_of_room
from union.core.errors import Refused
from union.law.faults import Unlawful


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
    law.law,
    admin.create_admin,
    appointing.appoint,
    inspection.routes,
    counting.count,
    sealed.verify,
    sealed.sealed,
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
    except (Refused, SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        _stop(_why(error))


def _why(error: Exception) -> str:
    """In one sentence. A setting that makes no sense, or no text, is a ValueError."""
    match error:
        case Refused():
            return error.reason
        case Unlawful():
            return f"UNION_LAW_PACK, UNION_LAW_PATH: {error}."
        case ValidationError():
            first = error.errors()[0]
            name = "_".join(map(str, first["loc"])).upper()
            return f"UNION_{name}: {first['msg']}."
        case UnicodeError():
            return "There are signs in these words that no text has."
        case SQLAlchemyError() | sqlite3.Error():
            return _why_of_the_database(error)
        case _:
            return f"This cannot be done: {error}."


def _why_of_the_database(error: SQLAlchemyError | sqlite3.Error) -> str:
    """SQLite says it in words that name nobody; of any other only the kind is told."""
    if is_out_of_room(error):
        return "There is no room left on the disk."
    told = getattr(error, "orig", error)
    words = told if isinstance(told, sqlite3.Error) else type(error).__name__
    return f"The database does not answer as it should ({words})."


def _stop(sentence: str) -> None:
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(1)
