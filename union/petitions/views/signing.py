"""Signing, thinking better of it, and what organisers do with names."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.web.application import commits_together, leads_to
from union.core.web.forms import read, stands_on
from union.members.login import me, step_up
from union.petitions import exports, permissions, rules
from union.petitions.models import DISCLOSURES, Pledge, SheetOrder
from union.petitions.queries import petition_for, signers, standing_for
from union.petitions.views.blueprint import bp, place, to
from union.petitions.views.reading import show


@bp.post("/<uuid:petition_id>/sign")
@commits_together
@leads_to(".signed")
@stands_on(show)
def sign(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.sign(db, petition, me(), read(Pledge))
    return to("signed", petition)


@bp.get("/<uuid:petition_id>/signature/withdraw")
def reconsider(petition_id: UUID) -> ResponseReturnValue:
    standing = standing_for(db, me(), petition_id)
    if standing.own is None:
        return to("show", standing.petition)
    return render(
        "petitions/reconsider.html", petition=standing.petition, own=standing.own
    )


@bp.post("/<uuid:petition_id>/signature/withdraw")
@commits_together
@leads_to(".show")
@stands_on(reconsider)
def withdraw_signature(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.withdraw_signature(db, petition, me())
    return to("show", petition)


@bp.get("/<uuid:petition_id>/signers")
def ask_for_signers(petition_id: UUID) -> ResponseReturnValue:
    """Say that reading the names is minuted, before it is done."""
    petition = petition_for(db, me(), petition_id)
    if not permissions.may_read_signers(me(), petition):
        return to("show", petition)
    return render("petitions/signers.html", petition=petition, names=None)


@bp.post("/<uuid:petition_id>/signers")
@stands_on(ask_for_signers)
@step_up
def read_signers(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.open_signers(db, petition, me())
    names, next_page = signers(db, petition, place("after"))
    return render(
        "petitions/signers.html",
        petition=petition,
        names=names,
        next_page=next_page,
        disclosures=DISCLOSURES,
    )


@bp.post("/<uuid:petition_id>/sheet")
@stands_on(show)
@step_up
def issue_sheet(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    document = exports.issue_sheet(db, petition, me(), read(SheetOrder).language)
    page = url_for("documents.show", document_id=document.id)
    return redirect(page, HTTPStatus.SEE_OTHER)
