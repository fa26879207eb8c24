"""Doubles of a list: whom its lines may tell of once more, and who is right."""

from datetime import date
from typing import TypeVar, cast
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.core.keys import keyring
from union.core.web.forms import read, stands_on
from union.members.columns import COLUMNS, Column
from union.members.doubles import Double
from union.members.forms import AllDoubles, OneDouble
from union.members.lines import Person
from union.members.login import me, step_up
from union.members.models import VEHICLES, Import, Vehicle
from union.members.queries.imports import entries_of, import_for, what_is_known
from union.members.reading import Phones, people_of, rows_on, sheet_of
from union.members.reconciling import MERGED, Entry, chosen, told_by
from union.members.rules.importing import choose as rules
from union.members.sheets import Sheet
from union.members.views import bp

A_PAGE = 30

K = TypeVar("K")
V = TypeVar("V")


@bp.get("/imports/<uuid:import_id>/doubles")
@step_up
def doubles_of_import(import_id: UUID) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id)
    every = rules.doubles_of(batch)
    after = request.args.get("after", default=0, type=int)
    page = [double for double in every if double.line > after][: A_PAGE + 1]
    return render_template(
        "members/imports/doubles.html",
        list=batch,
        sure=sum(double.is_sure for double in every),
        possible=sum(not double.is_sure for double in every),
        doubles=_listed(batch, page[:A_PAGE]),
        next=f"?after={page[A_PAGE - 1].line}" if len(page) > A_PAGE else None,
        chosen=batch.choices,
    )


def _listed(batch: Import, doubles: list[Double]) -> list[dict[str, object]]:
    people = _people(batch, {double.line for double in doubles})
    return [
        {
            "line": double.line,
            "name": people[double.line].name if double.line in people else "",
            "earlier": double.other if isinstance(double.other, int) else None,
            "whose": _whose(batch, double),
        }
        for double in doubles
    ]


def _whose(batch: Import, double: Double) -> str | None:
    choice = chosen(batch.choices, double)
    return choice.whose.value if choice else None


def _people(batch: Import, lines: set[int]) -> dict[int, Person]:
    """Who stands on these lines."""
    sheet = sheet_of(batch, keyring())
    wanted = Sheet(sheet.heads, rows_on(sheet, lines))
    known = what_is_known(db, batch, now().astimezone(i18n.zone.get()).date())
    found = people_of(wanted, batch.columns, known)
    return {person.line: person for person in found if isinstance(person, Person)}


@bp.post("/imports/<uuid:import_id>/doubles")
@stands_on(doubles_of_import)
@step_up
def choose_for_doubles(import_id: UUID) -> ResponseReturnValue:
    rules.choose_for_all(import_for(db, me(), import_id), read(AllDoubles))
    return redirect(url_for(".preview_import", import_id=import_id), 303)


@bp.get("/imports/<uuid:import_id>/doubles/<int:line>")
@step_up
def double_of_import(import_id: UUID, line: int) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id)
    double = rules.double_on(batch, line)
    here, file = _two_sides(batch, double)
    return render_template(
        "members/imports/double.html",
        list=batch,
        double=double,
        earlier=double.other if isinstance(double.other, int) else None,
        name=file[Column.NAME],
        their_own=here.is_their_own,
        fields=_differing(here, file),
        chosen=chosen(batch.choices, double),
    )


def _two_sides(batch: Import, double: Double) -> tuple[Entry, dict[str, object]]:
    """What is here, or on the earlier line, and what this line says."""
    other = double.other
    if isinstance(other, int):
        people = _people(batch, {double.line, other})
        here = Entry(batch.id, is_new=True, line=other)
        here.values |= told_by(_still(people, other))
    else:
        people = _people(batch, {double.line})
        here = _still(entries_of(db, {other}, Phones(keyring())), other)
    return here, dict(told_by(_still(people, double.line)))


def _still(found: dict[K, V], key: K) -> V:
    """What was there when the list was checked, if it still is."""
    if key not in found:
        raise Refused(_("Something changed since. Name the columns anew."))
    return found[key]


def _differing(here: Entry, file: dict[str, object]) -> list[dict[str, str]]:
    """The fields in which the two tellings differ, in the reader's words."""
    if here.is_their_own:
        return []
    return [
        {
            "name": column.value,
            "words": _(COLUMNS[column]),
            "here": _hidden(column, _said(column, here.values[column])),
            "file": _said(column, file[column]),
        }
        for column in MERGED
        if here.values[column] and file[column] and here.values[column] != file[column]
    ]


def _hidden(column: Column, said: str) -> str:
    """What is here, but of a number only its end: it is not this page's to show."""
    return f"…{said[-2:]}" if column == Column.PHONE else said


def _said(column: Column, value: object) -> str:
    if column == Column.JOINED:
        return i18n.day(cast(date, value))
    if column == Column.VEHICLE:
        return _(VEHICLES[Vehicle(str(value))])
    if column == Column.LANGUAGE:
        return i18n.NAMES[str(value)]
    return str(value)


@bp.post("/imports/<uuid:import_id>/doubles/<int:line>")
@stands_on(double_of_import)
@step_up
def choose_for_double(import_id: UUID, line: int) -> ResponseReturnValue:
    rules.choose(import_for(db, me(), import_id), line, read(OneDouble))
    return redirect(url_for(".doubles_of_import", import_id=import_id), 303)
