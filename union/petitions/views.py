"""The pages of petitions."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    url_for,
)
from flask import render_template as render
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed, NotFound
from union.core.i18n import gettext as _
from union.core.web.forms import read, stands_on
from union.documents.queries import issued
from union.members.login import me, step_up
from union.petitions import exports, permissions, rules
from union.petitions.models import (
    DISCLOSURES,
    FEW,
    LONGEST_ADDRESSEE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORD,
    Draft,
    Petition,
    Pledge,
    SheetOrder,
)
from union.petitions.queries import (
    branches_of,
    count_and_own,
    petition_for,
    petitions_for,
    platforms,
    shown,
    signers,
    voices,
)

bp = Blueprint("petitions", __name__, url_prefix="/petitions")

VOICES_ON_PAGE = 3


@bp.get("")
def index() -> ResponseReturnValue:
    words, after = request.args.get("words", "").strip()[:100], _place("after")
    lines, next_page = petitions_for(db, me(), words, after)
    return render(
        "petitions/index.html",
        lines=lines,
        words=words,
        next_page=next_page,
        at=now(),
        shown=shown,
        can_draft=permissions.may_draft(me(), me().branch, now()),
        has_ballots="ballots.index" in current_app.view_functions,
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    if not permissions.may_draft(me(), me().branch, now()):
        raise NotAllowed(_("Petitions are opened by full members."))
    return _form(None)


@bp.post("")
@stands_on(new)
def draft() -> ResponseReturnValue:
    petition = rules.draft(db, me(), read(Draft))
    return _to("show", petition)


@bp.get("/<uuid:petition_id>")
def show(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    count, own = count_and_own(db, petition, me())
    said, _more = (
        voices(db, petition, limit=VOICES_ON_PAGE) if count >= FEW else ([], 0)
    )
    return render(
        "petitions/show.html",
        **_tally(petition, count),
        own=own,
        voices=said,
        disclosures=DISCLOSURES,
        names=i18n.NAMES,
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
    petition = petition_for(db, me(), petition_id)
    count, _own = count_and_own(db, petition, me())
    words = _tally(petition, count)
    return _unless_known(words, lambda: render("petitions/_tally.html", **words))


@bp.get("/<uuid:petition_id>/words")
def words(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    count, _own = count_and_own(db, petition, me())
    said, next_page = (
        voices(db, petition, _place("after")) if count >= FEW else ([], None)
    )
    return render(
        "petitions/words.html", petition=petition, voices=said, next_page=next_page
    )


@bp.get("/<uuid:petition_id>/edit")
def edit(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    if not permissions.may_edit(me(), petition, now()):
        return _to("show", petition)
    return _form(petition)


@bp.post("/<uuid:petition_id>/edit")
@stands_on(edit)
def save(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.edit(db, petition, me(), read(Draft))
    return _to("show", petition)


@bp.post("/<uuid:petition_id>/publish")
@stands_on(show)
def publish(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.publish(db, petition, me())
    return _to("show", petition)


@bp.post("/<uuid:petition_id>/sign")
@stands_on(show)
def sign(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.sign(db, petition, me(), read(Pledge))
    return _to("signed", petition)


@bp.get("/<uuid:petition_id>/signed")
def signed(petition_id: UUID) -> ResponseReturnValue:
    """What comes after signing: tell others, and know what happens next."""
    petition = petition_for(db, me(), petition_id)
    count, own = count_and_own(db, petition, me())
    if own is None:
        return _to("show", petition)
    return render(
        "petitions/signed.html",
        **_tally(petition, count),
        own=own,
        disclosures=DISCLOSURES,
        link=url_for(".show", petition_id=petition_id, _external=True),
    )


@bp.get("/<uuid:petition_id>/signature/withdraw")
def reconsider(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    _count, own = count_and_own(db, petition, me())
    if own is None:
        return _to("show", petition)
    return render("petitions/reconsider.html", petition=petition, own=own)


@bp.post("/<uuid:petition_id>/signature/withdraw")
@stands_on(reconsider)
def withdraw_signature(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.withdraw_signature(db, petition, me())
    return _to("show", petition)


@bp.get("/<uuid:petition_id>/withdraw")
def take_back(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    return render("petitions/take_back.html", petition=petition, few=FEW)


@bp.post("/<uuid:petition_id>/withdraw")
@stands_on(take_back)
def withdraw(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.withdraw(db, petition, me())
    return _to("show", petition)


@bp.get("/<uuid:petition_id>/signers")
def ask_for_signers(petition_id: UUID) -> ResponseReturnValue:
    """Say that reading the names is minuted, before it is done."""
    petition = petition_for(db, me(), petition_id)
    if not permissions.may_read_signers(me(), petition):
        return _to("show", petition)
    return render("petitions/signers.html", petition=petition, names=None)


@bp.post("/<uuid:petition_id>/signers")
@stands_on(ask_for_signers)
@step_up
def read_signers(petition_id: UUID) -> ResponseReturnValue:
    petition = petition_for(db, me(), petition_id)
    rules.open_signers(db, petition, me())
    names, next_page = signers(db, petition, _place("after"))
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


@bp.get("/<uuid:petition_id>/sheet.pdf")
def sheet(petition_id: UUID) -> ResponseReturnValue:
    """The newest sheet that was issued, for those who may read it."""
    petition = petition_for(db, me(), petition_id)
    papers = issued(db, exports.KIND, petition.id)
    if not papers or not permissions.may_read_signers(me(), petition):
        raise NotFound(_("There is no such paper."))
    return redirect(url_for("documents.download", document_id=papers[0].id, form="pdf"))


def _form(petition: Petition | None) -> str:
    first = petition.language if petition else i18n.language.get()
    return render(
        "petitions/form.html",
        petition=petition,
        branch_options=[(branch.id, branch.name) for branch in branches_of(db, me())],
        platform_options=[(known.id, known.name) for known in platforms(db)],
        first=first,
        longest={
            "title": LONGEST_TITLE,
            "addressee": LONGEST_ADDRESSEE,
            "text": LONGEST_TEXT,
        },
        closes_at=_on_the_wall(petition),
        few=FEW,
    )


def _on_the_wall(petition: Petition | None) -> str:
    """The closing hour as its field wants it."""
    if petition is None:
        return ""
    return petition.closes_at.astimezone(i18n.zone.get()).strftime("%Y-%m-%dT%H:%M")


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
    facts = (
        f"{i18n.language.get()} {words | {'petition': words['petition'].model_dump()}}"
    )
    tag = sha256(f"{i18n.language.get()} {facts}".encode()).hexdigest()[:32]
    known = request.if_none_match.contains(tag)
    answer = make_response("" if known else draw())
    answer.set_etag(tag)
    if known:
        answer.status_code = HTTPStatus.NOT_MODIFIED
    return answer


def _place(name: str) -> UUID | None:
    """Where a list goes on, from the address; nonsense begins at the start."""
    try:
        return UUID(request.values.get(name, ""))
    except ValueError:
        return None


def _to(page: str, petition: Petition) -> ResponseReturnValue:
    return redirect(url_for(f".{page}", petition_id=petition.id), HTTPStatus.SEE_OTHER)
