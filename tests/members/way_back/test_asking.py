"""A new phone without the recovery code: asked for, waited for, stopped or opened."""

import pytest
from sqlmodel import select

from tests.members.way_back.deeds import (
    PASSPHRASE,
    ask_by_page,
    due,
    notes,
    vouch_by_page,
    ways,
    wish,
)
from union.core.audit import Minute
from union.core.base import now
from union.core.web.limits import limiter
from union.members import passphrases
from union.members.models import (
    AccountDeed,
    OneTimeSecret,
    Passkey,
    Vouch,
)
from union.members.rules import ways_back


def test_from_a_lost_phone_to_an_open_account(db, browser, stranger, owner, friends):
    lost = browser(owner)
    db.add(Passkey(member_id=owner.id, credential=b"lost", public_key=b"key"))
    db.add(OneTimeSecret(member_id=owner.id, sealed=b"lost"))
    db.commit()

    assert ask_by_page(stranger).location == "/recover/waiting"
    (way,) = ways(db)
    assert "Nobody has vouched" in stranger.get("/recover/waiting").text
    for friend in friends:
        phone = browser(friend)
        assert "Әлия" in phone.get(f"/back/{way.code}").text
        assert vouch_by_page(phone, way).location == "/back/"
        assert phone.get("/back/").status_code == 200
    waiting = stranger.get("/recover/waiting").text
    assert "Two members have vouched for you. Your account opens here" in waiting
    assert "Almaty time" in waiting
    assert stranger.post("/recover/waiting/open").status_code == 409
    due(db, ways(db)[0])
    assert "Open my account" in stranger.get("/recover/waiting").text

    opened = stranger.post("/recover/waiting/open")

    assert "shown only once" in opened.text
    assert "Әлия" in stranger.get("/").text
    assert lost.get("/me").status_code == 302
    db.refresh(owner)
    assert passphrases.matches(owner.passphrase_hash, PASSPHRASE)
    assert owner.recovery_digest
    assert db.exec(select(Passkey)).all() == db.exec(select(OneTimeSecret)).all() == []
    told = [AccountDeed.WAY_BACK_ASKED, AccountDeed.RECOVERED, AccountDeed.NEW_DEVICE]
    assert notes(db) == told
    minutes = {minute.event: minute for minute in db.exec(select(Minute))}
    assert minutes["WayBackAsked"].by is minutes["WayBackAsked"].branch_id is None
    assert minutes["WayBackVouched"].about == {"way_back_id": str(way.id)}
    assert minutes["AccountRecovered"].about == {"member_id": str(owner.id)}


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
def test_each_page_opens_in_each_language(
    db, browser, stranger, owner, friends, speaks
):
    stranger.set_cookie("language", speaks)
    assert stranger.get("/recover/without-code").status_code == 200
    ask_by_page(stranger)
    (way,) = ways(db)
    phone = browser(friends[0], speaks)

    for page in ("/back/", f"/back/{way.code}", "/me/devices/everywhere"):
        assert phone.get(page).status_code == 200
    for _ in range(2):
        assert stranger.get("/recover/waiting").status_code == 200
        stranger.post("/recover/waiting/stop")
    assert browser(owner, speaks).get("/").status_code == 200


UNKNOWN = {
    "a name that nobody has": ("nobody at all 1", {}),
    "no name": ("", {}),
    "somebody suspended": ("дала құлан 52", {"suspended_at": now()}),
    "somebody who left": ("дала құлан 52", {"left_at": now()}),
    "somebody who has not finished joining": ("дала құлан 52", {"joined_at": None}),
}


@pytest.mark.parametrize(("name", "standing"), UNKNOWN.values(), ids=UNKNOWN)
def test_the_answer_is_the_same_for_whoever_is_not_there(
    db, stranger, app, owner, name, standing
):
    known = app.test_client()
    known.set_cookie("language", "en")
    ask_by_page(known)
    owner.sqlmodel_update(standing)
    db.commit()

    answer = ask_by_page(stranger, name)

    assert (answer.status_code, answer.location) == (303, "/recover/waiting")
    way = next(way for way in ways(db) if way.member_id is None)
    assert way.passphrase_hash
    hidden, shown = (b.get("/recover/waiting").text for b in (stranger, known))
    assert varying(hidden) == varying(shown)
    assert len(notes(db)) == 1
    assert stranger.post("/recover/waiting/open").status_code == 409


