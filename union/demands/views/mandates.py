"""Calling the ballot, releasing the letter, and beginning from a petition."""

from http import HTTPStatus
from uuid import UUID

from flask import current_app, redirect, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.ballots.models import SECRECIES
from union.ballots.models.proposal import MAJORITIES
from union.ballots.permissions import may_draft as may_call
from union.core.base import now
from union.core.db import db
from union.core.i18n import NAMES, zone
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.demands import permissions
from union.demands.calls import service_of
from union.demands.exports import LETTER
from union.demands.models import State
from union.demands.models.call import MEMBERS_QUORUMS, CallForm
from union.demands.queries import demand_for
from union.demands.rules import from_petition, ratify
from union.demands.rules.release import release
from union.demands.views.blueprint import bp, to
from union.documents.exports import verify_url
from union.documents.queries import issued
from union.law import asked, house
from union.law.thresholds import Threshold, in_words
from union.members.login import me, step_up
from union.petitions.queries import petition_for
from union.writers.qr import qr_svg


@bp.get("/<uuid:demand_id>/ballot")
def ask_to_call(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    if standing.state is not State.FROZEN or not may_call(me(), standing.demand.branch):
        return to("show", demand_id)
    return render(
        "demands/ballot.html",
        demand=standing.demand,
        frame=standing.frame,
        secrecies=[(one, _(words)) for one, words in SECRECIES.items()],
        quorums=_rules(MEMBERS_QUORUMS),
        majorities=_rules(MAJORITIES),
        **_law(),
    )


@bp.post("/<uuid:demand_id>/ballot")
@stands_on(ask_to_call)
def call(demand_id: UUID) -> ResponseReturnValue:
    demand = demand_for(db, me(), demand_id).demand
    ballot = ratify.call(db, demand, me(), read(CallForm))
    address = url_for("ballots.show", ballot_id=ballot.id)
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:demand_id>/letter")
def letter(demand_id: UUID) -> ResponseReturnValue:
    standing = demand_for(db, me(), demand_id)
    fixing, demand = standing.fixing, standing.demand
    if standing.state is not State.RATIFIED or fixing is None:
        return to("show", demand_id)
    papers = issued(db, LETTER, fixing.id)
    public_url = current_app.config["SETTINGS"].public_url
    checks = [verify_url(paper, public_url) for paper in papers]
    return render(
        "demands/letter.html",
        demand=demand,
        frame=standing.frame,
        fixing=fixing,
        service=service_of(standing),
        papers=[
            (paper, NAMES[paper.language], url, Markup(qr_svg(url, url)))  # noqa: S704  (drawn by us from our own address)
            for paper, url in zip(papers, checks, strict=True)
        ],
        can_open=permissions.may_edit(me(), demand),
        can_release=not papers and permissions.may_decide(me(), demand),
    )


@bp.post("/<uuid:demand_id>/letter")
@stands_on(letter)
@step_up
def release_letter(demand_id: UUID) -> ResponseReturnValue:
    release(db, demand_for(db, me(), demand_id).demand, me())
    return to("letter", demand_id)


@bp.get("/from/<uuid:petition_id>")
def ask_to_turn(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    can_draft = permissions.may_draft(me(), petition.branch)
    return render("demands/turn.html", petition=petition, can_draft=can_draft)


@bp.post("/from/<uuid:petition_id>")
@stands_on(ask_to_turn)
def turn_petition(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    demand = from_petition.draft_from(db, petition, me())
    return to("show", demand.id)


def _law() -> dict[str, object]:
    """What the law asks of the ballot that ratifies, in both readings."""
    today = now().astimezone(zone.get()).date()
    rule = asked.ballot(asked.ADOPTION, today)
    return {
        "law_rule": rule,
        "law_pack": house.the_pack().id,
        "law_facts": (*asked.readings(rule), *asked.rests_on(rule, today))
        if rule
        else (),
        "law_notice": asked.notice(today),
    }


def _rules(written: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(rule, in_words(Threshold.read(rule))) for rule in written]
