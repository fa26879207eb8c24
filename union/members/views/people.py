"""For those who look after people: who waits, who is called so, and their standing."""

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
from union.members.forms import Reason, Sought
from union.members.login import leave_no_trace, me, step_up
from union.members.models import STANDINGS
from union.members.permissions import looks_after_anyone, may_admit, may_suspend
from union.members.queries import Step, called, history_of, member_for, newcomers
from union.members.rules import standing as rules
from union.members.rules.importing.link import waits_for_its_owner
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
        can_admit=may_admit(me(), member) and not member.admitted_at,
        can_suspend=may_suspend(me(), member) and not member.suspended_at,
        can_link=waits_for_its_owner(db, member),
        can_reinstate=may_suspend(me(), member) and bool(member.suspended_at),
    )


@bp.post("/people/<uuid:member_id>/admit")
@stands_on(standing)
def admit(member_id: UUID) -> ResponseReturnValue:
    rules.admit(db, member_for(db, me(), member_id), me())
    return redirect(url_for(".standing", member_id=member_id), 303)


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
    said = [_(STANDINGS[step.standing]), step.reason, step.by]
    return i18n.day(step.at), " · ".join(words for words in said if words), "done"
