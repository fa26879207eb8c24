"""What the union knows of me, who looked, and all of it to take home."""

import json
from datetime import UTC, datetime

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core.base import now
from union.core.db import db
from union.members.known import as_file, known_about, said
from union.members.login import me, step_up
from union.members.looks import A_PAGE, Sight, who_looked
from union.members.retention import printed
from union.members.views import bp

ROWS_ON_PAGE = 10  # of a section; the file has all


@bp.get("/me/known")
def known() -> ResponseReturnValue:
    return render_template(
        "members/me/known.html",
        sections=known_about(db, me()),
        said=said,
        most=ROWS_ON_PAGE,
        terms=printed(),
    )


@bp.get("/me/known.json")
@step_up
def known_file() -> Response:
    """The same sections as a file. Its schema stands in `union.members.known`."""
    content = json.dumps(as_file(known_about(db, me())), ensure_ascii=False, indent=2)
    answer = make_response(content)
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="known.json"'
    return answer


@bp.get("/me/looked")
def looked() -> ResponseReturnValue:
    seen = who_looked(db, me(), _before())
    return render_template(
        "members/me/looked.html",
        seen=[_drawn(sight) for sight in seen[:A_PAGE]],
        next=_further(seen),
    )


def _before() -> datetime:
    """The moment from which the list goes back; now, if none is asked for."""
    try:
        asked = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return now()
    return asked.replace(tzinfo=UTC) if asked.tzinfo is None else now()


def _further(seen: list[Sight]) -> str | None:
    if len(seen) <= A_PAGE:
        return None
    last = seen[A_PAGE - 1].at.astimezone(UTC).replace(tzinfo=None)
    return url_for(".looked", before=last.isoformat())


def _drawn(sight: Sight) -> tuple[str, str, str]:
    words = (sight.who, sight.what, sight.purpose)
    return said(sight.at), " · ".join(word for word in words if word), "done"
