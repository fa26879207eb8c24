"""The door: signing in and out, the way back in, and proving once more who one is."""

from flask import (
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from union.core.base import now
from union.core.db import db, unit_of_work
from union.core.web.application import secret_act, works_alone
from union.core.web.doors import our_path, public
from union.core.web.forms import read, stands_on
from union.core.web.limits import seldom
from union.members import passphrases
from union.members.device import device
from union.members.forms import Proof, Recovery, SignIn
from union.members.halfway import wait_for_code
from union.members.house import house
from union.members.login import (
    before_second_factor,
    current_session_id,
    leave_no_trace,
    let_in,
    me,
    my_session,
    sign_in_here,
    step_up,
)
from union.members.names import folded
from union.members.passkeys import SIGN_IN, proof, request_options
from union.members.queries import asks_for_codes, passkeys_of
from union.members.rules import account, sessions
from union.members.views import bp


def _account_tried() -> str:
    return folded(request.form.get("sign_in_name", ""))


def _my_account() -> str:
    return str(me().id)


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    return render_template(
        "members/door/sign_in.html",
        next=request.args.get("next"),
        passkey_options=request_options(house(), SIGN_IN, now()),
    )


@bp.post("/sign-in")
@public
@works_alone
@secret_act
@stands_on(sign_in)
@seldom(_account_tried)
def enter() -> ResponseReturnValue:
    form, there = read(SignIn), request.args.get("next", "/")
    with unit_of_work(writes=False):
        member = sessions.who_signs_in(db, form)
        member_id, needs_code = member.id, asks_for_codes(db, member)
    if needs_code:
        wait_for_code(member_id)
        return redirect(url_for(".sign_in_code", next=there), 303)
    with unit_of_work():
        sign_in_here(member_id)
    return redirect(our_path(there), 303)


@bp.post("/sign-out")
@before_second_factor
@secret_act
def sign_out() -> ResponseReturnValue:
    """Out at once, leaving nothing of the visit on this device."""
    sessions.end_session(db, my_session(), me())
    return leave_no_trace()


@bp.get("/recover")
@public
def recover() -> ResponseReturnValue:
    return render_template("members/door/recover.html")


@bp.post("/recover")
@public
@works_alone
@secret_act
@stands_on(recover)
@seldom()
def come_back() -> ResponseReturnValue:
    form = read(Recovery)
    with unit_of_work(writes=False):
        member = account.whose_code(db, form.code)
        account.refuse_own_names(member, form)
        member_id = member.id
    kept = passphrases.hash_of(form.passphrase.get_secret_value())
    with unit_of_work():
        code = account.come_back(db, member_id, form.code, kept, device())
        let_in(*sessions.open_session(db, member_id, device()))
    return _show(code)


@bp.get("/prove")
@before_second_factor
def prove() -> ResponseReturnValue:
    known = [key.credential for key in passkeys_of(db, me())]
    asked = request_options(house(), proof(current_session_id()), now(), known)
    return render_template(
        "members/door/prove.html",
        next=request.args.get("next"),
        passkey_options=asked if known else None,
    )


@bp.post("/prove")
@before_second_factor
@works_alone
@secret_act
@stands_on(prove)
@seldom(_my_account)
def show_proof() -> ResponseReturnValue:
    form = read(Proof)
    with unit_of_work(writes=False):
        account.check_passphrase(me(), form)
    with unit_of_work():
        session = my_session()
        let_in(session, sessions.prove(session, now()))
    return redirect(our_path(request.args.get("next", "/me")), 303)


@bp.get("/me/recovery-code")
@step_up
def recovery_code() -> ResponseReturnValue:
    return render_template("members/me/new_recovery_code.html")


@bp.post("/me/recovery-code")
@secret_act
@stands_on(recovery_code)
@step_up
def make_recovery_code() -> ResponseReturnValue:
    return _show(account.renew_recovery_code(db, me(), device()))


def _show(code: str) -> Response:
    """The one time a recovery code is shown."""
    groups = code.split("-")
    return make_response(
        render_template("members/me/recovery_code.html", code=code, groups=groups)
    )
