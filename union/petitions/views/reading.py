"""Petitions as they are read: the list, one of them, and what moves on it."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.documents.queries import issued
from union.members.login import me
from union.petitions import exports, permissions
from union.petitions.models import DISCLOSURES, FEW, LONGEST_WORD, Petition
from union.petitions.queries import (
    petition_for,
    petitions_for,
    shown,
    standing_for,
    voices,
)
from union.petitions.views.blueprint import bp, place, to

VOICES_ON_PAGE = 3


@bp.get("")
def index() -> ResponseReturnValue:
    words, after = request.args.get("words", "").strip()[:100], place("after")
    lines, next_page = petitions_for(db, me(), words, after)
    return render(
        "petitions/index.html",
        lines=lines,
        words=words,
        next_page=next_page,
        at=now(),
        shown=shown,
        can_draft=permissions.may_draft(me(), me().branch, now()),
        has_ballots=me().is_current and "ballots.index" in current_app.view_functions,
    )


@bp.get("/<uuid:petition_id>")
def show(petition_id: UUID) -> ResponseReturnValue:
    standing = standing_for(db, me(), petition_id)
    petition, count, own = standing.petition, standing.count, standing.own
    said, _more = (
        voices(db, petition, limit=VOICES_ON_PAGE, named=_may_read_names())
        if count >= FEW
        else ([], 0)
    )
    return render(
        "petitions/show.html",
        **_tally(petition, count),
        own=own,
        platforms=standing.platforms,
        voices=said,
        disclosures=DISCLOSURES,
        tongue=i18n.tongue,
        longest_word=LONGEST_WORD,
        can_sign=not own
        and petition.is_open(now())
        and permissions.may_sign(me(), petition),
        can_edit=permissions.may_edit(me(), petition, now()),
        can_withdraw=(
            count < FEW
            and permissions.may_withdraw(me(), petition)
            and (petition.is_open(now()) or not petition.opened_at)
        ),
        can_read_signers=permissions.may_read_signers(me(), petition),
    )


@bp.get("/<uuid:petition_id>/tally")
def tally(petition_id: UUID) -> ResponseReturnValue:
    """The part of the page that moves; unchanged, it is not drawn again."""
    standing = standing_for(db, me(), petition_id)
    petition, count = standing.petition, standing.count
    words = _tally(petition, count)
    return _unless_known(words, lambda: render("petitions/_tally.html", **words))


@bp.get("/<uuid:petition_id>/words")
def words(petition_id: UUID) -> ResponseReturnValue:
    standing = standing_for(db, me(), petition_id)
    petition, count = standing.petition, standing.count
    said, next_page = (
        voices(db, petition, place("after"), named=_may_read_names())
        if count >= FEW
        else ([], None)
    )
    return render(
        "petitions/words.html", petition=petition, voices=said, next_page=next_page
    )


def _may_read_names() -> bool:
    return permissions.may_read_names(me(), now())


@bp.get("/<uuid:petition_id>/signed")
def signed(petition_id: UUID) -> ResponseReturnValue:
    """What comes after signing: tell others, and know what happens next."""
    standing = standing_for(db, me(), petition_id)
    petition, count, own = standing.petition, standing.count, standing.own
    if own is None:
        return to("show", petition)
    return render(
        "petitions/signed.html",
        **_tally(petition, count),
        own=own,
        disclosures=DISCLOSURES,
        link=url_for(".show", petition_id=petition_id, _external=True),
    )


@bp.get("/<uuid:petition_id>/sheet.pdf")
def sheet(petition_id: UUID) -> ResponseReturnValue:
    """The newest sheet that was issued, for those who may read it."""
    petition = petition_for(db, me(), petition_id)
    papers = issued(db, exports.KIND, petition.id)
    if not papers or not permissions.may_read_signers(me(), petition):
        raise NotFound(_("There is no such paper."))
    return redirect(url_for("documents.download", document_id=papers[0].id, form="pdf"))


def _tally(petition: Petition, count: int) -> dict[str, Any]:
    """What the live part of the page says: the same for all its readers."""
    return {
        "petition": petition,
        "count": count if count >= FEW else 0,
        "shown": shown(count),
        "is_open": petition.is_open(now()),
        "is_over": petition.is_over(now()),
    }


def _unless_known(words: dict[str, Any], draw: Callable[[], str]) -> Response:
    """The answer, or only a nod when the reader has it already."""
    kept = words["petition"].model_dump(exclude={"frozen_at"})  # tells of the first
    facts = f"{i18n.language.get()} {words | {'petition': kept}}"
    tag = sha256(facts.encode()).hexdigest()[:32]
    known = request.if_none_match.contains(tag)
    answer = make_response("" if known else draw())
    answer.set_etag(tag)
    if known:
        answer.status_code = HTTPStatus.NOT_MODIFIED
    return answer
