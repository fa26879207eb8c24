"""Writing a petition, publishing it, and taking it back."""

from uuid import UUID

from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.members.login import me
from union.members.models import Platform
from union.members.queries import platforms
from union.petitions import permissions, rules
from union.petitions.models import (
    FEW,
    LONGEST_ADDRESSEE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Draft,
    Petition,
)
from union.petitions.queries import branches_of, petition_for, standing_for
from union.petitions.views.blueprint import bp, to
from union.petitions.views.reading import show


@bp.get("/new")
def new() -> ResponseReturnValue:
    if not permissions.may_draft(me(), me().branch, now()):
        raise NotAllowed(_("Petitions are opened by full members."))
    return _form(None)


@bp.post("")
@stands_on(new)
def draft() -> ResponseReturnValue:
    petition = rules.draft(db, me(), read(Draft))
    return to("show", petition)


@bp.get("/<uuid:petition_id>/edit")
def edit(petition_id: UUID) -> ResponseReturnValue:
    petition = standing_for(db, me(), petition_id, to_edit=True).petition
    if not permissions.may_edit(me(), petition, now()):
        return to("show", petition)
    return _form(petition)


@bp.post("/<uuid:petition_id>/edit")
@stands_on(edit)
def save(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.edit(db, petition, me(), read(Draft))
    return to("show", petition)


@bp.post("/<uuid:petition_id>/publish")
@stands_on(show)
def publish(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.publish(db, petition, me())
    return to("show", petition)


@bp.get("/<uuid:petition_id>/withdraw")
def take_back(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    if not permissions.may_withdraw(me(), petition):
        return to("show", petition)
    return render("petitions/take_back.html", petition=petition, few=FEW)


@bp.post("/<uuid:petition_id>/withdraw")
@stands_on(take_back)
def withdraw(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.withdraw(db, petition, me())
    return to("show", petition)


def _form(petition: Petition | None) -> str:
    first = petition.language if petition else i18n.language.get()
    return render(
        "petitions/form.html",
        petition=petition,
        branch_options=[(branch.id, branch.name) for branch in branches_of(db, me())],
        platform_options=[(known.id, known.name) for known in _platforms(petition)],
        first=first,
        longest={
            "title": LONGEST_TITLE,
            "addressee": LONGEST_ADDRESSEE,
            "text": LONGEST_TEXT,
        },
        closes_at=_on_the_wall(petition),
        few=FEW,
    )


def _platforms(petition: Petition | None) -> list[Platform]:
    kept = [one.id for one in petition.platforms] if petition else []
    return platforms(db, kept=kept)


def _on_the_wall(petition: Petition | None) -> str:
    """The closing hour as its field wants it."""
    if petition is None:
        return ""
    return petition.closes_at.astimezone(i18n.zone.get()).strftime("%Y-%m-%dT%H:%M")
