"""Sealed elections at a terminal: verified, looked at, and rehearsed."""

import sys
import time
from pathlib import Path

import click
import yaml

from union.cli.rehearsal import Rehearsal
from union.sealed.chronicle import Chronicle, Fate, follow
from union.sealed.command import (
    FALSE,
    STATES,
    UNREADABLE,
    judge,
    printable,
    results,
    say,
)
from union.sealed.election import base64_of
from union.sealed.history import Kind
from union.sealed.question import Question, check_number, question_in
from union.sealed.refusals import Outside, Rejected
from union.sealed.standalone import single_file
from union.sealed.strict import Json, read, record, row, small_number

FIELDS = ("answers", "blank", "min", "max", "question")
MOST = 10**9
FEWEST_VOTERS, MOST_VOTERS = 10, 100_000


@click.command()
@click.argument("file", required=False, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@click.option("--cores", type=click.IntRange(1, 512), help="All, if not said.")
@click.option(
    "--print-standalone", is_flag=True, help="The verifier as one file, to keep."
)
def verify(
    file: str | None, as_json: bool, cores: int | None, print_standalone: bool
) -> None:
    """Check the archive of a sealed election, from the archive alone.

    Ends with 0 if everything holds; with 1 and the first reason if it does not; with 2
    if the file cannot be read or is outside the profile UNION-B1. With
    `--print-standalone > verify.py` it prints itself, for whoever trusts nobody here.
    """
    if print_standalone:
        click.echo(single_file(), nl=False)
        return
    if file is None:
        raise click.UsageError("Which archive? `union verify FILE.bel`")
    code, words = judge(file, as_json=as_json, cores=cores)
    say(words)
    sys.exit(code)


@click.group("sealed")
def sealed() -> None:
    """Rehearse a sealed election, or look into the archive of one."""


@sealed.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ballot", metavar="TRACKER", help="Whether this ballot counts.")
def inspect(file: Path, ballot: str | None) -> None:
    """Show what an archive says. Its chain is checked, its ballots are not."""
    try:
        with file.open("rb") as archive:
            told = follow(archive)
            fate = told.fate(archive, ballot) if ballot else None
        lines = [fate] if fate else _account(told)
    except Rejected as why:
        click.echo(f"Nothing can be shown: {why}", err=True)
        sys.exit(UNREADABLE if isinstance(why, Outside) else FALSE)
    for line in lines:
        say(printable(line))
    sys.exit(FALSE if fate not in (None, Fate.COUNTS) else 0)


@sealed.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--tellers", type=click.IntRange(1, 100), default=3, show_default=True)
@click.option("--threshold", type=click.IntRange(1, 100), default=2, show_default=True)
@click.option(
    "--voters",
    type=click.IntRange(FEWEST_VOTERS, MOST_VOTERS),
    default=20,
    show_default=True,
)
@click.option(
    "--questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="YAML or JSON: a list of question, answers, min, max, and blank if there is.",
)
def rehearse(
    folder: Path, tellers: int, threshold: int, voters: int, questions: Path
) -> None:
    """Hold a whole election with made-up voters; leave its archive and its account.

    Some vote again, some leave it blank, some stay away, and one teller's key is lost.
    """
    if threshold > tellers:
        raise click.UsageError("There are fewer tellers than are needed.")
    account: list[str] = []

    def tell(words: str) -> None:
        account.append(f"{len(account) + 1}. {words}")
        say(account[-1])

    asked = _questions(questions)
    at = int(time.time())
    played = Rehearsal(tellers, threshold, voters, asked, tell, at)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{played.uuid}.bel"
    archive.write_bytes(played.play())
    code, words = judge(str(archive), as_json=False)
    tell(f"Whoever has {archive.name} can check all of it: `union verify`\n\n{words}")
    (folder / "account.txt").write_text("\n".join(account) + "\n", "utf-8")
    sys.exit(code)


def _questions(file: Path) -> list[Question]:
    try:
        listed = row(yaml.safe_load(file.read_text("utf-8")))
        check_number(listed)
        return [question_in(_in_order(thing)) for thing in listed]
    except RecursionError:
        raise click.ClickException(f"{file.name}: It is nested too deep.") from None
    except (Rejected, yaml.YAMLError, ValueError) as why:
        raise click.ClickException(f"{file.name}: {why}") from None


def _in_order(thing: Json) -> Json:
    """Fields may stand in any order where a person writes them."""
    if not isinstance(thing, dict):
        raise Rejected("Each question is a record.")
    known = {name: thing[name] for name in FIELDS if name in thing}
    return known | thing


def _account(told: Chronicle) -> list[str]:
    election = told.election
    lines = [
        f"{election.name} ({election.uuid})",
        f"{election.description}",
        f"State: {STATES[told.state]}.",
        f"Election hash: {election.digest}",
        f"Roll: {len(told.roll)} credentials, sha256 {told.roll.digest}",
    ]
    number = 0
    for tellers in told.trustees.groups:
        lines.append(f"Tellers: {tellers.threshold} of {len(tellers.keys)} needed.")
        for key in tellers.keys:
            number += 1
            lines.append(f"  {number}. key {base64_of(str(key).encode())}")
    for question in election.questions:
        blank = ", or blank" if question.has_blank else ""
        lines.append(f"{question.words} ({question.least} to {question.most}{blank})")
        lines += [f"  - {answer}" for answer in question.answers]
    lines.append(f"Ballots: {told.received} received, {told.counted} counted.")
    lines += [f"Then: {event.kind} {event.digest}" for event in told.later]
    if told.state is Kind.RESULT:
        lines += ["Result, as it is recorded:", *_recorded(told)]
    return [*lines, f"Head of the chain: {told.head}"]


def _recorded(told: Chronicle) -> list[str]:
    rows = row(record(read(told.later[-1].data[0].body), "result")["result"])
    numbers = [[small_number(cell, 0, MOST) for cell in row(cells)] for cells in rows]
    if [*map(len, numbers)] != told.election.shape:
        raise Rejected("The result is of other questions.")
    return results(told.election.questions, numbers)
