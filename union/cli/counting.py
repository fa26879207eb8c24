"""`union count`: any ballot file by any rule, and the script that checks the report."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from union.counting import recount, sheet, tallies
from union.counting.errors import Malformed, NotCountable
from union.counting.papers import Progress
from union.counting.rules import RULES, count_file
from union.writers import csv


def _print_recount(
    context: click.Context, _option: click.Parameter, wanted: bool
) -> None:
    if wanted:
        click.echo(Path(recount.__file__).read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", type=click.Choice(RULES), required=True, help="Count by it.")
@click.option(
    "--seats", type=click.IntRange(1, 10_000), help="Default: as the file says."
)
@click.option("--options", default="{}", help="A JSON object, such as a tie_order.")
@click.option(
    "--lot", multiple=True, help="A name; the first tied one goes. Repeat it."
)
@click.option("--lot-seed", help="The public seed that a lot is drawn from.")
@click.option(
    "--report", "form", type=click.Choice(["json", "text", "csv"]), default="json"
)
@click.option(
    "--print-recount",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_recount,
    help="Print the script that checks a JSON report from the ballot file.",
)
def count(  # noqa: PLR0913, PLR0917 - one for each option
    file: Path,
    rule: str,
    seats: int | None,
    options: str,
    lot: tuple[str, ...],
    lot_seed: str | None,
    form: str,
) -> None:
    """Count FILE: BLT papers, or JSON for score, majority-judgment, yes-no and
    industrial-action. Where only a lot could go on, the count ends and says so.
    """
    try:
        chosen = _chosen(options, lot, lot_seed)
        with _progress() as progress:
            report = count_file(file.read_bytes(), rule, seats, chosen, progress)
    except Malformed as error:
        raise click.ClickException(
            f"{file.name}, line {error.line}: {error.expected}"
        ) from None
    except NotCountable as error:
        raise click.ClickException(str(error)) from None
    _print(report, form)


def _chosen(options: str, lot: tuple[str, ...], lot_seed: str | None) -> dict[str, Any]:
    try:
        chosen = tallies.read(options.encode())
    except Malformed as error:
        raise NotCountable(f"--options: {error.expected}") from None
    if lot:
        chosen["tie_order"] = list(lot)
    if lot_seed is not None:
        chosen["lot_seed"] = lot_seed
    return chosen


def _print(report: dict[str, Any], form: str) -> None:
    match form:
        case "json":
            click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        case "csv":
            click.echo(csv.sheet(sheet.rows(report)), nl=False)
        case _:
            click.echo("\n".join(sheet.text(report)))


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar for whoever watches; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Counting", file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell
