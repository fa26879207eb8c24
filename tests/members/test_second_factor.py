"""Whoever serves others shows more than a passphrase, where members are real."""

import pytest
from sqlmodel import select

from tests.members.authenticator import Authenticator
from tests.members.test_passkeys import add, knock
from union.members import passphrases, recovery
from union.members.models import (
    HeldRole,
    Office,
    OneTimeSecret,
    Passkey,
    Role,
    SignInSession,
)

SENTENCE = "бірлік бар жерде тірлік бар"
THERE = "/me/second-factor"
OWN_DOOR = [
    "/me/passkeys",
    "/me/passkeys/new",
    "/me/one-time",
    "/me/passphrase",
    "/me/devices",
    "/me/language",
    "/me/second-factor",
    "/prove",
    "/about",
    "/privacy",
    "/source",
    "/sign-in",
    "/v/",
]
ELSEWHERE = ["/", "/me", "/people", "/branches", "/petitions", "/ballots/", "/demands"]


@pytest.fixture
def in_earnest(app, monkeypatch):
    """The hall as `union serve` gives it."""
    settings = app.config["SETTINGS"].for_members()
    monkeypatch.setitem(app.config, "SETTINGS", settings)


@pytest.fixture
def steward(make):
    return make.officer(Role.STEWARD, make.branch())


def session(db):
    db.expire_all()
    return db.exec(select(SignInSession)).all()[-1]


@pytest.mark.parametrize("page", ELSEWHERE)
def test_an_officer_with_a_passphrase_alone_is_led_aside(
    in_earnest, browser, steward, page
):
    answer = browser(steward).get(page)

    assert (answer.status_code, answer.location) == (303, THERE)


@pytest.mark.parametrize("page", OWN_DOOR)
def test_and_reaches_what_makes_a_second_factor(in_earnest, browser, steward, page):
    assert browser(steward).get(page).status_code == 200


def test_what_they_send_is_refused_and_not_done(db, in_earnest, browser, steward):
    answer = browser(steward).post("/me/name", data={"name": "Somebody else"})

    assert answer.status_code == 403
    assert "a passphrase alone does not open this" in answer.text
    db.refresh(steward)
    assert steward.name == "Ada"


@pytest.mark.parametrize("page", ELSEWHERE)
def test_members_are_not_asked(in_earnest, browser, make, page):
    assert browser(make.member()).get(page).location != THERE


@pytest.mark.parametrize("page", ELSEWHERE)
def test_in_a_demo_nobody_is_asked(browser, steward, page):
    assert browser(steward).get(page).status_code == 200


def test_the_page_explains_itself_and_offers_both(in_earnest, browser, steward):
    page = browser(steward).get(THERE).text

    assert "You serve others here" in page
    assert 'href="/me/passkeys/new"' in page
    assert 'href="/me/one-time"' in page


def test_a_passkey_made_here_opens_the_rest(db, in_earnest, browser, steward):
    client = browser(steward)

    add(client, Authenticator())

    assert client.get("/people").status_code == 200
    assert "All is well" in client.get(THERE).text


def test_officers_signed_in_by_passkey_are_not_led_aside(
    db, in_earnest, browser, stranger, steward
):
    phone = Authenticator()
    add(browser(steward), phone)

    knock(stranger, phone)

    assert stranger.get("/people").status_code == 200


def test_somebody_who_is_given_a_role_is_asked_from_then_on(
    db, in_earnest, browser, make
):
    member = make.member()
    client = browser(member)
    assert client.get("/me").status_code == 200

    db.add(Office(member_id=member.id, role=Role.TELLER))
    where = {"branch_id": member.branch_id, "granted_by": None}
    make.save(HeldRole(member_id=member.id, role=Role.TELLER, **where))

    assert client.get("/me").location == THERE


def test_who_knows_an_officers_passphrase_adds_no_key_beside_theirs(
    db, in_earnest, browser, steward
):
    phone = Authenticator()
    add(browser(steward), phone)
    thief = browser(steward)

    answers = [add(thief, Authenticator()), thief.post("/me/one-time")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Show the passkey you have first." in answers[0].text
    assert len(db.exec(select(Passkey)).all()) == 1
    assert db.get(OneTimeSecret, steward.id) is None


def test_its_owner_shows_it_and_goes_on(db, in_earnest, browser, steward):
    phone = Authenticator()
    add(browser(steward), phone)
    second_phone = browser(steward)
    assert "Show my passkey" in second_phone.get(THERE).text

    knock(second_phone, phone, "/prove?next=/people")

    assert second_phone.get("/people").status_code == 200


def test_a_passphrase_once_more_makes_no_session_strong(
    db, in_earnest, browser, steward
):
    steward.passphrase_hash = passphrases.hash_of(SENTENCE)
    db.commit()
    client = browser(steward)

    client.post("/prove", data={"passphrase": SENTENCE})

    assert not session(db).is_strong
    assert client.get("/people").location == THERE


def test_a_recovery_code_opens_no_strong_session_and_ends_what_was(
    db, in_earnest, browser, stranger, steward
):
    code = recovery.new_code()
    steward.recovery_digest = recovery.digest_of(code)
    db.commit()
    lost = Authenticator()
    add(browser(steward), lost)

    new = {"code": code, "passphrase": "қар үстінде көк велосипед"}
    stranger.post("/recover", data=new)

    assert not session(db).is_strong
    assert stranger.get("/people").location == THERE
    assert db.exec(select(Passkey)).all() == []
    assert add(stranger, Authenticator()).status_code == 303
    assert stranger.get("/people").status_code == 200
