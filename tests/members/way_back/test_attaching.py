"""Who forgot even the sign-in name, and what is erased in the end."""

import pytest
from sqlmodel import select

from tests.members.way_back.deeds import (
    DAY,
    attach_by_page,
    due,
    notes,
    ways,
)
from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.jobs import do_chores
from union.members.forms import CodeOfPhone
from union.members.models import (
    About,
    AccountDeed,
    Role,
    Vouch,
)
from union.members.rules import ways_back


def test_a_steward_finds_whoever_forgot_their_name(
    db, browser, owner, steward, friends, asked
):
    way = asked("")
    officer = browser(steward)
    officer.post(f"/people/{owner.id}/look")
    assert "Code on the new phone" in officer.get(f"/people/{owner.id}").text

    answer = attach_by_page(officer, owner, f"{way.code[:4].lower()} {way.code[4:]}")

    assert answer.location == "/back/"
    (way,) = ways(db)
    assert way.member_id == owner.id
    assert way.opens_at is None
    assert notes(db) == [AccountDeed.WAY_BACK_ASKED]
    ways_back.vouch(db, way, friends[0])
    assert way.opens_at


@pytest.mark.parametrize("code", ["", "0", "ZZZZ-ZZZZ", "x" * 41, "' OR 1", "\u202e"])
def test_a_code_that_no_phone_shows_changes_nothing(
    db, browser, owner, steward, asked, code
):
    asked("")

    answer = attach_by_page(browser(steward), owner, code)

    assert answer.status_code == 422
    assert ways(db)[0].member_id is None


def test_a_phone_that_asked_for_another_is_nobody_elses(
    db, make, branch, steward, owner, asked
):
    way, other = asked(), make.member(branch=branch)

    with pytest.raises(Refused, match="No phone waits"):
        ways_back.attach(db, other, steward, CodeOfPhone(code=way.code))


def test_no_steward_attaches_a_phone_elsewhere(db, make, browser, owner, asked):
    elsewhere = make.officer(Role.STEWARD, make.branch())

    answer = attach_by_page(browser(elsewhere), owner, asked("").code)

    assert answer.status_code == 404
    with pytest.raises(NotAllowed):
        ways_back.attach(db, owner, elsewhere, CodeOfPhone(code="x"))


def test_no_steward_attaches_a_phone_to_themselves(db, browser, steward, asked):
    answer = attach_by_page(browser(steward), steward, asked("").code)

    assert answer.status_code == 403
    assert ways(db)[0].member_id is None


def test_what_is_over_is_erased(db, app, asked, friends, make):
    old, young = asked(), asked()
    ways_back.vouch(db, old, friends[0])
    ways_back.vouch(db, young, friends[1])
    admission = {"about": About.ADMISSION, "at": now() - 29 * DAY}
    make.save(Vouch(member_id=friends[0].id, by=friends[1].id, **admission))
    old.asked_at = now() - 15 * DAY
    db.commit()

    with app.app_context():
        do_chores()

    assert [way.id for way in ways(db)] == [young.id]
    assert {vouch.about for vouch in db.exec(select(Vouch))} == set(About)


def test_who_vouched_for_whom_is_erased_after_thirty_days(db, app, asked, friends):
    ways_back.vouch(db, asked(), friends[0])
    db.exec(select(Vouch)).one().at = now() - 31 * DAY
    db.commit()

    with app.app_context():
        do_chores()

    assert db.exec(select(Vouch)).all() == []


def test_an_account_taken_back_ends_every_other_request(db, asked, friends):
    own, thief = asked(), asked()
    for friend in friends:
        ways_back.vouch(db, own, friend)
    due(db, own)

    ways_back.take(db, own, "")

    assert own.done_at
    assert thief.stopped_at
    with pytest.raises(Refused):
        ways_back.take(db, own, "")
