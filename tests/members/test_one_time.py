"""Codes from an app: turned on by one, asked for at the door, each taken once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP
from sqlmodel import select

from union.core.base import now
from union.core.fields import Keyring, Unreadable
from union.core.jobs import do_chores
from union.core.keys import keyring
from union.core.web.limits import limiter
from union.members import onetime, passphrases
from union.members.models import OneTimeSecret, SignInSession
from union.members.rules.onetime import secret_of

SENTENCE = "бірлік бар жерде тірлік бар"
NO = "This code does not fit, or was used."


@pytest.fixture
def stranger(stranger):
    stranger.set_cookie("language", "en")
    return stranger


@pytest.fixture(scope="module")
def kept():
    return passphrases.hash_of(SENTENCE)


@pytest.fixture
def ada(make, kept):
    return make.member(sign_in_key="тау бүркіт 38", passphrase_hash=kept)


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def at_plain_codes(app, clock):
    """Let time pass until no code near now is another's twin, or all noughts."""
    steps = range(-3, 5)
    while True:
        near = {app.at(now() + timedelta(seconds=30 * step)) for step in steps}
        if len(near) == len(steps) and "000000" not in near:
            return app
        clock.shift(timedelta(minutes=1))


@pytest.fixture
def app_of(db, app):
    """What the member's authenticator app computes with."""

    def shared(member):
        db.expire_all()
        with app.app_context():
            found = db.get(OneTimeSecret, member.id)
            return TOTP(secret_of(found, keyring()))

    return shared


@pytest.fixture
def codes(browser, ada, app_of, clock):
    """Ada's app, after it was set up a minute ago."""
    client = browser(ada)
    client.post("/me/one-time")
    confirm(client, app_of(ada).at(now()))
    clock.shift(timedelta(minutes=1))
    return at_plain_codes(app_of(ada), clock)


def confirm(client, code):
    return client.post("/me/one-time/confirm", data={"code": code})


def knock(client, where="/sign-in"):
    form = {"sign_in_name": "тау бүркіт 38", "passphrase": SENTENCE}
    return client.post(where, data=form)


def give(client, code, where="/sign-in/code"):
    return client.post(where, data={"code": code})


def sessions(db):
    db.expire_all()
    return db.exec(select(SignInSession)).all()


def test_the_secret_is_shown_until_the_app_is_known_to_have_it(
    browser, ada, app_of, clock
):
    client = browser(ada)
    assert 'class="qr"' not in client.get("/me/one-time").text

    client.post("/me/one-time")
    page = client.get("/me/one-time").text

    assert onetime.grouped(app_of(ada).secret) in page
    assert 'aria-label="QR code for the app"' in page
    confirm(client, app_of(ada).at(now()))
    page = client.get("/me/one-time").text
    assert "Codes are on" in page
    assert onetime.grouped(app_of(ada).secret) not in page
    assert ada.name not in onetime.address(app_of(ada).secret, "localhost")


def test_it_lies_sealed_and_opens_for_its_owner_alone(db, app, browser, ada, app_of):
    browser(ada).post("/me/one-time")
    found = db.get(OneTimeSecret, ada.id)

    assert app_of(ada).secret.encode() not in found.sealed
    with app.app_context(), pytest.raises(Unreadable):
        keyring().open(found.sealed, onetime.place_of(uuid4()))
    with pytest.raises(Unreadable):
        secret_of(found, Keyring({"1": "another"}))


def test_a_first_code_turns_them_on_and_signs_other_devices_out(
    db, browser, ada, app_of, clock
):
    tablet, client = browser(ada), browser(ada)
    client.post("/me/one-time")

    answer = confirm(client, app_of(ada).at(now()))

    assert answer.status_code == 303
    [session] = sessions(db)
    assert session.is_strong
    assert client.get("/me").status_code == 200
    assert tablet.get("/me").status_code == 302


def test_a_wrong_code_turns_nothing_on(db, browser, ada, app_of, clock):
    client = browser(ada)
    assert confirm(client, "123456").status_code == 409
    client.post("/me/one-time")
    at_plain_codes(app_of(ada), clock)

    answer = confirm(client, "000000")

    assert answer.status_code == 422
    assert NO in answer.text
    assert not db.get(OneTimeSecret, ada.id).confirmed_at


def test_once_on_it_is_not_begun_again(browser, ada, codes, app_of):
    answer = browser(ada).post("/me/one-time")

    assert answer.status_code == 409
    assert app_of(ada).secret == codes.secret


def test_the_passphrase_alone_opens_nothing(db, stranger, codes):
    before = len(sessions(db))

    answer = knock(stranger, "/sign-in?next=/me")

    assert answer.location == "/sign-in/code?next=/me"
    assert stranger.get("/me").status_code == 302
    assert len(sessions(db)) == before
    assert 'autocomplete="one-time-code"' in stranger.get(answer.location).text


