"""Joining, page by page: the answers live in the cookie until there is an account."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from flask import redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

from union.core import i18n
from union.core.base import now
from union.core.db import db
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.core.web.doors import public
from union.core.web.forms import read, stands_on
from union.members import passkeys, sign_in_names
from union.members.forms import NewName, Work
from union.members.house import house
from union.members.invitation import remembered
from union.members.joining import ELSEWHERE, Answers, answers_in, keep
from union.members.models import VEHICLES, Branch, Invite, Poster
from union.members.notice import VERSION
from union.members.queries import cities, platforms
from union.members.rules import joining as rules
from union.members.rules.invites import invitation_for
from union.members.views import bp

PAGES = (
    "members.join",
    "members.join_name",
    "members.join_work",
    "members.join_key",
    "members.join_code",
)
Page = Callable[[], ResponseReturnValue]


def step(endpoint: str) -> Callable[[Page], Page]:
    """A page of joining: for the invited who have answered the pages before it."""

    def guard(view: Page) -> Page:
        @wraps(view)
        def guarded() -> ResponseReturnValue:
            return _led_elsewhere(endpoint) or view()

        return guarded

    return guard


def _led_elsewhere(endpoint: str) -> ResponseReturnValue | None:
    if current_user.is_authenticated:
        return redirect(url_for(".today"), 303)
    if invited_by() is None:
        return render_template("members/join/uninvited.html")
    waiting = answers().next_page
    if PAGES.index(waiting) < PAGES.index(endpoint):
        return redirect(url_for(waiting), 303)
    return None


def answers() -> Answers:
    """What this newcomer has said so far."""
    return answers_in(cookie)


def invited_by() -> Invite | Poster | None:
    """What the invitation in the cookie stands for, if it still opens."""
    invitation = remembered(cookie)
    try:
        return invitation_for(db, invitation, now()) if invitation else None
    except NotFound:
        return None


@bp.get("/join")
@public
@step("members.join")
def join() -> ResponseReturnValue:
    return render_template("members/join/join.html", step=1, steps=len(PAGES))


@bp.post("/join")
@public
@stands_on(join)
@step("members.join")
def agree() -> ResponseReturnValue:
    said, found = answers(), invited_by()
    entered = found.member_id if isinstance(found, Invite) else None
    said.id = (entered or uuid4()).hex
    said.notice = VERSION
    keep(cookie, said)
    return redirect(url_for(".join_name"), 303)


@bp.get("/join/name")
@public
@step("members.join_name")
def join_name() -> ResponseReturnValue:
    return render_template(
        "members/join/name.html", step=2, steps=len(PAGES), said=answers()
    )


@bp.post("/join/name")
@public
@stands_on(join_name)
@step("members.join_name")
def choose_name() -> ResponseReturnValue:
    said, form = answers(), read(NewName)
    rules.check_name(db, form.name)
    said.name = form.name
    keep(cookie, said)
    return redirect(url_for(".join_work"), 303)


@bp.get("/join/work")
@public
@step("members.join_work")
def join_work() -> ResponseReturnValue:
    said = answers()
    found = invited_by()
    near = _city_of(found.branch if found else None)
    known = [(city.id, city.name) for city in cities(db)]
    return render_template(
        "members/join/work.html",
        step=3,
        steps=len(PAGES),
        said=said,
        near=near,
        cities=[*known, (ELSEWHERE, _("Another city"))],
        platforms=[(p.id, p.name) for p in platforms(db)],
        vehicles=[(kind.value, _(words)) for kind, words in VEHICLES.items()],
    )


def _city_of(branch: Branch | None) -> str | None:
    """The city of a branch, or of the nearest above it that lies in one."""
    while branch and not branch.city_id:
        branch = db.get(Branch, branch.parent_id) if branch.parent_id else None
    return branch.city_id if branch else None


@bp.post("/join/work")
@public
@stands_on(join_work)
@step("members.join_work")
def say_where() -> ResponseReturnValue:
    said, form = answers(), read(Work)
    rules.check_work(db, form)
    said.city, said.platforms = form.city, form.platforms
    said.vehicle, said.manages = form.vehicle, bool(form.manages)
    said.proposed = said.proposed or _another_name()
    keep(cookie, said)
    return redirect(url_for(".join_key"), 303)


@bp.get("/join/key")
@public
@step("members.join_key")
def join_key() -> ResponseReturnValue:
    said = answers()
    who = passkeys.Holder(said.member_id, said.name, known=())
    options = passkeys.creation_options(house(), arriving(said), who, now())
    return render_template(
        "members/join/key.html",
        step=4,
        steps=len(PAGES),
        said=said,
        passkey_options=options,
    )


def arriving(said: Answers) -> passkeys.Occasion:
    """What a new passkey is made for: this newcomer, and no other."""
    return passkeys.Occasion("join", said.id)


@bp.post("/join/key/another")
@public
@stands_on(join_key)
@step("members.join_key")
def propose_another() -> ResponseReturnValue:
    said = answers()
    said.proposed = _another_name(said.proposed)
    keep(cookie, said)
    return redirect(url_for(".join_key"), 303)


def _another_name(before: str | None = None) -> str:
    return sign_in_names.proposed(db, i18n.language.get(), instead_of=before)
