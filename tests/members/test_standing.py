from datetime import timedelta

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.live.wire import socketio
from union.members.forms import Check, How, Reason
from union.members.models import HeldRole, Role, SignInSession, Standing, StandingChange
from union.members.rules import standing

MET = Check(how=How.MET)
WHY = Reason(reason="Sold the list of the chat to a platform.")


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty)


@pytest.fixture
def admin(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty, name="Айгерім")


@pytest.fixture
def newcomer(make, almaty):
    return make.member(branch=make.branch(under=almaty), name="Нұр", admitted_at=None)


def minuted(db):
    return [minute.event for minute in db.exec(select(Minute))]


def test_a_steward_admits_a_newcomer_of_their_branch(db, steward, newcomer):
    standing.admit(db, newcomer, steward, MET)

    assert newcomer.standing(now()) == Standing.PROBATIONER
    assert newcomer.standing(now() + timedelta(days=14)) == Standing.MEMBER


def test_admitting_twice_is_admitting_once(db, steward, newcomer):
    standing.admit(db, newcomer, steward, MET)
    first = newcomer.admitted_at

    standing.admit(db, newcomer, steward, MET)

    assert newcomer.admitted_at == first
    assert len(db.exec(select(StandingChange)).all()) == 1


def test_nobody_else_admits(db, make, newcomer, admin):
    elsewhere = make.officer(Role.STEWARD, make.branch())

    for officer in (make.member(), elsewhere, admin):
        with pytest.raises(NotAllowed):
            standing.admit(db, newcomer, officer, MET)


def test_whoever_left_is_not_admitted(db, steward, newcomer):
    newcomer.left_at = now()

    with pytest.raises(Refused):
        standing.admit(db, newcomer, steward, MET)


def test_suspending_takes_every_right_and_signs_out(db, make, browser, almaty, admin):
    ada = make.member(branch=almaty)
    phone = browser(ada)

    standing.suspend(db, ada, admin, WHY)
    db.commit()

    assert ada.standing(now()) == Standing.SUSPENDED
    assert not ada.is_current
    assert db.exec(select(SignInSession)).all() == []
    assert phone.get("/me").status_code == 302


def test_nobody_suspends_themselves_or_another_branch(db, make, admin):
    with pytest.raises(NotAllowed):
        standing.suspend(db, admin, admin, WHY)
    with pytest.raises(NotAllowed):
        standing.suspend(db, make.member(), admin, WHY)


def test_a_steward_does_not_suspend(db, make, almaty, steward):
    with pytest.raises(NotAllowed):
        standing.suspend(db, make.member(branch=almaty), steward, WHY)


def test_reinstating_gives_the_rights_back(db, make, almaty, admin):
    ada = make.member(branch=almaty)
    standing.suspend(db, ada, admin, WHY)

    standing.reinstate(db, ada, admin, WHY)

    assert ada.standing(now()) == Standing.MEMBER


def test_only_who_is_suspended_is_reinstated(db, make, almaty, admin):
    ada = make.member(branch=almaty)

    with pytest.raises(Refused):
        standing.reinstate(db, ada, admin, WHY)

    standing.suspend(db, ada, admin, WHY)
    with pytest.raises(Refused):
        standing.suspend(db, ada, admin, WHY)


def test_leaving_ends_roles_and_sessions(db, browser, steward):
    client = browser(steward)

    answer = client.post("/me/leave")

    assert answer.status_code == 303
    assert "Clear-Site-Data" in answer.headers
    db.refresh(steward)
    assert steward.standing(now()) == Standing.LEFT
    assert db.exec(select(HeldRole)).all() == []
    assert db.exec(select(SignInSession)).all() == []
    assert minuted(db) == ["MemberLeft"]


def test_leaving_is_asked_about_first(browser, make):
    assert "Do you want to leave" in browser(make.member()).get("/me/leave").text


def test_the_steward_finds_who_waits_and_admits(db, browser, steward, newcomer):
    client = browser(steward)

    assert "Нұр" in client.get("/people").text
    client.post(f"/people/{newcomer.id}/look")
    answer = client.post(
        f"/people/{newcomer.id}/admit", data={"how": "met"}, follow_redirects=True
    )

    assert "probationer" in answer.text
    assert minuted(db) == ["MemberLookedAt", "MemberAdmitted"]


def test_the_admin_suspends_with_a_reason_the_member_reads(
    db, browser, make, almaty, admin
):
    ada = make.member(branch=almaty)

    client = browser(admin)
    assert client.post(f"/people/{ada.id}/suspend").status_code == 422
    client.post(f"/people/{ada.id}/suspend", data={"reason": WHY.reason})

    told = browser(ada).get("/me").text
    assert WHY.reason in told
    assert "Айгерім" in told
    minute = db.exec(select(Minute)).one()
    assert (minute.event, minute.by) == ("MemberSuspended", admin.id)
    assert WHY.reason not in str(minute.about)


def test_an_author_who_has_left_is_named_no_more(db, browser, make, almaty, admin):
    ada = make.member(branch=almaty)
    standing.suspend(db, ada, admin, WHY)
    admin.left_at = now()
    db.commit()

    told = browser(ada).get("/me").text

    assert WHY.reason in told
    assert "Айгерім" not in told


def test_people_are_only_for_those_who_look_after_them(browser, make, newcomer):
    client = browser(make.member())

    assert client.get("/people").status_code == 403
    assert client.post("/people", data={"name": "Нұр"}).status_code == 403
    assert client.get(f"/people/{newcomer.id}").status_code == 404


def test_whoever_waits_sees_their_own_pages_only(browser, newcomer):
    client = browser(newcomer)

    assert client.get("/").status_code == 200
    assert client.get("/me").status_code == 200
    assert client.get("/branches").status_code == 403


def test_a_suspended_members_sockets_close(db, app, browser, make, almaty, admin):
    ada = make.member(branch=almaty)
    wire = socketio.test_client(app, flask_test_client=browser(ada))
    assert wire.is_connected()

    browser(admin).post(f"/people/{ada.id}/suspend", data={"reason": WHY.reason})

    assert not wire.is_connected()
