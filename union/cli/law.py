"""The law as data, from the shell: is a pack right, and by when is something due."""

from datetime import date, datetime
from pathlib import Path

import click

from union.core.i18n import speaking
from union.core.settings import Settings
from union.law import house, words
from union.law.calendars import OutOfCalendar
from union.law.deadlines import Clock, Deadline, Unit, count, day_of
from union.law.faults import Unlawful
from union.law.moved import moved_days
from union.law.packs import NoSuchRule, Pack
from union.law.rules import Rule
from union.law.schema import day
from union.law.shelf import HOLIDAYS, check

TODAY = "%A %Y-%m-%d"
LENGTH_OF_A_DAY = len("2026-03-18")


@click.group()
def law() -> None:
    """Look after what the law asks: packs of rules, and the days they lead to."""


@law.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check_files(files: tuple[Path, ...]) -> None:
    """Check packs, overlays or holidays.yaml; name the line of each fault."""
    refused = sum(not _is_right(file) for file in files)
    if refused:
        raise click.ClickException(f"{refused} of {_many(len(files), 'file')} refused.")


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _is_right(file: Path) -> bool:
    try:
        click.echo(_checked(file))
    except Unlawful as error:
        click.echo("\n".join(error.lines()))
        return False
    return True


def _checked(file: Path) -> str:
    if file.name == HOLIDAYS and file.exists():
        days = sum(map(len, moved_days(file).values()))
        return f"{file.name}: right; {_many(days, 'day')} moved."
    pack, doubts = check(file)
    told = [f"{file.name}:{each.line}: doubtful: {each}" for each in doubts]
    today = date.today()  # noqa: DTZ011  (of whoever runs the command)
    open_ = sum(rule.is_unconfirmed(today) for rule in pack.rules)
    told.append(
        f"{file.name}: right; {pack.id} {pack.version}, "
        f"{_many(len(pack.rules), 'rule')}, {open_} of them unconfirmed, "
        f"{_many(len(doubts), 'doubt')}."
    )
    return "\n".join(told)


@law.command()
@click.option("--pack", "pack_id", default=None, help="KZ, EU, GB or your own.")
@click.option("--rule", "rule_id", required=True, help="Such as KZ-EMPLOYER-ANSWER.")
@click.option("--from", "since", required=True, help="2026-03-18, or 2026-03-18T10:30.")
def deadline(pack_id: str | None, rule_id: str, since: str) -> None:
    """Count a deadline from a day and show every step, and what it rests on."""
    settings = Settings()
    house.choose(settings.law_pack, settings.law_folder)
    pack = house.the_pack() if pack_id is None else house.packs().get(pack_id)
    if pack is None:
        known = ", ".join(house.packs())
        raise click.ClickException(f"There is no pack «{pack_id}»; there are {known}.")
    with speaking("en"):
        click.echo("\n".join(_told(pack, rule_id, since)))


def _told(pack: Pack, rule_id: str, since: str) -> list[str]:
    trigger = _day(pack, since)
    try:
        rule = pack.rule(rule_id, day_of(trigger))
    except NoSuchRule as error:
        raise click.ClickException(f"{error}.") from error
    if rule.clock is None:
        raise click.ClickException(f"{rule_id} sets no deadline.")
    found = _counted(rule.clock, trigger, pack)
    return [*_head(rule, found), "", *_steps(found), "", *_foot(pack, rule, found)]


def _counted(clock: Clock, trigger: date, pack: Pack) -> Deadline:
    try:
        return count(clock, trigger, pack.calendar)
    except OutOfCalendar as error:
        raise click.ClickException(f"{error}.") from error


def _day(pack: Pack, since: str) -> date:
    """A day; with an hour it is a moment, by the clocks of the pack."""
    try:
        if len(since) > LENGTH_OF_A_DAY:
            return pack.moment(datetime.fromisoformat(since))
        return day(since)
    except (ValueError, OverflowError) as error:
        says = f"{since} is no day; write 2026-03-18, or 2026-03-18T10:30."
        raise click.ClickException(says) from error


def _head(rule: Rule, found: Deadline) -> list[str]:
    side = "before" if found.clock.is_before else "after"
    counted = f"{words.period(found.clock)} {side}: {words.event(rule)}"
    return [
        f"{rule.id}: {rule.text}",
        f"{counted}, {_since(found.trigger)}.",
        f"{words.counting(found.clock)} {words.rolling(found.clock)}",
    ]


def _since(trigger: date) -> str:
    if isinstance(trigger, datetime):
        return f"{trigger:%Y-%m-%d %H:%M} ({trigger.tzinfo})"
    return str(trigger)


def _steps(found: Deadline) -> list[str]:
    return [f"  {one.day:{TODAY}}  {words.step(one)}" for one in found.steps]


def _foot(pack: Pack, rule: Rule, found: Deadline) -> list[str]:
    is_hour = found.clock.unit is Unit.HOUR and found.moment
    due = f"{found.moment:{TODAY} %H:%M}" if is_hour else f"{found.day:{TODAY}}"
    told = [f"Due: {due}"]
    if found.latest:
        told.append(f"Latest arguable: {found.latest:{TODAY}}; do not count on it.")
    if found.is_estimated:
        told.append("A holiday on the way is known only by an estimate.")
    told += [
        f"Source: {words.citation(rule)} {rule.citation.source.url}".rstrip(),
        f"Calendar: {found.edition}",
        words.sureness(rule, date.today()),  # noqa: DTZ011  (of whoever runs the command)
        words.notice(pack),
    ]
    return told
