"""How I can be reached: a phone number, if I want, and a code that it is mine."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core import sms
from union.core.base import now
from union.core.db import db, unit_of_work
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.core.keys import index_key, keyring
from union.core.web.application import secret_act, works_alone
from union.core.web.forms import read, stands_on
from union.core.web.limits import at_most, caller, seldom
from union.members import phones
from union.members.forms import NewContact, SixDigits
from union.members.login import me
from union.members.models import Contact, PhoneCode
from union.members.rules import contact as rules
from union.members.views import bp


def _my_account() -> str:
    return str(me().id)


@bp.get("/me/contact")
def contact() -> ResponseReturnValue:
    kept = db.get(Contact, me().id)
    number = rules.phone_of(kept, keyring()) if kept else None
    return render_template(
        "members/me/contact.html",
        contact=kept,
        number=phones.spaced(number) if number else "",
        can_confirm=bool(kept and not kept.confirmed_at and sms.way()),
        is_sent=rules.is_alive(db.get(PhoneCode, me().id), now()),
    )


@bp.post("/me/contact")
@works_alone
@secret_act
@stands_on(contact)
@at_most("20 per hour", _my_account)
def keep_contact() -> ResponseReturnValue:
    form, branch_id = read(NewContact), me().branch_id
    digest = phones.index_of(form.phone, index_key(), branch_id)
    with unit_of_work() as work:
        index = rules.Index(branch_id, digest)
        rules.keep(work, me(), form, keyring(), index)
    return _back()


@bp.post("/me/contact/remove")
@secret_act
def remove_contact() -> ResponseReturnValue:
    rules.remove(db, me())
    return _back()


@bp.post("/me/contact/code")
@secret_act
@stands_on(contact)
@at_most("10 per day", _my_account)
@at_most("100 per hour", caller)
def send_code() -> ResponseReturnValue:
    if sms.way() is None:
        raise NotFound(_("This union sends no messages: the number stays unconfirmed."))
    rules.ask_for_code(db, me(), keyring())
    return _back()


@bp.post("/me/contact/confirm")
@works_alone
@secret_act
@stands_on(contact)
@seldom(_my_account)
def confirm_phone() -> ResponseReturnValue:
    form = read(SixDigits)
    with unit_of_work() as work:
        rules.count_try(work, me())
    with unit_of_work() as work:
        rules.confirm(work, me(), form, keyring())
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for(".contact"), 303)