def varying(page):
    """The page without what differs between two requests of one name, too."""
    lines = page.splitlines()
    noise = ("once", "nonce", "svg", "/back/", 'class="code"', "<title>")
    return [line for line in lines if not any(each in line for each in noise)]


def test_asking_takes_as_many_questions_for_a_name_that_nobody_has(
    db, owner, statements
):
    counted = []
    for name in ("дала құлан 52", "nobody at all 1"):
        statements.clear()
        ways_back.ask(db, wish(name), "kept", "")
        counted.append([s.split()[0] for s in statements])
        db.rollback()

    assert counted[0] == counted[1]


@pytest.mark.parametrize("passphrase", ["short", "ұ" * 129, ""])
def test_a_bad_passphrase_asks_for_nothing_and_keeps_the_name(db, stranger, passphrase):
    answer = ask_by_page(stranger, "дала құлан 52", passphrase)

    assert answer.status_code == 422
    assert "дала құлан 52" in answer.text
    assert ways(db) == []


@pytest.mark.parametrize(
    "more",
    [{"member_id": "x"}, {"opens_at": "2020-01-01"}, {"sign_in_name": "x" * 81}],
    ids=lambda more: next(iter(more)),
)
def test_whoever_asks_says_nothing_else(db, stranger, more):
    assert ask_by_page(stranger, **more).status_code == 422
    assert ways(db) == []


@pytest.mark.parametrize("name", ["a\x00b", "\u202e" * 9, "' OR 1=1--", "{{7*7}}", "१"])
def test_nonsense_for_a_name_is_a_name_that_nobody_has(stranger, owner, name):
    assert ask_by_page(stranger, name).status_code in (303, 422)


def test_asking_is_slowed(stranger, owner, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    answers = [ask_by_page(stranger).status_code for _ in range(61)]

    assert answers == [303] * 60 + [429]
    limiter.reset()


def test_a_phone_that_asked_for_nothing_waits_for_nothing(stranger):
    assert stranger.get("/recover/waiting").location == "/recover/without-code"
    assert stranger.post("/recover/waiting/stop").status_code == 404
    assert stranger.post("/recover/waiting/open").status_code == 404


def test_only_three_requests_by_name_stand_side_by_side(db, owner, asked):
    kept = [asked().member_id for _ in range(4)]

    assert kept == [owner.id] * 3 + [None]


def test_asking_again_stops_nobody(db, asked, friends):
    first, _second = asked(), asked()

    for friend in friends:
        ways_back.vouch(db, first, friend)

    assert first.opens_at


def test_the_owner_is_told_and_stops_it(db, browser, stranger, owner, friends):
    ask_by_page(stranger)
    (way,) = ways(db)
    ways_back.vouch(db, way, friends[0])
    db.commit()
    phone = browser(owner)
    assert "Somebody asks to open your account" in phone.get("/").text

    answer = phone.post(f"/me/ways-back/{way.id}/stop")

    assert answer.status_code == 303
    assert ways(db)[0].stopped_at
    assert db.exec(select(Vouch)).all() == []
    assert "Somebody asks" not in phone.get("/").text
    assert "was stopped" in stranger.get("/recover/waiting").text
    assert notes(db) == [AccountDeed.WAY_BACK_ASKED, AccountDeed.WAY_BACK_STOPPED]


def test_nobody_stops_what_is_not_about_them(db, browser, friends, asked):
    way = asked()

    assert browser(friends[0]).post(f"/me/ways-back/{way.id}/stop").status_code == 404
    assert ways(db)[0].stopped_at is None


def test_the_phone_that_asked_stops_it_too(db, stranger, owner):
    ask_by_page(stranger)

    stranger.post("/recover/waiting/stop")

    assert ways(db)[0].stopped_at
    assert stranger.post("/recover/waiting/open").status_code == 409


def test_asked_pages_ask_the_database_little(browser, stranger, owner, statements):
    ask_by_page(stranger)
    statements.clear()

    stranger.get("/recover/waiting")

    assert len(statements) <= 4, "\n\n".join(statements)
