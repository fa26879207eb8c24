"""The tree of branches, the minutes, and the machinery behind them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core import health, outbox
from union.core.db import db
from union.core.errors import NotAllowed, NotFound
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.core.pulse import last_beat
from union.members.events import LetterRevived
from union.members.login import me
from union.members.minutes import A_PAGE, Excerpt, Line, kinds_in_minutes, minutes_of
from union.members.models import Branch
from union.members.permissions import may_operate, may_read_minutes, may_shape
from union.members.queries import branch_or_refuse
from union.members.tree import estimates, tree
from union.members.views import bp

STATES = {
    health.State.OK: mark("holds"),
    health.State.DEGRADED: mark("away; the rest goes on without it"),
    health.State.FAILED: mark("does not hold"),
}


@bp.get("/branches")
def branches() -> ResponseReturnValue:
    if not me().is_current:
        raise NotAllowed(_("A steward must admit you first. Then this page opens."))
    return render_template(
        "members/house/branches.html",
        nodes=[(node, may_shape(me(), node.branch)) for node in tree(db)],
        units=estimates(db),
    )


@bp.get("/activity")
def activity() -> ResponseReturnValue:
    excerpt = Excerpt(
        branch=_branch_asked_for(),
        kind=request.args.get("kind") or None,
        before=request.args.get("before", type=int),
    )
    lines = minutes_of(db, me(), excerpt)
    return render_template(
        "members/house/activity.html",
        branch=excerpt.branch,
        kind=excerpt.kind,
        lines=[(line, _address(line)) for line in lines[:A_PAGE]],
        next=_further(lines, excerpt),
        branches=[(b.id, b.name) for b in _branches_with_minutes()],
        kinds=kinds_in_minutes(),
    )


def _branches_with_minutes() -> list[Branch]:
    mine = {held.branch.id: held.branch for held in me().roles}
    return [branch for branch in mine.values() if may_read_minutes(me(), branch)]


def _branch_asked_for() -> Branch:
    """The branch asked for, or the first whose minutes this member reads."""
    if asked := request.args.get("branch", type=UUID):
        return branch_or_refuse(db, asked)
    mine = _branches_with_minutes()
    return mine[0] if mine else me().branch


def _address(line: Line) -> str | None:
    """Where the thing stands that a minute is about, if it has a page."""
    if line.page not in current_app.view_functions:
        return None
    wanted = next(current_app.url_map.iter_rules(line.page)).arguments
    if not wanted <= line.about.keys():
        return None
    ids: dict[str, Any] = {name: line.about[name] for name in wanted}
    return url_for(line.page, **ids)


def _further(lines: list[Line], excerpt: Excerpt) -> str | None:
    """The address of the next page, if there is one."""
    if len(lines) <= A_PAGE:
        return None
    asked = {"branch": excerpt.branch.id, "kind": excerpt.kind or ""}
    return "?" + urlencode(asked | {"before": lines[A_PAGE - 1].number})


@bp.get("/operations")
def operations() -> ResponseReturnValue:
    _only_operators()
    states = health.parts(db).items()
    return render_template(
        "members/house/operations.html",
        letters=outbox.dead_letters(db),
        beat=(beat := last_beat(db)),
        is_stopped=health.is_silent(beat),
        parts=[(_(health.WORDS[part]), _(STATES[state])) for part, state in states],
    )


@bp.post("/operations/letters/<int:letter_id>/retry")
def retry(letter_id: int) -> ResponseReturnValue:
    _only_operators()
    letter = db.get(outbox.Letter, letter_id)
    if letter is None:
        raise NotFound(_("This task has been done meanwhile."))
    outbox.revive(db, letter)
    announce(db, LetterRevived(by=me().id, letter=letter_id))
    return redirect(url_for(".operations"), 303)


def _only_operators() -> None:
    if not may_operate(me()):
        raise NotAllowed(_("Only the system administrator comes here."))
