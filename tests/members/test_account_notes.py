"""What happened to one's signing in: for one's own eyes, for ninety days."""

from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlmodel import select

from tests.browser import lasting
from tests.members.authenticator import Authenticator
from tests.members.test_passkeys import add, keys, remove
from union.core.base import now
from union.core.jobs import do_chores
from union.core.keys import keyring
from union.members import passphrases, recovery
from union.members.models import AccountDeed, AccountNote, OneTimeSecret
from union.members.rules.notes import note
from union.members.rules.onetime import secret_of

SENTENCE = "бірлік бар жерде тірлік бар"
NEW = "қар үстінде көк велосипед"
ANDROID = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130"}


@pytest.fixture
def ada(make):
    kept = passphrases.hash_of(SENTENCE)
    return make.member(sign_in_key="тау бүркіт 38", passphrase_hash=kept)


def deeds(db):
    db.expire_all()
    notes = db.exec(select(AccountNote).order_by(AccountNote.at)).all()
    return [each.deed for each in notes]


def test_each_sign_in_is_noted_with_the_kind_of_device(db, browser, stranger, ada):
    form = {"sign_in_name": "тау бүркіт 38", "passphrase": SENTENCE}

    stranger.post("/sign-in", data=form, headers=dict(ANDROID))

    assert deeds(db) == [AccountDeed.NEW_DEVICE]
    page = browser(ada).get("/me/devices").text
    assert "A device signed in (Chrome, Android)" in page


def test_every_change_is_noted(db, app, browser, ada):
    client = browser(ada)

    client.post("/me/passphrase", data={"passphrase": NEW})
    client.post("/me/sign-in-name", data={"sign_in_name": "дала құлан 53"})
    client.post("/me/recovery-code")
    add(client, Authenticator())
    remove(client, keys(db)[0])
    client.post("/me/one-time")
    with app.app_context():
        secret = secret_of(db.get(OneTimeSecret, ada.id), keyring())
    client.post("/me/one-time/confirm", data={"code": TOTP(secret).at(now())})
    client.post("/me/one-time/off")

    assert deeds(db) == [
        AccountDeed.PASSPHRASE,
        AccountDeed.SIGN_IN_NAME,
        AccountDeed.RECOVERY_CODE,
        AccountDeed.PASSKEY_ADDED,
        AccountDeed.PASSKEY_REMOVED,
        AccountDeed.ONE_TIME_ON,
        AccountDeed.ONE_TIME_OFF,
    ]


def test_coming_back_on_a_new_phone_is_noted(db, stranger, ada):
    code = recovery.new_code()
    ada.recovery_digest = recovery.digest_of(code)
    db.commit()

    stranger.post("/recover", data={"code": code, "passphrase": NEW})

    assert deeds(db) == [AccountDeed.RECOVERED, AccountDeed.NEW_DEVICE]


def test_what_is_refused_leaves_no_note(db, browser, stranger, ada):
    stranger.post("/sign-in", data={"sign_in_name": "тау бүркіт 38", "passphrase": NEW})
    browser(ada).post("/me/passphrase", data={"passphrase": "short"})

    assert deeds(db) == []


def test_nobody_else_reads_them(db, browser, make, ada):
    note(db, ada.id, AccountDeed.PASSKEY_ADDED, "Nokia, Symbian")
    db.commit()

    assert "Nokia" in browser(ada).get("/me/devices").text
    assert "Nokia" not in lasting(browser(make.member()).get("/me/devices").text)


def test_many_sign_ins_do_not_bury_what_matters(db, browser, ada):
    note(db, ada.id, AccountDeed.PASSKEY_ADDED, "?")
    for _ in range(100):
        note(db, ada.id, AccountDeed.NEW_DEVICE, "Chrome, Android")
    db.commit()

    page = browser(ada).get("/me/devices").text

    assert "A passkey was added" in page
    assert page.count("A device signed in") == 20


def test_they_are_erased_after_ninety_days(db, app, ada):
    note(db, ada.id, AccountDeed.PASSPHRASE, "?")
    db.commit()
    for age, is_left in ((89, True), (91, False)):
        db.exec(select(AccountNote)).one().at = now() - timedelta(days=age)
        db.commit()
        with app.app_context():
            do_chores()
        assert bool(deeds(db)) is is_left
