"""Reading demands, and beginning one."""

from functools import partial
from hashlib import sha256
from http import HTTPStatus
from uuid import UUID

from flask import Response, make_response, request
from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.ballots.permissions import may_draft as may_call
from union.core import i18n
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.demands import permissions
from union.demands.compare import Row, compared
from union.demands.models import (
    ACTS,
    FRAME_PARTS,
    STATES,
    TRACKS,
    Demand,
    FrameForm,
    State,
)
from union.demands.queries import (
    Standing,
    branches_for,
    clauses_of,
    demand_for,
    demands_for,
    frame_at,
    history,
)
from union.demands.reading import version_for
from union.demands.rules import draft as drafting
from union.demands.views.blueprint import bp, collisions, number_in, place_in, to
from union.documents.permissions import represented
from union.members.login import me
from union.members.models import Platform
from union.members.queries import branch_to_choose, platforms


@bp.get("")
def index() -> ResponseReturnValue:
    found, next_page = demands_for(db, me(), place_in("after"))
    return render(
        "demands/index.html",
        demands=found,
        next_page=next_page,
        states=STATES,
        can_draft=bool(permissions.places_to_draft(me())),
        can_read_register=bool(represented(me())),
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    branches = branches_for(db, me())
    if not branches:
        raise NotAllowed(_("Stewards and representatives of the branch write demands."))
    return _form(None, branches=[(branch.id, branch.name) for branch in branches])


@bp.post("")
@stands_on(new)
def draft() -> ResponseReturnValue:
    form = read(FrameForm)
    branch = branch_to_choose(db, form.branch_id or me().branch_id)
    demand = drafting.draft(db, branch, me(), form)
    return to("show", demand.id)


@bp.get("/<uuid:demand_id>")
def show(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    return render("demands/show.html", **_document(standing), **_steps(standing))


@bp.get("/<uuid:demand_id>/clauses")
def clauses(demand_id: UUID) -> ResponseReturnValue:
    """The part of the page that moves; unchanged, it is not drawn again."""
    standing = demand_for(db, me(), demand_id)
    return _unless_known(standing)


@bp.get("/<uuid:demand_id>/versions/<int:number>")
def version(demand_id: UUID, number: int) -> ResponseReturnValue:
    """The document as it was, word for word: what a ballot points to."""
    demand, fixing = version_for(db, me(), demand_id, number)
    return render(
        "demands/version.html",
        demand=demand,
        number=number,
        frame=frame_at(db, demand_id, number),
        clauses=clauses_of(db, demand_id, number),
        fixing=fixing,
        can_see_more=permissions.may_see(me(), demand.branch),
    )


@bp.get("/<uuid:demand_id>/history")
def versions(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    changes, next_page = history(db, demand_id, number_in("before"))
    return render(
        "demands/history.html",
        demand=standing.demand,
        frame=standing.frame,
        changes=changes,
        next_page=next_page,
        acts=ACTS,
    )


@bp.get("/<uuid:demand_id>/changes")
def changes(demand_id: UUID) -> ResponseReturnValue:
    """What lies between two versions, word by word, in one language."""
    standing = demand_for(db, me(), demand_id)
    last = standing.demand.version
    newer = min(max(number_in("to") or last, 1), last)
    older = min(max(number_in("from") or newer - 1, 1), newer)
    return render(
        "demands/changes.html",
        demand=standing.demand,
        frame=standing.frame,
        older=older,
        newer=newer,
        rows=compared(
            clauses_of(db, demand_id, older), clauses_of(db, demand_id, newer)
        ),
    )


@bp.get("/<uuid:demand_id>/frame")
def edit_frame(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if not permissions.may_edit(me(), standing.demand) or standing.fixing:
        return to("show", demand_id)
    return _form(standing)


@bp.post("/<uuid:demand_id>/frame")
@stands_on(edit_frame)
def save_frame(demand_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    drafting.reframe(db, demand, me(), read(FrameForm))
    return to("show", demand_id)


def _form(standing: Standing | None, **more: object) -> str:
    frame = standing.frame if standing else None
    return render(
        "demands/frame.html",
        demand=standing.demand if standing else None,
        frame=frame,
        parts=FRAME_PARTS,
        tracks=[(track, _(words)) for track, words in TRACKS.items()],
        platforms=[(known.id, known.name) for known in _platforms(standing)],
        collisions=collisions(frame, frame.version) if frame else {},
        **more,
    )


def _platforms(standing: Standing | None) -> list[Platform]:
    return platforms(db, kept=[standing.demand.platform_id] if standing else [])


def _document(standing: Standing) -> dict[str, object]:
    """What the live part of the page says; its clauses are read if they are drawn."""
    demand, against = standing.demand, number_in("against")
    if against is not None and not 0 < against < demand.version:
        against = None
    return {
        "demand": demand,
        "frame": standing.frame,
        "fixing": standing.fixing,
        "rows": partial(_rows, demand, against),
        "against": against,
        "state": STATES[standing.state],
        "can_edit": permissions.may_edit(me(), demand) and not standing.fixing,
    }


def _rows(demand: Demand, against: int | None) -> list[Row]:
    now_said = clauses_of(db, demand.id, demand.version)
    before = clauses_of(db, demand.id, against) if against else now_said
    return compared(before, now_said)


def _steps(standing: Standing) -> dict[str, object]:
    """What the side column offers this reader."""
    decides = permissions.may_decide(me(), standing.demand)
    return {
        "tracks": TRACKS,
        "can_freeze": decides and not standing.fixing,
        "can_reopen": decides and standing.can_reopen,
        "can_call": standing.state is State.FROZEN
        and may_call(me(), standing.demand.branch),
        "is_ratified": standing.state is State.RATIFIED,
    }


def _unless_known(standing: Standing) -> Response:
    """The answer, or only a nod when the reader has it already."""
    words = _document(standing)
    facts = (
        i18n.language.get(),
        standing.demand.version,
        standing.state,
        words["against"],
        words["can_edit"],
    )
    tag = sha256(repr(facts).encode()).hexdigest()[:32]
    if request.if_none_match.contains(tag):
        answer = make_response("", HTTPStatus.NOT_MODIFIED)
    else:
        answer = make_response(render("demands/_clauses.html", **words))
    answer.set_etag(tag)
    return answer
