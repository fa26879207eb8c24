"""Flask-Login: a sign-in session in the cookie, and the member it belongs to."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import (
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload
from sqlmodel import col, select

from union.core.base import now
from union.core.db import db, unit_of_work
from union.core.errors import (
    NotAllowed,
    Refused,
    SecondFactorNeeded,
    SignInNeeded,
    StepUpNeeded,
)
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.core.settings import Settings
from union.core.web.application import SAFE
from union.core.web.forms import page_of_form
from union.members.device import device
from union.members.models import HeldRole, Member, SignInSession, Standing
from union.members.rules.sessions import (
    digest_of,
    end_session,
    is_alive,
    is_due_to_be_noted,
    is_too_weak,
    note_use,
    open_session,
)

FRESH = timedelta(minutes=10)  # how long a proof holds for delicate acts

FINISHING = {  # where a guest may go: to the end of joining, or out
    "members.join_code",
    "members.make_code",
    "members.join_code_confirm",
    "members.confirm_code",
    "members.sign_out",
}

_LOBBY = {
    Standing.PENDING: mark("A steward must admit you first. Then this page opens."),
    Standing.SUSPENDED: mark("You are suspended. Your page says why."),
}

_logger = logging.getLogger(__name__)

_whose = joinedload(SignInSession.member)  # type: ignore[arg-type]
_BY_DIGEST = (  # built once: every request asks it
    select(SignInSession)
    .where(col(SignInSession.digest) == bindparam("digest"))
    .options(
        _whose.joinedload(Member.branch),  # type: ignore[arg-type]
        _whose.joinedload(Member.roles).joinedload(HeldRole.branch),  # type: ignore[arg-type]
        _whose.joinedload(Member.ways_back),  # type: ignore[arg-type]
    )
)


class JoiningUnfinished(Refused):
    """Whoever has an account and no recovery code yet goes back to that page."""


View = TypeVar("View", bound=Callable[..., Any])

login_manager = LoginManager()
login_manager.session_protection = (
    None  # it would store a digest of address and browser
)


class SignedIn(UserMixin):
    """A member on one device, as Flask-Login sees them; Member knows nothing of it."""

    def __init__(self, session: SignInSession, secret: str) -> None:
        self.session = session
        self.session_id: UUID = session.id
        self.member = session.member
        self.member_id: UUID = session.member_id
        self.is_to_be_noted = is_due_to_be_noted(session, now())
        self._secret = secret

    def check_entry(self, feature: str | None) -> None:
        """Keep whoever is not admitted, or suspended, among their own pages.

        An officer without a second factor comes no further than to where one is made.
        """
        view = current_app.view_functions.get(request.endpoint or "")
        if not getattr(view, "is_before_second_factor", False):
            ask_for_second_factor()
        if self.member.is_guest:
            _lead_on(request.endpoint)
        elif not self.may_enter(feature):
            raise NotAllowed(_(_LOBBY[self.member.standing(now())]))

    def may_enter(self, feature: str | None) -> bool:
        """Whether a feature is open to this member at all; its rules say for what."""
        if self.member.is_current:
            return True
        if feature == "petitions":
            return self.member.is_waiting
        return feature == "members" and not self.member.is_guest

    def get_id(self) -> str:
        return self._secret


def _lead_on(endpoint: str | None) -> None:
    """Let a guest go nowhere but to the end of joining, or out."""
    if endpoint not in FINISHING:
        raise JoiningUnfinished(_("Finish joining first: write your code down."))


@login_manager.user_loader
def load(secret: str) -> SignedIn | None:
    """The member behind a cookie, if its session is still alive: one query."""
    if not isinstance(secret, str):  # whoever signed it, it was no session of ours
        return None
    found = db.exec(_BY_DIGEST, params={"digest": digest_of(secret)}).unique()
    session = found.first()
    if session is None or not is_alive(session, now()):
        return None
    reader = SignedIn(session, secret)
    g.reader = reader
    g.role = "officer" if session.member.is_officer else "member"  # for the log
    return reader


@login_manager.unauthorized_handler
def ask_to_sign_in() -> ResponseReturnValue:
    """Lead a stranger to the door, and back afterwards; nothing is done meanwhile."""
    if request.method not in SAFE:
        raise SignInNeeded(_("Sign in first, then do this again."))
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("members.sign_in", next=None if wanted == "/" else wanted))


def before_second_factor(view: View) -> View:
    """Open a view to officers, too, who have shown no more than a passphrase."""
    view.is_before_second_factor = True  # type: ignore[attr-defined]
    return view


def lacks_second_factor() -> bool:
    """Whether this officer must show more than a passphrase; a demo does not insist."""
    settings: Settings = current_app.config["SETTINGS"]
    return not settings.development and is_too_weak(my_session())


def ask_for_second_factor() -> None:
    if lacks_second_factor():
        raise SecondFactorNeeded(
            _("You serve others, so a passphrase alone does not open this.")
        )


def lead_to_second_factor(refusal: SecondFactorNeeded) -> ResponseReturnValue:
    """Lead to where a second factor is made; what was sent is not done."""
    if request.method in SAFE:
        return redirect(url_for("members.second_factor"), 303)
    return render_template("refused.html", reason=refusal.reason), refusal.status


def sign_in_here(member_id: UUID, *, strong: bool = False) -> None:
    """Open a session on this device; whoever was signed in on it is so no more."""
    if current_user.is_authenticated:
        end_session(db, my_session(), me())
    let_in(*open_session(db, member_id, device(), strong=strong))


def let_in(session: SignInSession, secret: str) -> None:
    """Put a new secret into the cookie, and nothing else: what was there is gone."""
    cookie.clear()
    cookie.permanent = True
    login_user(SignedIn(session, secret))
    for noise in ("_fresh", "_id"):  # the latter tells of address and browser
        cookie.pop(noise)


def leave_no_trace(to: str = "members.today", *kinds: str) -> Response:
    """Lead out, and leave nothing of the visit on this device.

    Emptying the cache too may take a slow phone seconds: ask for it by `kinds`.
    """
    logout_user()
    cookie.clear()
    answer = make_response(redirect(url_for(to), 303))
    left = ("cookies", "storage", *kinds)
    answer.headers["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in left)
    return answer


def me() -> Member:
    """The member who is asking."""
    member: Member = current_user.member
    return member


def my_id() -> UUID:
    """The id of the member who is asking, which takes no look into the database."""
    member_id: UUID = current_user.member_id
    return member_id


def my_session() -> SignInSession:
    """The session of the device that is asking."""
    session: SignInSession = current_user.session
    return session


def current_session_id() -> UUID:
    """Which of a member's devices is asking."""
    session_id: UUID = current_user.session_id
    return session_id


def step_up(view: View) -> View:
    """Open a view only to someone who gave the passphrase within ten minutes."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if now() >= my_session().proved_at + FRESH:
            raise StepUpNeeded(_("Give your passphrase once more before this."))
        return view(*args, **kwargs)

    return cast(View, guarded)


def ask_to_prove(_refusal: StepUpNeeded) -> ResponseReturnValue:
    """Lead to where the passphrase is given once more, and back to the page."""
    wanted = request.full_path.rstrip("?")
    back = wanted if request.method in SAFE else page_of_form()
    return redirect(url_for("members.prove", next=back), 303)


def lead_to_finish(_refusal: JoiningUnfinished) -> ResponseReturnValue:
    """Lead a guest to where joining goes on."""
    return redirect(url_for("members.join_code"), 303)


def note_that_it_is_used(answer: Response) -> Response:
    """Keep the session of this request alive, after its work is done.

    What was done is done: not to be able to note it must not spoil the answer.
    """
    reader: SignedIn | None = g.get("reader")
    if reader and reader.is_to_be_noted:
        try:
            with unit_of_work() as work:
                note_use(work, reader.session_id, now())
        except OperationalError:
            _logger.warning("a session is in use, and that could not be noted")
    return answer
