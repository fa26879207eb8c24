"""Whose word counts for a new phone, how often, and how long it is known."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.members.way_back.deeds import (
    DAY,
    due,
    vouch_by_page,
    ways,
    wish,
)
from union.core.base import db_now, now
from union.core.errors import NotFound, Refused
from union.core.web.limits import limiter
from union.members.codes import new_short_code
from union.members.models import (
    HeldRole,
    Office,
    Role,
    SignInSession,
    Vouch,
    WayBack,
)
from union.members.rules import ways_back


def test_vouching_twice_is_vouching_once(db, browser, asked, friends):
    way, phone = asked(), browser(friends[0])

    answers = [vouch_by_page(phone, way).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(db.exec(select(Vouch)).all()) == 1
    assert ways(db)[0].opens_at is None


def test_the_hours_run_from_the_second_word_and_only_once(
    db, make, branch, asked, friends
):
    way, before = asked(), db_now(db)

    for friend in friends:
        ways_back.vouch(db, way, friend)
    opens = way.opens_at
    ways_back.vouch(db, way, make.member(branch=branch))

    assert before + 3 * DAY <= opens <= db_now(db) + 3 * DAY
    assert way.opens_at == opens


def test_a_word_for_another_phone_takes_the_first_back(db, asked, friends):
    thief, own = asked(), asked()
    for friend in friends:
        ways_back.vouch(db, thief, friend)

    ways_back.vouch(db, own, friends[0])

    assert thief.opens_at is own.opens_at is None
    theirs = select(Vouch.way_back_id).where(Vouch.by == friends[0].id)
    assert db.exec(theirs).all() == [own.id]


def test_a_word_counts_no_more_when_its_giver_is_suspended(
    db, make, branch, asked, friends
):
    way = asked()
    for friend in friends:
        ways_back.vouch(db, way, friend)
    due(db, way)
    friends[0].suspended_at = now()
    db.commit()

    with pytest.raises(Refused, match="Two must vouch"):
        ways_back.take(db, way, "")
    ways_back.vouch(db, way, make.member(branch=branch))

    assert way.opens_at > now() + 2 * DAY


NO_WORD = {
    "a probationer": {"admitted_at": now() - DAY},
    "who waits": {"admitted_at": None},
    "the suspended": {"suspended_at": now()},
    "a manager": {"manages_since": now()},
}


@pytest.mark.parametrize("standing", NO_WORD.values(), ids=NO_WORD)
def test_only_full_members_vouch(db, browser, make, branch, asked, standing):
    way = asked()
    newcomer = browser(make.member(branch=branch, **standing))

    answers = [newcomer.get(f"/back/{way.code}"), vouch_by_page(newcomer, way)]

    assert {answer.status_code for answer in answers} == {403}
    assert "Әлия" not in answers[0].text
    assert db.exec(select(Vouch)).all() == []


def test_nobody_vouches_for_themselves(db, browser, owner, asked):
    assert vouch_by_page(browser(owner), asked()).status_code == 403


def test_nobody_vouches_for_another_union(browser, make, asked):
    assert vouch_by_page(browser(make.member()), asked()).status_code == 403


@pytest.mark.parametrize("form", [{"spoke": "no"}, {"spoke": ""}, {"by": "x"}], ids=str)
def test_a_word_is_given_or_not(db, browser, friends, asked, form):
    assert vouch_by_page(browser(friends[0]), asked(), **form).status_code == 422
    assert db.exec(select(Vouch)).all() == []


@pytest.fixture
def office(db, make, branch, owner):
    """The owner of the account is an officer."""
    db.add(Office(member_id=owner.id, role=Role.TELLER))
    held = {"member_id": owner.id, "branch_id": branch.id, "granted_by": None}
    make.save(HeldRole(role=Role.TELLER, **held))
    db.refresh(owner)


def test_for_an_officer_two_officers_vouch(
    db, make, browser, branch, owner, friends, asked, office
):
    way = asked()
    officers = [
        make.officer(role, branch) for role in (Role.STEWARD, Role.BRANCH_ADMIN)
    ]
    elsewhere = make.officer(Role.STEWARD, make.branch(under=branch))

    no = [vouch_by_page(browser(one), way) for one in (friends[0], elsewhere)]
    for officer in officers:
        ways_back.vouch(db, way, officer)

    assert [answer.status_code for answer in no] == [403, 403]
    assert way.opens_at


def test_whoever_became_an_officer_meanwhile_needs_officers(
    db, make, branch, owner, friends, asked, request
):
    way = asked()
    for friend in friends:
        ways_back.vouch(db, way, friend)
    due(db, way)
    request.getfixturevalue("office")

    with pytest.raises(Refused, match="Two must vouch"):
        ways_back.take(db, way, "")


ENDED = {
    "stopped": {"stopped_at": now()},
    "done": {"done_at": now()},
    "too old": {"asked_at": now() - 15 * DAY},
}


@pytest.mark.parametrize("end", ENDED.values(), ids=ENDED)
def test_a_code_that_leads_nowhere_looks_like_one_that_never_was(
    db, browser, friends, asked, end
):
    way, nobody = asked(), asked("nobody at all 1")
    way.sqlmodel_update(end)
    db.commit()
    phone = browser(friends[0])

    pages = [
        phone.get(f"/back/{code}")
        for code in (way.code, nobody.code, new_short_code(), "1", "%00", "x" * 300)
    ]

    assert {page.status_code for page in pages} == {404}
    assert (
        len({page.text.count("No phone waits with this code") for page in pages}) == 1
    )
    with pytest.raises(NotFound):
        ways_back.vouch(db, way, friends[0])


def test_guessing_at_codes_is_slowed(browser, friends, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    phone = browser(friends[0])

    answers = [phone.get(f"/back/{new_short_code()}").status_code for _ in range(11)]

    assert answers == [404] * 10 + [429]
    limiter.reset()


def test_nobody_vouches_more_than_ten_times_a_month(db, make, branch, friends):
    for number in range(11):
        make.member(branch=branch, sign_in_key=f"lost {number}")
        ways_back.ask(db, wish(f"lost {number}"), "kept", "")
    more = db.exec(select(WayBack)).all()

    for way in more[:10]:
        ways_back.vouch(db, way, friends[0])

    with pytest.raises(Refused, match="ten times"):
        ways_back.vouch(db, more[10], friends[0])


def test_no_organiser_reads_whose_phone_is_lost(
    db, make, browser, branch, asked, friends
):
    way = asked()
    ways_back.vouch(db, way, friends[0])
    db.commit()
    steward = browser(make.officer(Role.STEWARD, branch))

    log = steward.get("/activity").text

    assert "asked to open an account" not in log
    assert "vouched for somebody" not in log


@pytest.mark.parametrize("path", ["/back/{code}", "/people/{owner}/way-back"])
def test_vouching_asks_for_a_fresh_proof(db, browser, owner, steward, asked, path):
    way, phone = asked(), browser(steward)
    db.exec(select(SignInSession)).one().proved_at = now() - timedelta(minutes=11)
    db.commit()

    answer = phone.post(path.format(code=way.code, owner=owner.id))

    assert answer.location.startswith("/prove")
