"""Passkeys: made, used at the door and to prove oneself; every trick has one answer."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlmodel import select

from tests.members.authenticator import PRESENT, VERIFIED, Authenticator, asked_by
from union.core.base import now
from union.core.jobs import do_chores
from union.members import passphrases
from union.members.models import Passkey, SignInSession, SpentChallenge

NO = "This passkey could not be checked. Please try once more."
SENTENCE = "бірлік бар жерде тірлік бар"
ADD, ADDED = "/me/passkeys/new", "/me/passkeys"


@pytest.fixture
def stranger(stranger):
    stranger.set_cookie("language", "en")
    return stranger


@pytest.fixture
def ada(make):
    return make.member()


def add(client, phone, **changes):
    answer = phone.make(asked_by(client.get(ADD).text) | changes)
    return client.post(ADDED, data={"credential": answer})


def knock(client, phone, path="/sign-in"):
    page, _, query = path.partition("?")
    answer = phone.show(asked_by(client.get(path).text))
    return client.post(f"{page}/passkey?{query}", data={"credential": answer})


@pytest.fixture
def phone(browser, ada):
    """A phone with a key of Ada's."""
    phone = Authenticator()
    add(browser(ada), phone)
    return phone


def keys(db):
    db.expire_all()
    return db.exec(select(Passkey)).all()


def session_of(db, member):
    db.expire_all()
    theirs = select(SignInSession).where(SignInSession.member_id == member.id)
    return db.exec(theirs).all()[-1]


def test_a_phone_is_asked_for_a_key_it_finds_by_itself_behind_its_lock(browser, ada):
    asked = asked_by(browser(ada).get(ADD).text)

    assert asked["rp"] == {"name": "Ortaq", "id": "localhost"}
    assert asked["user"]["name"] == asked["user"]["displayName"] == "Ada"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["attestation"] == "none"


def test_a_key_is_added_and_makes_the_session_strong(db, browser, ada):
    client, phone = browser(ada), Authenticator()
    secret = session_of(db, ada).digest

    answer = add(client, phone)

    assert (answer.status_code, answer.location) == (303, "/me/passkeys")
    assert [key.credential for key in keys(db)] == [phone.credential]
    assert session_of(db, ada).is_strong
    assert session_of(db, ada).digest != secret
    assert "never yet" in client.get("/me/passkeys").text


def test_a_key_alone_opens_the_account(db, stranger, ada, phone):
    answer = knock(stranger, phone, "/sign-in?next=/me")

    assert (answer.status_code, answer.location) == (303, "/me")
    assert stranger.get("/me").status_code == 200
    assert session_of(db, ada).is_strong
    assert keys(db)[0].used_on


def test_whoever_left_signs_in_no_more(db, stranger, ada, phone):
    ada.left_at = now()
    db.commit()

    answer = knock(stranger, phone)

    assert answer.status_code == 422
    assert NO in answer.text


TRICKS = {
    "another host": {"host": "evil.example"},
    "another origin": {"origin": "https://evil.example"},
    "another port": {"origin": "http://localhost:81"},
    "no lock": {"flags": PRESENT},
    "nobody there": {"flags": VERIFIED},
    "inside another page": {"embedded": True},
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_every_trick_at_the_door_hears_the_same_no(db, stranger, phone, trick):
    answer = knock(stranger, replace(phone, **trick))

    assert answer.status_code == 422
    assert answer.text.count(NO) == 1
    assert stranger.get("/me").status_code == 302
    assert len(db.exec(select(SpentChallenge)).all()) == 1  # of making the key


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_and_so_does_every_trick_while_a_key_is_made(db, browser, ada, trick):
    answer = add(browser(ada), Authenticator(**trick))

    assert answer.status_code == 422
    assert answer.text.count(NO) == 1
    assert keys(db) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"credential": b"unknown"},
        {"handle": uuid4().bytes},
        {"handle": b""},
        {"handle": b"short"},
        {"key": Authenticator().key},
    ],
    ids=["credential", "handle", "no handle", "short handle", "key"],
)
def test_a_key_proves_itself_and_nobody_else(stranger, phone, forged):
    answer = knock(stranger, replace(phone, **forged))

    assert answer.status_code == 422
    assert NO in answer.text


def test_a_question_is_answered_once(stranger, app, phone):
    sent = {"credential": phone.show(asked_by(stranger.get("/sign-in").text))}
    other = app.test_client()
    other.set_cookie("language", "en")

    first = stranger.post("/sign-in/passkey", data=sent)
    second = other.post("/sign-in/passkey", data=sent)

    assert (first.status_code, second.status_code) == (303, 422)
    assert NO in second.text


def test_a_question_is_answered_within_ten_minutes(stranger, phone):
    with time_machine.travel(now(), tick=False) as clock:
        sent = {"credential": phone.show(asked_by(stranger.get("/sign-in").text))}
        clock.shift(timedelta(minutes=10))
        answer = stranger.post("/sign-in/passkey", data=sent)

    assert answer.status_code == 422


def test_a_question_is_for_one_purpose_and_one_session(browser, ada, stranger, phone):
    at_the_door = asked_by(stranger.get("/sign-in").text)
    elsewhere = asked_by(browser(ada).get("/prove").text)
    client = browser(ada)

    for asked in (at_the_door, elsewhere):
        sent = {"credential": phone.show(asked)}
        assert client.post("/prove/passkey", data=sent).status_code == 422


