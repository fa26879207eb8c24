"""The end of joining: the account is made, and its recovery code kept on paper.

The server knows only the print of the code. Until two groups of it were typed, the code
itself travels in the newcomer's own cookie, sealed: so the page can be opened again.
"""

from base64 import b64decode, b64encode
from uuid import UUID

from flask import redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from union.core.db import db, unit_of_work
from union.core.errors import Invalid
from union.core.fields import Unreadable
from union.core.i18n import gettext as _
from union.core.keys import keyring
from union.core.web.application import secret_act, works_alone
from union.core.web.doors import public
from union.core.web.forms import read, stands_on
from union.core.web.limits import seldom
from union.members import passphrases, recovery
from union.members.device import device
from union.members.forms import KeyAnswer, NewAccount, TwoGroups
from union.members.house import house
from union.members.invitation import remembered
from union.members.joining import CODE
from union.members.login import let_in, me
from union.members.models import Member
from union.members.rules import joining as rules
from union.members.rules import passkeys as keys
from union.members.rules.account import make_recovery_code
from union.members.rules.sessions import open_session
from union.members.views import bp
from union.members.views.join import PAGES, answers, arriving, join_key


def _my_account() -> str:
    return str(me().id)


@bp.post("/join/key")
@public
@works_alone
@secret_act
@stands_on(join_key)
@seldom()
def make_account() -> ResponseReturnValue:
    said, invitation = answers(), remembered(cookie)
    if said.next_page != "members.join_key" or invitation is None:
        return redirect(url_for(said.next_page), 303)
    form = read(NewAccount)
    given = form.passphrase.get_secret_value()
    key = rules.Key(form.sign_in_name, passphrases.hash_of(given))
    with unit_of_work():
        member_id = rules.make_account(db, said, invitation, key).id
    _check_it_opens(member_id, given)
    with unit_of_work():
        return enter(db.get_one(Member, member_id))


def _check_it_opens(member_id: UUID, passphrase: str) -> None:
    """A form sent twice finds the account made: only its own passphrase opens it."""
    with unit_of_work(writes=False):
        kept = db.get_one(Member, member_id).passphrase_hash
    if not passphrases.matches(kept, passphrase):
        raise Invalid(_("This name and this passphrase do not go together."), {})


@bp.post("/join/passkey")
@public
@secret_act
@stands_on(join_key)
@seldom()
def make_account_by_passkey() -> ResponseReturnValue:
    said, invitation = answers(), remembered(cookie)
    if said.next_page != "members.join_key" or invitation is None:
        return redirect(url_for(said.next_page), 303)
    new = keys.made(house(), arriving(said), read(KeyAnswer))
    member = rules.make_account(db, said, invitation, rules.Key(said.proposed, ""))
    keys.add(db, member, new, device())
    return enter(member, strong=True)


def enter(member: Member, *, strong: bool = False) -> ResponseReturnValue:
    """Sign the newcomer in, with a code to write down."""
    needs_code = member.is_guest or member.recovery_digest is None
    let_in(*open_session(db, member.id, device(), strong=strong))
    if needs_code:
        _carry(make_recovery_code(member), member.id)
    return redirect(url_for(".join_code"), 303)


@bp.get("/join/code")
def join_code() -> ResponseReturnValue:
    code = _carried()
    if not (code or me().is_guest):
        return redirect(url_for(".today"), 303)
    return render_template(
        "members/join/code.html",
        step=5,
        steps=len(PAGES),
        groups=code.split("-") if code else None,
    )


@bp.post("/join/code")
@secret_act
@stands_on(join_code)
def make_code() -> ResponseReturnValue:
    if me().is_guest:
        _carry(make_recovery_code(me()), me().id)
    return redirect(url_for(".join_code"), 303)


@bp.get("/join/code/confirm")
def join_code_confirm() -> ResponseReturnValue:
    if _carried() is None:
        return redirect(url_for(".join_code"), 303)
    return render_template(
        "members/join/confirm.html",
        step=5,
        steps=len(PAGES),
        numbers=recovery.asked_for(me().recovery_digest or ""),
    )


@bp.post("/join/code/confirm")
@secret_act
@stands_on(join_code_confirm)
@seldom(_my_account)
def confirm_code() -> ResponseReturnValue:
    form, code = read(TwoGroups), _carried()
    if code is None:
        return redirect(url_for(".join_code"), 303)
    _check_is_written_down(form, code)
    rules.finish(db, me())
    cookie.pop(CODE)
    return redirect(url_for(".today"), 303)


def _check_is_written_down(form: TwoGroups, code: str) -> None:
    numbers = recovery.asked_for(recovery.digest_of(code))
    typed = zip(("first", "second"), (form.first, form.second), numbers, strict=True)
    problems = {
        name: _("This is not group %(number)s of your code.") % {"number": number}
        for name, words, number in typed
        if not recovery.is_same(words, recovery.group(code, number))
    }
    if problems:
        raise Invalid(_("Look at your paper once more."), problems)


def _carry(code: str, member_id: UUID) -> None:
    sealed = keyring().seal(code.encode(), _place(member_id))
    cookie[CODE] = b64encode(sealed).decode()


def _carried() -> str | None:
    """The code that is yet to be written down, if this phone still carries it."""
    try:
        sealed = b64decode(cookie.get(CODE, ""))
        code = keyring().open(sealed, _place(me().id)).decode()
    except (Unreadable, ValueError):
        return None
    is_newest = recovery.digest_of(code) == me().recovery_digest
    return code if is_newest else None


def _place(member_id: UUID) -> str:
    return f"cookie|recovery|{member_id}"
