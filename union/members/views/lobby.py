"""The lobby: what happens next, the code to show, and how many have vouched."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import (
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core import i18n
from union.core.db import db
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.core.settings import Settings
from union.members.login import me
from union.members.queries import lobby_of, vouches_for, welcome_for
from union.members.rules.lobby import welcome as note_welcome
from union.members.rules.vouching import NEEDED
from union.members.views import bp
from union.writers.qr import qr_svg


def in_lobby() -> dict[str, Any]:
    """What the lobby says to whoever waits."""
    lobby = lobby_of(db, me())
    if lobby is None:
        return _progress()
    settings: Settings = current_app.config["SETTINGS"]
    link = settings.public_url + url_for("members.newcomer", code=lobby.code)
    return _progress() | {
        "code": f"{lobby.code[:4]}-{lobby.code[4:]}",
        "link": link,
        "qr": Markup(qr_svg(link, link)),  # noqa: S704  (drawn by us from our own address)
        "welcome_by": None if lobby.welcomed_at else lobby.welcome_by,
    }


def _progress() -> dict[str, Any]:
    return {
        "vouched": min(vouches_for(db, me()), NEEDED),
        "needed": NEEDED,
        "is_admitted": bool(me().admitted_at),
    }


@bp.get("/lobby/progress")
def lobby_progress() -> ResponseReturnValue:
    """The part of the lobby that moves; unchanged, it is not sent again."""
    if not (me().is_waiting or lobby_of(db, me())):
        raise NotFound(_("You do not wait in the lobby."))
    facts = _progress()
    answer = make_response(render_template("members/lobby/_progress.html", **facts))
    said = f"{i18n.language.get()} {me().id} {facts}"
    answer.set_etag(sha256(said.encode()).hexdigest()[:32])
    return answer.make_conditional(request)


@bp.post("/people/<uuid:member_id>/welcome")
def welcome(member_id: UUID) -> ResponseReturnValue:
    lobby, newcomer = welcome_for(db, me(), member_id)
    note_welcome(db, lobby, newcomer, me())
    return redirect(url_for(".today"), 303)
