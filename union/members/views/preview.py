"""A list that has been checked: what would come of it, and that it is entered."""

from itertools import islice
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.core.keys import keyring
from union.core.web.forms import read, stands_on
from union.members.columns import Column
from union.members.faults import FAULTS, Kind
from union.members.forms import Entering
from union.members.leftovers import faulty_lines
from union.members.lines import Fault, Known, Person
from union.members.login import me, step_up
from union.members.models import VEHICLES, Import, Stage
from union.members.queries.imports import import_for, what_is_known
from union.members.reading import people_of, rows_on, sheet_of
from union.members.reconciling import undecided
from union.members.rules.importing import choose as rules
from union.members.rules.importing.send import place_of
from union.members.views import bp
from union.members.views.imports import attached, how_far

SAMPLE = 20
A_PAGE = 50
LONGEST_CELL = 60


@bp.get("/imports/<uuid:import_id>/preview")
@step_up
def preview_import(import_id: UUID) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id)
    if batch.stage != Stage.CHECKED:
        return redirect(url_for(".show_import", import_id=import_id))
    return render_template(
        "members/imports/preview.html",
        **how_far(batch),
        sample=_first(batch),
        undecided=undecided(batch.choices, rules.doubles_of(batch)),
        has_city_alone=Column.CITY in batch.columns
        and Column.PLATFORMS not in batch.columns,
    )


def _first(batch: Import) -> list[dict[str, object]]:
    """The first people, as they will be entered."""
    known = what_is_known(db, batch, now().astimezone(i18n.zone.get()).date())
    lines = people_of(sheet_of(batch, keyring()), batch.columns, known)
    people = (line for line in lines if isinstance(line, Person))
    return [_drawn(person, known) for person in islice(people, SAMPLE)]


def _drawn(person: Person, known: Known) -> dict[str, object]:
    """A person in the reader's words."""
    names = known.shown
    told = [
        person.phone,
        i18n.NAMES.get(person.language or ""),
        *(f"{names[platform]} ({names[city]})" for platform, city in person.places),
        i18n.day(person.joined) if person.joined else None,
        _(VEHICLES[person.vehicle]) if person.vehicle else None,
    ]
    kept = ", ".join(words for words in told if words)
    return {"line": person.line, "name": person.name, "kept": kept}


@bp.post("/imports/<uuid:import_id>/enter")
@stands_on(preview_import)
@step_up
def enter_import(import_id: UUID) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id)
    rules.ask_to_enter(db, batch, me(), read(Entering))
    return redirect(url_for(".show_import", import_id=import_id), 303)


@bp.get("/imports/<uuid:import_id>/faults")
@step_up
def faults_of_import(import_id: UUID) -> ResponseReturnValue:
    """Faults by line, a page at a time; the next page goes on after a line."""
    batch = _checked(import_id)
    after = request.args.get("after", default=0, type=int)
    faults = [fault for fault in faults_of(batch) if fault.line > after]
    lines = sorted({fault.line for fault in faults})
    shown = set(lines[:A_PAGE])
    page = [fault for fault in faults if fault.line in shown]
    return render_template(
        "members/imports/faults.html",
        list=batch,
        faults=_shown(batch, page),
        next=f"?after={lines[A_PAGE - 1]}" if len(lines) > A_PAGE else None,
    )


def faults_of(batch: Import) -> list[Fault]:
    """Everything that is wrong, from the first line to the last."""
    kept = batch.found.get("faults", [])
    return [Fault(line, place, Kind(kind)) for line, place, kind in kept]


def _shown(batch: Import, faults: list[Fault]) -> list[dict[str, object]]:
    rows = rows_on(sheet_of(batch, keyring()), {fault.line for fault in faults})
    cells = {row.number: row for row in rows}
    return [
        {
            "line": fault.line,
            "head": batch.heads[fault.place] if fault.place >= 0 else "",
            "cell": _excerpt(cells[fault.line].cell(fault.place)),
            "sentence": _(FAULTS[fault.kind]),
        }
        for fault in faults
    ]


def _excerpt(cell: str) -> str:
    """What stands there, with what cannot be seen made visible."""
    seen = "".join(c if c.isprintable() else f"⟦U+{ord(c):04X}⟧" for c in cell)
    return f"{seen[:LONGEST_CELL]}…" if len(seen) > LONGEST_CELL else seen


@bp.get("/imports/<uuid:import_id>/faults.csv")
@step_up
def faulty_lines_of_import(import_id: UUID) -> ResponseReturnValue:
    """The faulty lines, to be mended and sent again; for a week after the others."""
    batch = import_for(db, me(), import_id)
    if batch.stage == Stage.ENTERED and batch.sealed:
        content = keyring().open(batch.sealed, place_of(batch.id))
    else:
        content = faulty_lines(
            sheet_of(_checked(import_id), keyring()), faults_of(batch)
        )
    return attached(content, "ortaq-lines.csv")


def _checked(import_id: UUID) -> Import:
    batch = import_for(db, me(), import_id)
    if batch.stage != Stage.CHECKED or not batch.sealed:
        raise NotFound(_("This list is not there to be looked at now."))
    return batch