def test_with_the_code_it_opens_a_strong_session(db, stranger, codes):
    where = knock(stranger, "/sign-in?next=/me").location

    answer = give(stranger, codes.at(now()), where)

    assert (answer.status_code, answer.location) == (303, "/me")
    assert stranger.get("/me").status_code == 200
    assert sessions(db)[-1].is_strong
    with stranger.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "_permanent"}


def test_a_code_may_be_written_with_spaces(stranger, codes):
    knock(stranger)
    code = codes.at(now())

    answer = give(stranger, f" {code[:3]} {code[3:]}\N{NO-BREAK SPACE}")

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("off", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)]
)
def test_a_clock_may_be_a_step_off(stranger, codes, clock, off, status):
    clock.shift(timedelta(minutes=1))
    knock(stranger)

    answer = give(stranger, codes.at(now() + timedelta(seconds=off)))

    assert answer.status_code == status


def test_a_code_is_taken_once_and_none_before_it_afterwards(app, codes):
    phones = [app.test_client() for _ in range(3)]
    for phone in phones:
        phone.set_cookie("language", "en")
        knock(phone)
    code, before = codes.at(now()), codes.at(now() - timedelta(seconds=30))

    answers = [
        give(phone, each)
        for phone, each in zip(phones, (code, code, before), strict=True)
    ]

    assert [answer.status_code for answer in answers] == [303, 422, 422]
    assert NO in answers[1].text
    assert NO in answers[2].text


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "12345",
        "1234567",
        "१२३४५६",
        "-12345",
        "12345a",
        "1e5",
        "9" * 5000,
        "1\x002345",
    ],
)
def test_what_is_no_code_is_refused(db, stranger, codes, nonsense):
    knock(stranger)
    before = len(sessions(db))

    assert give(stranger, nonsense).status_code == 422
    assert len(sessions(db)) == before


def test_there_are_five_minutes_between_passphrase_and_code(stranger, codes, clock):
    knock(stranger)
    clock.shift(timedelta(minutes=5))

    answer = give(stranger, codes.at(now()))

    assert answer.status_code == 401
    assert "Sign in again from the beginning." in answer.text
    assert stranger.get("/sign-in/code?next=/me").location == "/sign-in?next=/me"


def test_nobody_comes_to_the_code_without_a_passphrase(stranger, codes):
    assert stranger.get("/sign-in/code").location == "/sign-in"
    assert give(stranger, codes.at(now())).status_code == 401


def test_the_code_leads_to_no_other_site(stranger, codes):
    knock(stranger)

    answer = give(stranger, codes.at(now()), "/sign-in/code?next=//evil.example")

    assert answer.location == "/"


def test_guessing_codes_is_slowed(stranger, codes, clock, monkeypatch):
    knock(stranger)
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    tries = [give(stranger, "000000").status_code for _ in range(11)]
    clock.shift(timedelta(minutes=15, seconds=1))
    knock(stranger)
    let_in = give(stranger, codes.at(now()))

    assert tries == [422] * 10 + [429]
    assert let_in.status_code == 303
    limiter.reset()


def test_they_are_turned_off_by_whoever_proves_themselves(db, browser, ada, codes):
    client = browser(ada)
    session = sessions(db)[-1]
    session.proved_at = now() - timedelta(minutes=11)
    db.commit()
    assert client.post("/me/one-time/off").location == "/prove?next=/me/one-time"
    session.proved_at = now()
    db.commit()

    assert client.post("/me/one-time/off").status_code == 303

    db.expire_all()
    assert db.get(OneTimeSecret, ada.id) is None


def test_what_was_begun_and_never_confirmed_is_forgotten(db, app, browser, ada):
    browser(ada).post("/me/one-time")
    for age, is_left in ((timedelta(hours=23), True), (timedelta(hours=25), False)):
        db.get(OneTimeSecret, ada.id).made_at = now() - age
        db.commit()
        with app.app_context():
            do_chores()
        db.expire_all()
        assert bool(db.get(OneTimeSecret, ada.id)) is is_left


SECRET = onetime.new_secret()


@given(st.integers(120, 2**33), st.integers(-3, 3), st.integers(-3, 3))
def test_a_step_is_taken_only_after_those_before(seconds, off, used):
    current = seconds // onetime.STEP
    code = TOTP(SECRET).generate_otp(current + off)

    at = datetime.fromtimestamp(seconds, UTC)
    taken = onetime.step_of(SECRET, code, at, after=current + used)

    if taken is not None:
        assert current + used < taken
        assert abs(taken - current) <= 1
