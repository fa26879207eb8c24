"""Passkeys: to sign in with, to prove oneself with, and the list of one's own."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core.base import now
from union.core.db import db
from union.core.web.application import secret_act
from union.core.web.doors import our_path, public
from union.core.web.forms import read, stands_on
from union.core.web.limits import seldom
from union.members import passkeys
from union.members.device import device
from union.members.forms import KeyAnswer
from union.members.house import house
from union.members.login import (
    before_second_factor,
    current_session_id,
    let_in,
    me,
    my_session,
    sign_in_here,
    step_up,
)
from union.members.queries import passkey_for, passkeys_of
from union.members.rules import passkeys as rules
from union.members.rules import sessions, ways
from union.members.views import bp
from union.members.views.door import prove, sign_in


@bp.post("/sign-in/passkey")
@public
@secret_act
@stands_on(sign_in)
@seldom()
def enter_by_passkey() -> ResponseReturnValue:
    member = rules.who_signs_in(db, house(), read(KeyAnswer))
    sign_in_here(member.id, strong=True)
    return redirect(our_path(request.args.get("next", "/")), 303)


@bp.post("/prove/passkey")
@before_second_factor
@secret_act
@stands_on(prove)
@seldom()
def prove_by_passkey() -> ResponseReturnValue:
    session, occasion = my_session(), passkeys.proof(current_session_id())
    rules.check(db, house(), occasion, me(), read(KeyAnswer))
    let_in(session, sessions.prove(session, now(), strong=True))
    return redirect(our_path(request.args.get("next", "/me")), 303)


@bp.get("/me/passkeys")
@before_second_factor
def my_passkeys() -> ResponseReturnValue:
    return render_template("members/me/passkeys.html", keys=passkeys_of(db, me()))


@bp.get("/me/passkeys/new")
@before_second_factor
@step_up
def new_passkey() -> ResponseReturnValue:
    known = tuple(key.credential for key in passkeys_of(db, me()))
    holder = passkeys.Holder(me().id, me().name, known)
    occasion = passkeys.new_key(current_session_id())
    asked = passkeys.creation_options(house(), occasion, holder, now())
    return render_template("members/me/new_passkey.html", passkey_options=asked)


@bp.post("/me/passkeys")
@before_second_factor
@secret_act
@stands_on(new_passkey)
@step_up
def add_passkey() -> ResponseReturnValue:
    session, occasion = my_session(), passkeys.new_key(current_session_id())
    ways.refuse_to_pass_by(db, session)
    rules.add(db, me(), rules.made(house(), occasion, read(KeyAnswer)), device())
    let_in(session, sessions.strengthen(session))
    return redirect(url_for(".my_passkeys"), 303)


@bp.get("/me/passkeys/<uuid:passkey_id>/remove")
@before_second_factor
@step_up
def ask_to_remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    key = passkey_for(db, me(), passkey_id)
    return render_template("members/me/remove_passkey.html", key=key)


@bp.post("/me/passkeys/<uuid:passkey_id>/remove")
@before_second_factor
@stands_on(ask_to_remove_passkey)
@step_up
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    rules.remove(db, me(), passkey_for(db, me(), passkey_id), device())
    return redirect(url_for(".my_passkeys"), 303)
