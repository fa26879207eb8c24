"""For those who look after people: whom they find, who waits, and their standing."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.letters import visible
from union.core.web.forms import read, stands_on
from union.core.web.limits import at_most
from union.members.bands import band
from union.members.forms import HOW, Check, Leaving, Reason, Sought, Suspension
from union.members.legend import Legend, legend_of
from union.members.login import leave_no_trace, me, step_up
from union.members.models import (
    EDGES_KEPT,
    LISTED,
    STANDINGS,
    VEHICLES,
    Branch,
    Member,
    Unit,
)
from union.members.permissions import (
    looks_after_anyone,
    may_admit,
    may_clear_manager,
    may_come_back,
    may_see_contact,
    may_shape,
    may_sign_out,
    may_suspend,
    takes_lists,
)
from union.members.queries import (
    Step,
    has_looked,
    history_of,
    invited,
    invitees_of,
    leaves_a_number,
    member_for,
    newcomers,
    units_of,
)
from union.members.queries.lists import Sheet, sheet, theirs, units_known, within
from union.members.rules import infiltrators, looks
from union.members.rules import standing as rules
from union.members.rules.importing.link import waits_for_its_owner
from union.members.views import bp


def reader() -> str:
    """Whose looks are counted together."""
    return str(me().id)


@bp.get("/people")
def people() -> ResponseReturnValue:
    if not looks_after_anyone(me()):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    return render_template(
        "members/people/people.html",
        waiting=newcomers(db, me()),
        narrowed={},
        takes_lists=takes_lists(me()),
        **choices(theirs(db, me()), units_known(db)),
    )


@bp.post("/people")
@stands_on(people)
@at_most("30 per minute", reader)
def look_up() -> ResponseReturnValue:
    """A page of those sought. It is minuted, so it is no GET."""
    form = read(Sought)
    mine = theirs(db, me())
    branches = within(mine, form.branch_id)
    looks.look_up(db, me(), branches, further=bool(form.after))
    found, units = sheet(db, branches, form), units_known(db)
    return render_template(
        "members/people/people.html",
        form=form,
        found=_drawn(found, legend_of(branches, units)),
        is_cut=bool(found.after),
        narrowed=_filters(form, but={"name", "after"}),
        further=_further(form, found, branches),
        takes_lists=takes_lists(me()),
        **choices(mine, units),
    )


def _further(
    form: Sought, found: Sheet, branches: list[Branch]
) -> dict[str, Any] | None:
    """What a form says to see the next page, if there is one for this officer."""
    if not found.after or not looks.pages_on(me(), branches):
        return None
    return _filters(form, but={"after"}) | {"after": found.after}


def _filters(form: Sought, *, but: set[str]) -> dict[str, Any]:
    return form.model_dump(mode="json", exclude_defaults=True, exclude=but)


def choices(branches: list[Branch], units: list[Unit]) -> dict[str, Any]:
    """What can be asked for in a list, as the fields of a form offer it."""
    legend = legend_of(branches, units)
    top = min(branch.path.count("/") for branch in branches)
    return {
        "branches": [(each.id, _set_in(each, top)) for each in branches],
        "platforms": list(legend.platforms.items()),
        "cities": sorted(legend.cities.items(), key=lambda pair: pair[1]),
        "standings": [(each.value, _(STANDINGS[each])) for each in LISTED],
        "spoken": list(i18n.NAMES.items()),
    }


def _set_in(branch: Branch, top: int) -> str:
    """The name, set in as deep as the branch lies below those on top."""
    return "\N{EM SPACE}" * (branch.path.count("/") - top) + branch.name


def _drawn(found: Sheet, legend: Legend) -> list[tuple[UUID, str, str]]:
    return [(line.id, line.name, legend.about(line)) for line in found.lines]


@bp.get("/people/<uuid:member_id>")
def standing(member_id: UUID) -> ResponseReturnValue:
    """Somebody's page, to whoever has said that they look at it; see looks.look."""
    member = member_for(db, me(), member_id)
    if not has_looked(db, me(), member_id, now()):
        return render_template("members/people/closed.html", member_id=member_id)
    return render_template(
        "members/people/standing.html",
        member=member,
        standing=_(STANDINGS[member.standing(now())]),
        facts=_facts(member, units_of(db, member)),
        history=[drawn(step) for step in history_of(db, member)],
        **_waiting(member),
        can_suspend=may_suspend(me(), member) and not member.suspended_at,
        can_link=waits_for_its_owner(db, member),
        can_reinstate=may_suspend(me(), member) and bool(member.suspended_at),
        can_attach=me().id != member.id and may_come_back(member),
        invitees=_invitees(member),
        can_propose_role=me().id != member.id and may_shape(me(), member.branch),
        can_sign_out=may_sign_out(me(), member),
        can_call=may_see_contact(me(), member) and leaves_a_number(db, member),
    )


def _invitees(member: Member) -> str:
    """How many came by this member's invites lately, as a band; nothing if nobody."""
    lately = invitees_of(db, member, now() - EDGES_KEPT)
    return band(lately) if lately else ""


def _facts(member: Member, units: list[Unit]) -> list[tuple[str, str]]:
    """What an officer sees of somebody beyond name, branch and standing."""
    vehicle, joined = member.vehicle, member.joined_at
    works = [f"{unit.platform.name}, {unit.city.name}" for unit in units]
    return [
        (_("Works for"), "; ".join(works) or _("not said yet")),
        (_("Vehicle"), _(VEHICLES[vehicle]) if vehicle else _("not said yet")),
        (_("Language"), i18n.NAMES[member.language]),
        (_("Joined"), i18n.month(joined) if joined else _("not said yet")),
    ]


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
    member = member_for(db, me(), member_id)
    infiltrators.suspend(db, member, me(), read(Suspension))
    return redirect(url_for(".standing", member_id=member_id), 303)


@bp.post("/people/<uuid:member_id>/reinstate")
@stands_on(standing)
@step_up
def reinstate(member_id: UUID) -> ResponseReturnValue:
    rules.reinstate(db, member_for(db, me(), member_id), me(), read(Reason))
    return redirect(url_for(".standing", member_id=member_id), 303)


@bp.get("/me/leave")
def leave() -> ResponseReturnValue:
    return render_template("members/me/leave.html")


@bp.post("/me/leave")
@stands_on(leave)
def go() -> ResponseReturnValue:
    """Out in one tap: a door that asks who one is keeps the wrong people in."""
    rules.leave(db, me(), erase_now=read(Leaving).erase_now)
    return leave_no_trace()


def drawn(step: Step) -> tuple[str, str, str]:
    """A change of standing, as the timeline draws it."""
    reason = _(step.reason) if step.reason else ""  # ours are stored in English
    said = [_(STANDINGS[step.standing]), reason, step.by]
    words = Markup(" · ").join(visible(each) for each in said if each)
    return i18n.day(step.at), words, "done"
