"""What a count leaves to take away: the file, the report, the sheet, the script."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.counts import exports
from union.counts.models import BallotCount
from union.counts.queries import count_for, file_of
from union.counts.views.blueprint import bp
from union.members.login import me


@bp.get("/<uuid:count_id>/file")
def ballot_file(count_id: UUID) -> ResponseReturnValue:
    """The ballot file, to the byte."""
    count = _finished(count_id)
    return _attached(file_of(db, count), exports.file_name(count.rule))


@bp.get("/<uuid:count_id>/report.json")
def report(count_id: UUID) -> ResponseReturnValue:
    return _attached(exports.as_json(_finished(count_id).report or {}), "report.json")


@bp.get("/<uuid:count_id>/sheet.csv")
def sheet(count_id: UUID) -> ResponseReturnValue:
    return _attached(exports.as_sheet(_finished(count_id).report or {}), "sheet.csv")


@bp.get("/recount.py")
def recount_script() -> ResponseReturnValue:
    return _attached(exports.recount_script(), "recount.py")


def _finished(count_id: UUID) -> BallotCount:
    count = count_for(db, me(), count_id)
    if not count.is_public:
        raise Refused(_("There is no report before the file is counted."))
    return count


def _attached(content: bytes, name: str) -> Response:
    """A file to keep, which no browser shows as a page of ours."""
    answer = Response(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
