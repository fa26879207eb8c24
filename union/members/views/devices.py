"""The devices a member is signed in on, and what happened to their signing in."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core import i18n
from union.core.db import db
from union.core.i18n import gettext as _
from union.members.login import (
    before_second_factor,
    current_session_id,
    leave_no_trace,
    me,
)
from union.members.models import ACCOUNT_DEEDS, AccountNote
from union.members.queries import notes_of, session_for, sessions_of
from union.members.rules import sessions
from union.members.views import bp


@bp.get("/me/devices")
@before_second_factor
def devices() -> ResponseReturnValue:
    return render_template(
        "members/me/devices.html",
        sessions=sessions_of(db, me()),
        here=current_session_id(),
        account_notes=[_told(each) for each in notes_of(db, me())],
    )


def _told(note: AccountNote) -> tuple[str, str, str]:
    """When it happened, what, and on which kind of device."""
    what = _(ACCOUNT_DEEDS[note.deed])
    on = f"{what} ({note.device})" if note.device else what
    return i18n.moment(note.at), on, ""


@bp.post("/me/devices/<uuid:session_id>/sign-out")
@before_second_factor
def sign_out_device(session_id: UUID) -> ResponseReturnValue:
    session = session_for(db, me(), session_id)
    sessions.end_session(db, session, me())
    return redirect(url_for(".devices"), 303)


@bp.post("/me/devices/sign-out-others")
@before_second_factor
def sign_out_others() -> ResponseReturnValue:
    sessions.end_sessions(db, me(), but=current_session_id())
    return redirect(url_for(".devices"), 303)


@bp.post("/me/devices/sign-out-everywhere")
@before_second_factor
def sign_out_everywhere() -> ResponseReturnValue:
    sessions.end_sessions(db, me())
    return leave_no_trace()