def test_a_question_nobody_asked_is_not_answered(stranger, phone):
    asked = asked_by(stranger.get("/sign-in").text)
    asked["challenge"] = asked["challenge"][:-4] + "AAAA"

    sent = {"credential": phone.show(asked)}

    assert stranger.post("/sign-in/passkey", data=sent).status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "null",
        "[]",
        "{}",
        "[" * 5000,
        '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
        json.dumps({"id": 1, "rawId": [], "type": "password", "response": "x"}),
        "{" + '"a":' * 2000,
        "9" * 11_000,
        "x" * 12_001,
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 100,
        "a\0b",
    ],
    ids=lambda sent: sent[:12],
)
def test_nonsense_is_refused_wherever_it_is_sent(db, browser, stranger, ada, sent):
    member = browser(ada)

    answers = [
        stranger.post("/sign-in/passkey", data={"credential": sent}),
        member.post("/prove/passkey", data={"credential": sent}),
        member.post(ADDED, data={"credential": sent}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert keys(db) == []


def test_a_counter_that_goes_back_is_a_sign_and_no_lock(stranger, phone, caplog, ada):
    phone.signs = 5
    knock(stranger, phone)
    phone.signs = 1

    answer = knock(stranger, phone)

    assert answer.status_code == 303
    assert "counts backwards" in caplog.text
    assert ada.name not in caplog.text
    assert str(ada.id) not in caplog.text


def test_a_synced_key_that_never_counts_is_no_sign(stranger, phone, caplog):
    for _ in range(2):
        phone.signs = -1
        assert knock(stranger, phone).status_code == 303

    assert "counts backwards" not in caplog.text


def test_a_key_of_somebody_else_proves_nothing_here(make, browser, ada, phone):
    eve = Authenticator()
    other = make.member()
    add(browser(other), eve)
    client = browser(ada)

    answer = eve.show(asked_by(client.get("/prove").text))

    assert client.post("/prove/passkey", data={"credential": answer}).status_code == 422


def test_a_key_is_a_proof_before_a_delicate_act(db, browser, ada, phone):
    client = browser(ada)
    session_of(db, ada).proved_at = now() - timedelta(minutes=11)
    db.commit()
    asked = client.get("/me/recovery-code")
    before = session_of(db, ada).digest

    proved = knock(client, phone, asked.location)

    assert proved.location == "/me/recovery-code"
    assert client.get(proved.location).status_code == 200
    assert session_of(db, ada).is_strong
    assert session_of(db, ada).digest != before


def test_without_a_passphrase_only_the_key_is_asked_for(browser, ada, phone):
    page = browser(ada).get("/prove").text

    assert 'data-passkey="get"' in page
    assert 'name="passphrase"' not in page


def test_and_a_first_passphrase_can_be_set(db, browser, ada, phone):
    client = browser(ada)
    assert "You have none yet" in client.get("/me/passphrase").text

    client.post("/me/passphrase", data={"passphrase": "қар үстінде көк велосипед"})

    db.refresh(ada)
    assert passphrases.matches(ada.passphrase_hash, "қар үстінде көк велосипед")


def remove(client, key):
    return client.post(f"/me/passkeys/{key.id}/remove")


def test_the_last_way_in_is_not_removed(db, browser, ada, phone):
    answer = remove(browser(ada), keys(db)[0])

    assert answer.status_code == 409
    assert "This is your only way to sign in." in answer.text
    assert len(keys(db)) == 1


def test_a_key_beside_another_or_a_passphrase_is_removed(db, browser, ada, phone):
    client = browser(ada)
    add(client, Authenticator())
    first, second = keys(db)

    assert remove(client, first).status_code == 303
    assert remove(client, first).status_code == 404
    ada.passphrase_hash = passphrases.hash_of(SENTENCE)
    db.commit()
    assert remove(client, second).status_code == 303

    assert keys(db) == []


def test_removing_and_adding_need_a_proof(db, browser, ada, phone):
    client = browser(ada)
    session_of(db, ada).proved_at = now() - timedelta(minutes=11)
    db.commit()
    place = f"/me/passkeys/{keys(db)[0].id}/remove"

    assert client.get(place).location == f"/prove?next={place}"
    assert client.post(place).location == f"/prove?next={place}"
    assert client.get(ADD).location == f"/prove?next={ADD}"
    assert client.post(ADDED).location == f"/prove?next={ADD}"
    assert len(keys(db)) == 1


def test_nobody_removes_the_keys_of_others(db, browser, make, phone):
    client, key = browser(make.member()), keys(db)[0]

    assert client.get(f"/me/passkeys/{key.id}/remove").status_code == 404
    assert remove(client, key).status_code == 404


def test_a_key_belongs_to_one_member(db, browser, make, phone):
    answer = add(browser(make.member()), replace(phone))

    assert answer.status_code == 422
    assert len(keys(db)) == 1


def test_a_phone_is_told_which_keys_it_has(browser, ada, phone):
    asked = asked_by(browser(ada).get(ADD).text)

    assert len(asked["excludeCredentials"]) == 1


def test_there_are_at_most_ten(db, browser, ada):
    client = browser(ada)

    answers = [add(client, Authenticator()).status_code for _ in range(11)]

    assert answers == [303] * 10 + [409]


def test_spent_questions_are_forgotten_after_a_day(db, app, phone):
    spent = db.exec(select(SpentChallenge)).one()
    for age, is_left in ((timedelta(hours=23), True), (timedelta(hours=25), False)):
        spent.spent_at = now() - age
        db.commit()
        with app.app_context():
            do_chores()
        db.expire_all()
        assert bool(db.exec(select(SpentChallenge)).all()) is is_left


def test_the_question_changes_nothing_when_it_is_drawn(statements, stranger):
    stranger.get("/sign-in")

    assert not [s for s in statements if s.startswith(("INSERT", "UPDATE"))]
