"""What the worker does with lists of people, and who hears how far it has come.

The long part, reading and checking, happens outside of the write lock. If the worker
dies in the middle, the list still stands where it stood, and is begun again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from union.core import i18n
from union.core.base import now
from union.core.db import unit_of_work, wake_the_worker
from union.core.events import on
from union.core.fields import Keyring
from union.core.i18n import speaking
from union.core.jobs import at_leisure
from union.core.keys import keyring
from union.core.live.wire import revise
from union.members.doubles import Double, find
from union.members.events import (
    ImportEvent,
    ImportMoved,
    ImportReady,
    PeopleImported,
)
from union.members.leftovers import faulty_lines
from union.members.lines import Known, Person
from union.members.models import Branch, Import, Member, Stage
from union.members.queries.imports import (
    entries_of,
    register_of,
    waiting_imports,
    what_is_known,
)
from union.members.reading import Phones, Sorted, findings, people_of, sheet_of, sort
from union.members.reconciling import Choice, Entry, chosen, plan
from union.members.rules.importing.check import (
    give_up,
    keep_findings,
    note_progress,
)
from union.members.rules.importing.enter import enter
from union.members.rules.importing.prepare import Harvest, Prepared, Scene, prepare
from union.members.rules.importing.send import place_of
from union.members.sheets import Sheet

PROGRESS: tuple[type[ImportEvent], ...] = (ImportMoved, PeopleImported)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A list the worker has taken in hand."""

    batch: Import  # a copy: it belongs to no session
    sheet: Sheet
    known: Known
    language: str  # of who sent it

    @property
    def id(self) -> UUID:
        return self.batch.id


@on(ImportReady)
def begin(event: ImportReady) -> None:
    revise("import", event.import_id)
    wake_the_worker()


def show_how_far(event: ImportEvent) -> None:
    revise("import", event.import_id)


for kind in PROGRESS:
    on(kind)(show_how_far)


@at_leisure
def check_lists() -> None:
    """Check every line of the lists whose columns have been named."""
    _each(Stage.CHECKING, _check)


@at_leisure
def enter_lists() -> None:
    """Enter the people of the lists that somebody has looked through."""
    _each(Stage.ENTERING, _enter)


def _each(stage: Stage, work: Callable[[Task], None]) -> None:
    with unit_of_work(writes=False) as db:
        waiting = waiting_imports(db, stage)
    for import_id in waiting:
        try:
            work(_take(import_id))
        except OperationalError:
            raise  # the database is away, not the list wrong: again in a minute
        except Exception as error:
            kind = type(error).__name__  # its words may be somebody's name
            _logger.error("a list cannot be worked on", extra={"thing": kind})
            with unit_of_work() as db:
                give_up(db, import_id, kind)


def _take(import_id: UUID) -> Task:
    with unit_of_work(writes=False) as db:
        found = db.get_one(Import, import_id)
        today = now().astimezone(i18n.zone.get()).date()
        known = what_is_known(db, found, today)
        language = db.get_one(Member, found.by).language
        batch = Import(**found.model_dump())
    return Task(batch, sheet_of(batch, keyring()), known, language)


def _sorted(task: Task) -> Sorted | None:
    return sort(
        people_of(task.sheet, task.batch.columns, task.known), partial(_goes_on, task)
    )


def _goes_on(task: Task, done: int) -> bool:
    with unit_of_work() as db:
        return note_progress(db, task.id, task.batch.stage, done)


def _check(task: Task) -> None:
    found = _sorted(task)
    if found is None:
        return
    phones = Phones(keyring())
    with unit_of_work(writes=False) as db:
        branch = db.get_one(Branch, task.batch.branch_id)
        doubles = _find_again(found.people, phones, db, branch)
    _keep(task, found, doubles)


def _keep(task: Task, found: Sorted, doubles: list[Double]) -> None:
    with unit_of_work() as db:
        keep_findings(db, task.id, findings(found, doubles))


def _find_again(
    people: list[Person], phones: Phones, db: Session, branch: Branch
) -> list[Double]:
    return find(people, register_of(db, branch, phones))


def _enter(task: Task) -> None:
    found = _sorted(task)
    if found is None:
        return
    phones = Phones(keyring())
    ready = _prepare(task, found, phones)
    meanwhile = ready.doubles
    if findings(found, meanwhile) == task.batch.found:
        with unit_of_work() as db:
            changed = enter(db, ready, partial(_find_again, found.people, phones))
        if changed is None:
            return
        meanwhile = changed
    _keep(task, found, meanwhile)  # somebody came, or the lists changed: look again


def _prepare(task: Task, found: Sorted, phones: Phones) -> Prepared:
    with unit_of_work(writes=False) as db:
        branch = db.get_one(Branch, task.batch.branch_id)
        doubles = _find_again(found.people, phones, db, branch)
        ids = {d.other for d in doubles if isinstance(d.other, UUID)}
        members = entries_of(db, ids, phones)
    entries = _planned(task, found, doubles, members)
    left_out = _left_out(task, found, keyring())
    harvest = Harvest(entries, doubles, len(found.people), left_out)
    return prepare(harvest, _scene(task), keyring())


def _planned(
    task: Task, found: Sorted, doubles: list[Double], members: dict[UUID, Entry]
) -> list[Entry]:
    decided: dict[int, tuple[Double, Choice]] = {
        double.line: (double, choice)
        for double in doubles
        if (choice := chosen(task.batch.choices, double))
    }
    return plan(found.people, decided, members)


def _left_out(task: Task, found: Sorted, keys: Keyring) -> bytes | None:
    """The faulty lines, sealed, for a week."""
    if not found.faults:
        return None
    with speaking(task.language):
        lines = faulty_lines(task.sheet, found.faults)
    return keys.seal(lines, place_of(task.id))


def _scene(task: Task) -> Scene:
    return Scene(
        import_id=task.id,
        branch_id=task.batch.branch_id,
        by=task.batch.by,
        at=now(),
        language=task.language,
    )
