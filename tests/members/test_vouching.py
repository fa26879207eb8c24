"""Two who know a newcomer let them in, or a steward who has checked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, SQLModel, func, select

from tests.factories import Make
from tests.members.joining import invite
from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.core.db import unit_of_work
from union.core.errors import NotAllowed, Refused
from union.members.forms import Check, How, Reason
from union.members.models import (
    MOST_VOUCHES,
    About,
    Arrival,
    Lobby,
    Member,
    Role,
    Standing,
    StandingChange,
    Vouch,
)
from union.members.rules import standing
from union.members.rules.vouching import vouch

CODE = "K7M2Q9XR"


@pytest.fixture
def root(make):
    return make.branch()


@pytest.fixture
def almaty(make, root):
    return make.branch(under=root, name_en="Almaty")


@pytest.fixture
def newcomer(make, almaty):
    found = make.member(branch=almaty, name="Нұр", admitted_at=None)
    make.save(Lobby(member_id=found.id, code=CODE, welcome_by=now()))
    return found


@pytest.fixture
def friends(make, root):
    return [make.member(branch=root, name=name) for name in ("Aru", "Bek")]


def minuted(db):
    return [(minute.event, minute.by) for minute in db.exec(select(Minute))]


def test_two_who_know_them_let_a_newcomer_in(db, newcomer, friends):
    for friend in friends:
        vouch(db, newcomer, friend)

    assert newcomer.standing(now()) == Standing.PROBATIONER
    change = db.exec(select(StandingChange)).one()
    assert (change.reason, change.by) == ("Two members vouched", None)


def test_one_alone_does_not(db, newcomer, friends):
    vouch(db, newcomer, friends[0])
    vouch(db, newcomer, friends[0])

    assert newcomer.is_waiting
    assert len(db.exec(select(Vouch)).all()) == 1


def test_no_minute_says_who_vouched(db, browser, make, root, newcomer, friends):
    for friend in friends:
        browser(friend).post(f"/k/{CODE}/vouch")

    assert minuted(db) == [("MemberAdmitted", None)]
    log = browser(make.officer(Role.STEWARD, root)).get("/activity").text
    assert "two members who vouched" in log
    page = browser(newcomer).get("/me").text
    assert "Two members vouched" in page
    assert not {"Aru", "Bek"} & set(page.split())


def unfit(make, root, newcomer):
    """Everybody who cannot vouch for this newcomer."""
    month = now() - timedelta(days=30)
    return [
        newcomer,
        make.member(branch=root, admitted_at=None),
        make.member(branch=root, admitted_at=now() - timedelta(days=13)),
        make.member(branch=root, suspended_at=month),
        make.member(branch=root, left_at=month),
        make.member(branch=root, manages_since=month),
        make.member(),
    ]


def test_nobody_else_vouches(db, make, root, newcomer):
    for person in unfit(make, root, newcomer):
        with pytest.raises(NotAllowed):
            vouch(db, newcomer, person)

    assert db.exec(select(Vouch)).all() == []


def test_nobody_else_sees_whom_a_code_belongs_to(browser, make, root, newcomer):
    for person in unfit(make, root, newcomer):
        if not person.left_at:
            answer = browser(person).get(f"/k/{CODE}")
            assert answer.status_code in (403, 404)
            assert "Almaty" not in answer.text


def test_a_member_vouches_for_ten_in_a_month(db, make, root, friends):
    for _ in range(MOST_VOUCHES):
        vouch(db, make.member(branch=root, admitted_at=None), friends[0])

    with pytest.raises(Refused, match="ten people in 30 days"):
        vouch(db, make.member(branch=root, admitted_at=None), friends[0])


def test_whoever_does_not_wait_needs_no_voucher(db, newcomer, friends):
    newcomer.admitted_at = now()

    with pytest.raises(Refused, match="does not wait"):
        vouch(db, newcomer, friends[0])


def test_the_code_shows_a_member_whom_they_vouch_for(db, browser, newcomer, friends):
    client = browser(friends[0])

    asked = client.post("/vouch", data={"code": "k7m2-q9xr"})
    page = client.get(asked.location).text

    assert asked.location == f"/k/{CODE}"
    assert "Нұр" in page
    assert "Almaty" in page
    done = client.post(f"/k/{CODE}/vouch", follow_redirects=True)
    assert "You have vouched for this person" in done.text


@pytest.mark.parametrize("code", ["", "K7M2Q9XS", "x" * 21, "' OR 1=1", "K7M2\x00"])
def test_another_code_shows_nobody(browser, newcomer, friends, code):
    refused = browser(friends[0]).post("/vouch", data={"code": code})

    assert refused.status_code in (404, 422)
    assert "Нұр" not in refused.text


def test_a_stranger_is_led_to_the_door_first(stranger, newcomer):
    assert stranger.get(f"/k/{CODE}").location == f"/sign-in?next=/k/{CODE}"


def test_the_one_who_invited_counts_as_one_of_two(db, make, root, newcomer, friends):
    make.save(Arrival(member_id=newcomer.id, invited_by=friends[0].id))

    vouch(db, newcomer, friends[0])
    assert newcomer.is_waiting
    vouch(db, newcomer, friends[1])

    assert newcomer.admitted_at


def test_a_steward_does_not_let_their_own_guest_in_alone(db, browser, make, almaty):
    steward = make.officer(Role.STEWARD, almaty)
    found = invite(make, almaty, host=steward)
    guest = make.member(branch=almaty, admitted_at=None)
    make.save(Arrival(member_id=guest.id, invited_by=found.made_by))
    client = browser(steward)
    client.post(f"/people/{guest.id}/look")

    page = client.get(f"/people/{guest.id}").text

    assert "You invited this person" in page
    assert 'name="how"' not in page
    with pytest.raises(NotAllowed, match="You invited this person"):
        standing.admit(db, guest, steward, Check(how=How.MET))


def test_a_steward_says_how_they_checked(db, browser, make, almaty, newcomer):
    client = browser(make.officer(Role.STEWARD, almaty, name="Ержан"))
    page = f"/people/{newcomer.id}"

    assert client.post(f"{page}/admit").status_code == 422
    assert client.post(f"{page}/admit", data={"how": "trust"}).status_code == 422
    client.post(f"{page}/admit", data={"how": "screen"})

    told = browser(newcomer).get("/me").text
    assert "A steward saw their courier app open, live" in told
    assert "Ержан" in told


def test_a_guest_is_not_admitted(db, make, almaty):
    guest = make.member(branch=almaty, admitted_at=None, joined_at=None)

    with pytest.raises(Refused, match="not finished joining"):
        standing.admit(db, guest, make.officer(Role.STEWARD, almaty), Check(how="met"))


def test_the_word_of_whoever_was_suspended_counts_no_more(db, newcomer, friends):
    vouch(db, newcomer, friends[0])
    friends[0].suspended_at = now()
    db.commit()

    vouch(db, newcomer, friends[1])

    assert newcomer.is_waiting


def test_a_steward_turns_somebody_away(db, browser, make, almaty, newcomer):
    steward, phone = make.officer(Role.STEWARD, almaty), browser(newcomer)
    page = f"/people/{newcomer.id}/turn-away"
    client = browser(steward)

    assert client.get(page).status_code == 200
    assert client.post(page, data={"reason": "no"}).status_code == 422
    client.post(page, data={"reason": "Works in the office of a platform."})

    db.refresh(newcomer)
    assert newcomer.standing(now()) == Standing.SUSPENDED
    assert minuted(db) == [("MemberTurnedAway", steward.id)]
    assert db.exec(select(Lobby)).all() == []
    assert "Works in the office of a platform." in phone.get("/me").text
    assert phone.get("/petitions").status_code == 403


def test_who_was_turned_away_by_mistake_waits_again(db, make, almaty, newcomer):
    steward, why = (
        make.officer(Role.STEWARD, almaty),
        Reason(reason="A mistake, sorry."),
    )
    standing.turn_away(db, newcomer, steward, why)

    standing.reinstate(db, newcomer, make.officer(Role.BRANCH_ADMIN, almaty), why)

    assert newcomer.is_waiting


def test_only_a_steward_turns_away_and_only_who_waits(db, make, almaty, friends):
    steward = make.officer(Role.STEWARD, almaty)
    why = Reason(reason="Works in the office.")
    waiting = make.member(branch=almaty, admitted_at=None)

    with pytest.raises(NotAllowed):
        standing.turn_away(db, waiting, friends[0], why)
    with pytest.raises(Refused, match="does not wait"):
        standing.turn_away(db, make.member(branch=almaty), steward, why)


def test_after_30_days_nobody_knows_who_vouched(app, db, newcomer, friends):
    for friend in friends:
        vouch(db, newcomer, friend)
    for row in db.exec(select(Vouch)):
        row.at -= timedelta(days=30)
    newcomer.admitted_at -= timedelta(days=30)
    other = Vouch(about=About.WAY_BACK, member_id=newcomer.id, by=friends[0].id)
    db.add(other)
    db.commit()

    with app.app_context():
        jobs.do_chores()

    assert [v.about for v in db.exec(select(Vouch))] == [About.WAY_BACK]
    assert db.exec(select(Lobby)).all() == []


@pytest.fixture
def committed(the_app):
    """Makes things in a database that threads share; it is emptied afterwards."""
    engine = the_app.extensions["engine"]
    the_app.extensions["new_session"] = partial(Session, engine)
    with Session(engine, expire_on_commit=False) as session:
        yield Make(session)
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())


def test_of_many_second_vouchers_one_admits(committed, the_app):
    branch = committed.branch()
    waiting = committed.member(branch=branch, admitted_at=None).id
    vouchers = [committed.member(branch=branch).id for _ in range(8)]

    def act(voucher_id):
        with the_app.app_context():
            try:
                with unit_of_work() as db:
                    voucher = db.get_one(Member, voucher_id)
                    vouch(db, db.get_one(Member, waiting), voucher)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, vouchers * 2))

    with the_app.app_context(), unit_of_work(writes=False) as db:
        assert db.get_one(Member, waiting).admitted_at
        assert db.exec(select(func.count(Vouch.by))).one() == 2
        assert minuted(db) == [("MemberAdmitted", None)]
        assert len(db.exec(select(StandingChange)).all()) == 1
    assert 2 <= sum(done) <= 4
