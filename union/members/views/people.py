"""For those who look after people: who waits, who is called so, and their standing."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.members.events import MembersLookedUp
from union.members.forms import HOW, Check, Reason, Sought
from union.members.login import leave_no_trace, me, step_up
from union.members.models import STANDINGS, Member
from union.members.permissions import (
    looks_after_anyone,
    may_admit,
    may_clear_manager,
    may_suspend,
)
from union.members.queries import (
    Step,
    called,
    history_of,
    invited,
    member_for,
    newcomers,
)
from union.members.rules import standing as rules
from union.members.views import bp


@bp.get("/people")
def people() -> ResponseReturnValue:
    if not looks_after_anyone(me()):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    return render_template("members/people/people.html", waiting=newcomers(db, me()))


@bp.post("/people")
@stands_on(people)
def look_up() -> ResponseReturnValue:
    """Find by the exact name. It is minuted, so it is no GET."""
    if not looks_after_anyone(me()):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    form = read(Sought)
    announce(db, MembersLookedUp(by=me().id, branch_id=me().branch_id))
    return render_template(
        "members/people/people.html",
        waiting=newcomers(db, me()),
        name=form.name,
        found=called(db, me(), form.name),
    )


@bp.get("/people/<uuid:member_id>")
def standing(member_id: UUID) -> ResponseReturnValue:
    member = member_for(db, me(), member_id)
    return render_template(
        "members/people/standing.html",
        member=member,
        standing=_(STANDINGS[member.standing(now())]),
        history=[drawn(step) for step in history_of(db, member)],
        **_waiting(member),
        can_suspend=may_suspend(me(), member) and not member.suspended_at,
        can_reinstate=may_suspend(me(), member) and bool(member.suspended_at),
    )


def _waiting(member: Member) -> dict[str, Any]:
    """What a steward can do for somebody who waits."""
    may_decide = member.is_waiting and may_admit(me(), member)
    is_host = may_decide and invited(db, me(), member)
    return {
        "may_decide": may_decide,
        "can_admit": may_decide and not is_host,
        "ways_to_check": [(how.value, _(said)) for how, said in HOW.items()],
        "can_clear_manager": bool(member.manages_since)
        and may_clear_manager(me(), member),
    }


@bp.post("/people/<uuid:member_id>/admit")
@stands_on(standing)
def admit(member_id: UUID) -> ResponseReturnValue:
    rules.admit(db, member_for(db, me(), member_id), me(), read(Check))
    return redirect(url_for(".standing", member_id=member_id), 303)


@bp.get("/people/<uuid:member_id>/turn-away")
def ask_to_turn_away(member_id: UUID) -> ResponseReturnValue:
    member = member_for(db, me(), member_id)
    if not (member.is_waiting and may_admit(me(), member)):
        return redirect(url_for(".standing", member_id=member_id), 303)
    return render_template("members/people/turn_away.html", member=member)


@bp.post("/people/<uuid:member_id>/turn-away")
@stands_on(ask_to_turn_away)
def turn_away(member_id: UUID) -> ResponseReturnValue:
    rules.turn_away(db, member_for(db, me(), member_id), me(), read(Reason))
    return redirect(url_for(".people"), 303)


@bp.post("/people/<uuid:member_id>/suspend")
@stands_on(standing)
@step_up
def suspend(member_id: UUID) -> ResponseReturnValue:
    rules.suspend(db, member_for(db, me(), member_id), me(), read(Reason))
    return redirect(url_for(".standing", member_id=member_id), 303)


@bp.post("/people/<uuid:member_id>/reinstate")
@stands_on(standing)
@step_up
def reinstate(member_id: UUID) -> ResponseReturnValue:
    rules.reinstate(db, member_for(db, me(), member_id), me(), read(Reason))
    return redirect(url_for(".standing", member_id=member_id), 303)


@bp.get("/me/leave")
@step_up
def leave() -> ResponseReturnValue:
    return render_template("members/me/leave.html")


@bp.post("/me/leave")
@stands_on(leave)
@step_up
def go() -> ResponseReturnValue:
    rules.leave(db, me())
    return leave_no_trace()


def drawn(step: Step) -> tuple[str, str, str]:
    """A change of standing, as the timeline draws it."""
    reason = _(step.reason) if step.reason else ""  # ours are stored in English
    said = [_(STANDINGS[step.standing]), reason, step.by]
    return i18n.day(step.at), " · ".join(words for words in said if words), "done"
