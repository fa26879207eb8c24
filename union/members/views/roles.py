"""Who holds which role, for everybody to see; and granting one, which takes two."""

from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.members.events import MembersLookedUp
from union.members.forms import Called, NewRole, Reason
from union.members.login import me, step_up
from union.members.models import ROLES, HeldRole, Role
from union.members.permissions import may_decide, may_shape, shapes_any
from union.members.queries import (
    called,
    member_for,
    names_of,
    own_role,
    proposal_for,
    proposals_open,
    role_for,
    roles_held,
    shaped_by,
)
from union.members.rules import roles as rules
from union.members.views import bp
from union.members.views.branches import within


class Holder(NamedTuple):
    """A role somebody holds, and on whose word."""

    held: HeldRole
    name: str
    role: str
    word: str
    is_mine: bool
    can_take_back: bool


@bp.get("/roles")
def roles() -> ResponseReturnValue:
    if not me().is_current:
        raise NotAllowed(_("A steward must admit you first. Then this page opens."))
    return render_template(
        "members/roles/roles.html",
        branches=_by_branch(),
        proposals=proposals_open(db, me()),
        roles=ROLES,
        can_propose=shapes_any(me()),
    )


def _by_branch() -> list[tuple[str, list[Holder]]]:
    found = roles_held(db)
    asked = {held.granted_by for held, _name in found}
    asked |= {held.seconded_by for held, _name in found}
    names = names_of(db, {one for one in asked if one})
    holders = [_holder(held, name, names) for held, name in found]
    holders.sort(key=lambda h: (h.held.branch.path.count("/"), h.held.branch.name, h.role, h.name))  # fmt: skip  # noqa: E501
    groups = groupby(holders, key=lambda holder: holder.held.branch.id)
    return [((its := list(group))[0].held.branch.name, its) for _id, group in groups]


def _holder(held: HeldRole, name: str, names: dict[UUID, str]) -> Holder:
    is_mine = held.member_id == me().id
    return Holder(
        held=held,
        name=name,
        role=_(ROLES[held.role]),
        word=_on_whose_word(held, names),
        is_mine=is_mine,
        can_take_back=not is_mine and may_shape(me(), held.branch),
    )


def _on_whose_word(held: HeldRole, names: dict[UUID, str]) -> str:
    gone = _("former member")
    if held.granted_by is None:
        return _("appointed by whoever runs the server")
    first = names.get(held.granted_by, gone)
    if held.seconded_by is None:
        return _("granted by %(first)s") % {"first": first}
    words = {"first": first, "second": names.get(held.seconded_by, gone)}
    return _("proposed by %(first)s, seconded by %(second)s") % words


@bp.get("/roles/propose")
@step_up
def seek_for_role() -> ResponseReturnValue:
    _only_administrators()
    return render_template("members/roles/seek.html")


@bp.post("/roles/propose")
@stands_on(seek_for_role)
@step_up
def find_for_role() -> ResponseReturnValue:
    """Find by the exact name. It is minuted, so it is no GET."""
    _only_administrators()
    name = read(Called).name
    announce(db, MembersLookedUp(by=me().id, branch_id=me().branch_id))
    return render_template(
        "members/roles/seek.html", name=name, found=called(db, me(), name)
    )


def _only_administrators() -> None:
    if not shapes_any(me()):
        raise NotAllowed(_("Administrators of a branch propose roles."))


@bp.get("/roles/propose/<uuid:member_id>")
@step_up
def new_role(member_id: UUID) -> ResponseReturnValue:
    member = member_for(db, me(), member_id)
    _only_administrators()
    return render_template(
        "members/roles/propose.html",
        member=member,
        kinds=[(role.value, _(ROLES[role])) for role in Role],
        branches=[(branch.id, within(branch)) for branch in shaped_by(db, me())],
    )


@bp.post("/roles/propose/<uuid:member_id>")
@stands_on(new_role)
@step_up
def propose_role(member_id: UUID) -> ResponseReturnValue:
    member = member_for(db, me(), member_id)
    _only_administrators()
    proposal = rules.propose(db, member, me(), read(NewRole))
    return redirect(url_for(".role_proposal", proposal_id=proposal.id), 303)


@bp.get("/roles/<uuid:held_id>/take-back")
@step_up
def ask_back(held_id: UUID) -> ResponseReturnValue:
    held = role_for(db, me(), held_id)
    return render_template(
        "members/roles/take_back.html", held=held, role=_(ROLES[held.role])
    )


@bp.post("/roles/<uuid:held_id>/take-back")
@stands_on(ask_back)
@step_up
def propose_taking_back(held_id: UUID) -> ResponseReturnValue:
    held = role_for(db, me(), held_id)
    proposal = rules.propose_taking_back(db, held, me(), read(Reason))
    return redirect(url_for(".role_proposal", proposal_id=proposal.id), 303)


@bp.get("/roles/<uuid:held_id>/lay-down")
def give_up(held_id: UUID) -> ResponseReturnValue:
    held = own_role(db, me(), held_id)
    return render_template(
        "members/roles/lay_down.html", held=held, role=_(ROLES[held.role])
    )


@bp.post("/roles/<uuid:held_id>/lay-down")
@stands_on(give_up)
def lay_down(held_id: UUID) -> ResponseReturnValue:
    rules.lay_down(db, own_role(db, me(), held_id), me())
    return redirect(url_for(".roles"), 303)


@bp.get("/roles/proposals/<uuid:proposal_id>")
def role_proposal(proposal_id: UUID) -> ResponseReturnValue:
    proposal = proposal_for(db, me(), proposal_id)
    people = [proposal.proposed_by, proposal.decided_by, proposal.member_id]
    is_open = proposal.is_open(now())
    return render_template(
        "members/roles/proposal.html",
        proposal=proposal,
        role=_(ROLES[proposal.role]),
        names=names_of(db, {one for one in people if one}),
        is_open=is_open,
        can_decide=is_open and may_decide(me(), proposal),
        is_mine=is_open and proposal.proposed_by == me().id,
    )


@bp.post("/roles/proposals/<uuid:proposal_id>/second")
@stands_on(role_proposal)
@step_up
def second_role(proposal_id: UUID) -> ResponseReturnValue:
    rules.second(db, proposal_for(db, me(), proposal_id), me())
    return redirect(url_for(".roles"), 303)


@bp.post("/roles/proposals/<uuid:proposal_id>/decline")
@stands_on(role_proposal)
@step_up
def decline_role(proposal_id: UUID) -> ResponseReturnValue:
    rules.decline(db, proposal_for(db, me(), proposal_id), me())
    return redirect(url_for(".role_proposal", proposal_id=proposal_id), 303)
