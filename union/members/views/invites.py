"""People I invite: links for one person each."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core.base import now
from union.core.db import db
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.web.application import KEY_FIELD, secret_act
from union.core.web.forms import read, stands_on
from union.members.forms import NewInvite
from union.members.login import me
from union.members.models import INVITE_LASTS, Branch, Invite
from union.members.permissions import looks_after_anyone, may_invite, may_invite_to
from union.members.queries import (
    INVITES_A_PAGE,
    branch_or_refuse,
    every_branch,
    invite_for,
    invites_of,
)
from union.members.rules import inviting as rules
from union.members.views import bp
from union.writers.qr import qr_svg

TOKEN_BYTES = 16


@bp.get("/invites")
def invites() -> ResponseReturnValue:
    if not may_invite(me(), now()):
        raise NotAllowed(_("You can invite people once your probation is over."))
    before = request.args.get("before", type=UUID)
    found = invites_of(db, me(), now(), before)
    return render_template(
        "members/inviting/invites.html",
        invites=[(i, *_state(i, now())) for i in found[:INVITES_A_PAGE]],
        next=found[INVITES_A_PAGE - 1].id if len(found) > INVITES_A_PAGE else None,
        left=rules.left_to_give(db, me(), now()),
        branches=[(branch.id, branch.name) for branch in _branches()],
    )


@bp.post("/invites")
@secret_act
@stands_on(invites)
def invite() -> ResponseReturnValue:
    """Make a link and show it, this once: only its digest is kept."""
    branch = branch_or_refuse(db, read(NewInvite).branch_id or me().branch_id)
    token = _token()
    made = rules.invite(db, branch, me(), token)
    url = f"{current_app.config['SETTINGS'].public_url}/i/{token}"
    return render_template(
        "members/inviting/invite.html",
        url=url,
        qr=Markup(qr_svg(url, url)),  # noqa: S704  (drawn by us from our own address)
        until=made.made_at + INVITE_LASTS,
        branch=branch,
    )


@bp.post("/invites/<uuid:invite_id>/take-back")
def take_back(invite_id: UUID) -> ResponseReturnValue:
    rules.take_back(db, invite_for(db, me(), invite_id), me())
    return redirect(url_for(".invites"), 303)


def _branches() -> list[Branch]:
    """The branches an officer can choose from; others invite into their own."""
    if not looks_after_anyone(me()):
        return []
    return [branch for branch in every_branch(db) if may_invite_to(me(), branch)]


def _token() -> str:
    """128 bits; a form sent again, on a weak network, shows the same link again.

    Letters and digits only: messengers cut a link short that ends in another sign.
    """
    key = request.form.get(KEY_FIELD) or secrets.token_urlsafe(TOKEN_BYTES)
    secret: str = current_app.config["SECRET_KEY"]
    drawn = hmac.digest(secret.encode(), f"invite {me().id} {key}".encode(), "sha256")
    return b32encode(drawn[:TOKEN_BYTES]).rstrip(b"=").decode().lower()


def _state(made: Invite, at: datetime) -> tuple[str, str]:
    """What has become of a link, in words and as a colour; never by whom."""
    if made.used_at:
        return _("used"), "good"
    if made.revoked_at:
        return _("taken back"), "plain"
    if not made.is_open(at):
        return _("run out"), "plain"
    return _("waiting"), "sun"
