"""Lists of people come in: sent, their columns named, followed on their way."""

from pathlib import PurePosixPath
from uuid import UUID, uuid4, uuid5

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.db import db, unit_of_work
from union.core.errors import Invalid, NotAllowed
from union.core.i18n import gettext as _
from union.core.keys import keyring
from union.core.web.application import KEY_FIELD, takes_files, works_alone
from union.core.web.forms import read, stands_on
from union.members import sheets
from union.members.columns import COLUMNS
from union.members.forms import Columns, NewImport
from union.members.leftovers import table
from union.members.login import me, step_up
from union.members.models import VEHICLES, Import, Stage
from union.members.permissions import imports_somewhere
from union.members.queries import branch_or_refuse, cities, platforms
from union.members.queries.imports import (
    branches_to_import_into,
    import_for,
    imports_for,
    remembered_columns,
)
from union.members.reading import sheet_of
from union.members.rules.importing import send as rules
from union.members.views import bp

CSV = "text/csv; charset=utf-8"
LONGEST_SAMPLE = 24
SENT = {
    Stage.SENT: "name_columns_of_import",
    Stage.CHECKED: "preview_import",
}  # the page that comes next


@bp.get("/imports")
def imports() -> ResponseReturnValue:
    _only_those_who_import()
    return render_template("members/imports/imports.html", lists=imports_for(db, me()))


@bp.get("/imports/new")
@step_up
def new_import() -> ResponseReturnValue:
    _only_those_who_import()
    branches = branches_to_import_into(db, me())
    return render_template(
        "members/imports/new.html", branches=[(b.id, b.name) for b in branches]
    )


@bp.post("/imports")
@takes_files(sheets.LARGEST_FILE)
@works_alone
@stands_on(new_import)
@step_up
def send_import() -> ResponseReturnValue:
    form = read(NewImport)
    with unit_of_work(writes=False):
        rules.refuse_others(me(), branch_or_refuse(db, form.branch_id))
    parcel = _parcel()
    with unit_of_work():
        branch = branch_or_refuse(db, form.branch_id)
        batch = rules.send(db, branch, me(), parcel)
        place = url_for(".columns_of_import", import_id=batch.id)
    return redirect(place, 303)


def _parcel() -> rules.Parcel:
    """The file that was sent, read and sealed."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(
            _("Please check what you entered."), {"file": _("Choose a file.")}
        )
    content, name = file.read(), _name_of(file.filename)
    sheet = sheets.read(content, name)
    id_ = uuid5(me().id, request.form.get(KEY_FIELD) or uuid4().hex)
    sealed = keyring().seal(content, rules.place_of(id_))
    return rules.Parcel(id_, name, sealed, sheet.heads, len(sheet.rows))


def _name_of(sent: str) -> str:
    """What the file is called, without where it lay or what cannot be shown."""
    name = PurePosixPath(sent.replace("\\", "/")).name
    return "".join(letter for letter in name if letter.isprintable())


@bp.get("/imports/template.csv")
def import_template() -> ResponseReturnValue:
    """An example to fill in, with heads in the reader's language."""
    _only_those_who_import()
    city = next((city.name for city in cities(db)), "")
    work = ", ".join(platform.name for platform in platforms(db)[:2])
    vehicle = _(next(iter(VEHICLES.values())))
    language = i18n.NAMES[i18n.language.get()]
    example = [_("Aigerim"), "+7 701 000 00 00", language, city, work, "31.12.2025"]
    heads = [_(words) for words in COLUMNS.values()]
    return attached(table(heads, [[*example, vehicle]]), "ortaq.csv")


def attached(content: bytes, name: str) -> Response:
    """A file to keep."""
    answer = Response(content, content_type=CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/imports/<uuid:import_id>")
def show_import(import_id: UUID) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id, lightly=True)
    return render_template("members/imports/show.html", **how_far(batch))


@bp.get("/imports/<uuid:import_id>/progress")
def import_progress(import_id: UUID) -> ResponseReturnValue:
    """The part of the page that moves."""
    batch = import_for(db, me(), import_id, lightly=True)
    return render_template("members/imports/_progress.html", **how_far(batch))


def how_far(batch: Import) -> dict[str, object]:
    """What the part that moves says."""
    is_settled = batch.stage in (Stage.CHECKED, Stage.ENTERED)
    return {
        "list": batch,
        "stage": batch.stage.value,
        "people": batch.found.get("people", 0) if is_settled else 0,
        "faulty": batch.found.get("faulty", 0) if is_settled else 0,
        "doubles": len(batch.found.get("doubles", [])) if is_settled else 0,
    }


@bp.get("/imports/<uuid:import_id>/columns")
@step_up
def columns_of_import(import_id: UUID) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id)
    if batch.stage not in (Stage.SENT, Stage.CHECKED):
        return redirect(url_for(".show_import", import_id=import_id))
    return render_template(
        "members/imports/columns.html",
        list=batch,
        fields=[(column.value, _(words)) for column, words in COLUMNS.items()],
        places=_places(batch),
        chosen=batch.columns or remembered_columns(db, batch),
    )


def _places(batch: Import) -> list[tuple[int, str]]:
    """Each column by its letter, its head, and the first thing that stands in it."""
    rows = sheet_of(batch, keyring()).rows[:100]
    return [
        (
            place,
            _column(place, head, next((c for r in rows if (c := r.cell(place))), "")),
        )
        for place, head in enumerate(batch.heads)
    ]


def _column(place: int, head: str, sample: str) -> str:
    letters = f"{chr(64 + place // 26)}" * (place >= 26) + chr(65 + place % 26)
    said = f"{letters}: {head}" if head else letters
    return f"{said} ({sample[:LONGEST_SAMPLE]})" if sample else said


@bp.post("/imports/<uuid:import_id>/columns")
@stands_on(columns_of_import)
@step_up
def name_columns(import_id: UUID) -> ResponseReturnValue:
    batch = import_for(db, me(), import_id)
    rules.name_columns(db, batch, me(), read(Columns))
    return redirect(url_for(".show_import", import_id=import_id), 303)


@bp.post("/imports/<uuid:import_id>/drop")
@stands_on(show_import)
def drop_import(import_id: UUID) -> ResponseReturnValue:
    rules.drop(db, import_for(db, me(), import_id, lightly=True), me())
    return redirect(url_for(".imports"), 303)


def _only_those_who_import() -> None:
    if not imports_somewhere(me()):
        raise NotAllowed(_("Only an administrator of a branch enters people here."))
