"""Posters: the sheets that hang where the work is, and what came of them."""

from datetime import datetime
from uuid import UUID

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed, Refused
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.members import posting
from union.members.bands import band
from union.members.forms import NewPoster
from union.members.login import me
from union.members.models import Branch, Poster
from union.members.permissions import looks_after_anyone, may_make_posters
from union.members.queries import (
    POSTERS_A_PAGE,
    branch_or_refuse,
    every_branch,
    poster_for,
    posters_of,
    the_union,
)
from union.members.rules import posters as rules
from union.members.views import bp
from union.writers.paper import LOCALES, Language
from union.writers.poster import poster as print_poster
from union.writers.qr import qr_svg


@bp.get("/posters")
def posters() -> ResponseReturnValue:
    _only_who_looks_after_people()
    found = posters_of(db, me(), request.args.get("before", type=UUID))
    return render_template(
        "members/inviting/posters.html",
        posters=[
            (each, band(each.uses), *_state(each, now()))
            for each in found[:POSTERS_A_PAGE]
        ],
        next=found[POSTERS_A_PAGE - 1].id if len(found) > POSTERS_A_PAGE else None,
    )


@bp.get("/posters/new")
def new_poster() -> ResponseReturnValue:
    _only_who_looks_after_people()
    branches = [branch for branch in every_branch(db) if may_make_posters(me(), branch)]
    return render_template(
        "members/inviting/new_poster.html",
        branches=[(branch.id, branch.name) for branch in branches],
        own=_own(branches),
    )


@bp.post("/posters")
@stands_on(new_poster)
def make_poster() -> ResponseReturnValue:
    form = read(NewPoster)
    branch = branch_or_refuse(db, form.branch_id)
    made = rules.make_poster(db, branch, me(), form)
    return redirect(url_for(".poster", poster_id=made.id), 303)


@bp.get("/posters/<uuid:poster_id>")
def poster(poster_id: UUID) -> ResponseReturnValue:
    found = poster_for(db, me(), poster_id)
    url = posting.address(found, _public_url())
    return render_template(
        "members/inviting/poster.html",
        poster=found,
        state=_state(found, now()),
        is_open=found.is_open(now()),
        came=band(found.uses),
        code=posting.in_groups(found.code),
        qr=Markup(qr_svg(url, url)),  # noqa: S704  (drawn by us from our own address)
    )


@bp.get("/posters/<uuid:poster_id>/poster.pdf")
def poster_pdf(poster_id: UUID) -> ResponseReturnValue:
    """The sheet, whose largest words are in the language asked for."""
    found = poster_for(db, me(), poster_id)
    if not found.is_open(now()):
        raise Refused(_("Nobody can come by this poster any more. Make a new one."))
    asked = request.args.get("main")
    main: Language = next((code for code in LOCALES if code == asked), "kk")
    sheet = posting.sheet(found, main, the_union(db), _public_url())
    answer = Response(print_poster(sheet), mimetype="application/pdf")
    name = f"{posting.in_groups(found.code)}-{main}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.get("/posters/<uuid:poster_id>/take-down")
def taking_down(poster_id: UUID) -> ResponseReturnValue:
    found = poster_for(db, me(), poster_id)
    return render_template("members/inviting/take_down.html", poster=found)


@bp.post("/posters/<uuid:poster_id>/take-down")
@stands_on(taking_down)
def take_down(poster_id: UUID) -> ResponseReturnValue:
    rules.take_down(db, poster_for(db, me(), poster_id), me())
    return redirect(url_for(".poster", poster_id=poster_id), 303)


def _only_who_looks_after_people() -> None:
    if not looks_after_anyone(me()):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))


def _own(branches: list[Branch]) -> UUID | str:
    """The branch chosen beforehand: one's own, if posters can be made for it."""
    own = next((b.id for b in branches if b.id == me().branch_id), None)
    return own or (branches[0].id if branches else "")


def _public_url() -> str:
    return str(current_app.config["SETTINGS"].public_url)


def _state(found: Poster, at: datetime) -> tuple[str, str]:
    """Whether people can come by it, in words and as a colour."""
    if found.revoked_at:
        return _("taken down"), "plain"
    if at >= found.expires_at:
        return _("run out"), "plain"
    if not found.is_open(at):
        return _("full"), "plain"
    return _("works"), "good"
