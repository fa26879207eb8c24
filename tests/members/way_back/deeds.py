"""What is done on the pages of the way back, and what is then in the tables."""

from datetime import timedelta

from sqlmodel import select

from union.core.base import now
from union.members.forms import NewPhone
from union.members.models import AccountNote, WayBack

PASSPHRASE = "қар үстінде көк велосипед"
DAY = timedelta(days=1)


def wish(name):
    return NewPhone(sign_in_name=name, passphrase=PASSPHRASE)


def ask_by_page(browser, name="дала құлан 52", passphrase=PASSPHRASE, **more):
    form = {"sign_in_name": name, "passphrase": passphrase} | more
    return browser.post("/recover/without-code", data=form)


def vouch_by_page(browser, way, **form):
    return browser.post(f"/back/{way.code}", data={"spoke": "yes"} | form)


def attach_by_page(browser, owner, code):
    return browser.post(f"/people/{owner.id}/way-back", data={"code": code})


def ways(db):
    db.expire_all()
    return db.exec(select(WayBack)).all()


def notes(db):
    return [note.deed for note in db.exec(select(AccountNote))]


def due(db, way):
    """Let the 72 hours pass."""
    way.opens_at = now() - timedelta(seconds=1)
    db.commit()
