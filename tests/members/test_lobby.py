"""The lobby: what somebody who waits reads, and who says hello to them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.browser import lasting
from tests.members.joining import bring, invite, join, place
from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.core.live.topics import room
from union.members.models import Lobby, Member, Role
from union.members.rules.vouching import vouch

NEWS = {"HX-Request": "true"}


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty)


@pytest.fixture
def newcomer(make, almaty, steward):
    found = make.member(branch=almaty, name="Нұр", admitted_at=None)
    lobby = Lobby(
        member_id=found.id,
        code="K7M2Q9XR",
        captain_id=steward.id,
        welcome_by=now() + timedelta(hours=24),
    )
    make.save(lobby)
    return found


def test_the_lobby_says_what_happens_next(app, browser, newcomer):
    page = browser(newcomer).get("/").text

    assert "K7M2-Q9XR" in page
    assert "<svg" in page.split('class="qr"')[1][:200]
    assert ">0</strong>" in page
    assert "or a steward checks" in page
    with app.app_context():
        assert room("lobby", newcomer.id) in page


def test_the_part_that_moves_is_drawn_once(db, browser, make, almaty, newcomer):
    client = browser(newcomer)
    first = client.get("/lobby/progress", headers=NEWS)
    known = {"If-None-Match": first.headers["ETag"]} | NEWS

    assert client.get("/lobby/progress", headers=known).status_code == 304
    vouch(db, newcomer, make.member(branch=almaty))
    db.commit()

    again = client.get("/lobby/progress", headers=known)
    assert again.status_code == 200
    assert ">1</strong>" in again.text


def test_it_says_that_the_door_is_open(db, browser, make, almaty, newcomer):
    client = browser(newcomer)
    for _ in range(2):
        vouch(db, newcomer, make.member(branch=almaty))
    db.commit()

    assert "You have been admitted." in client.get("/lobby/progress", headers=NEWS).text
    assert "You are almost in" not in client.get("/").text


def test_a_vouch_is_heard_in_the_lobby(app, browser, make, almaty, newcomer, monkeypatch):  # fmt: skip  # noqa: E501
    told = []
    monkeypatch.setattr("union.members.live.revise", lambda *what: told.append(what))

    browser(make.member(branch=almaty)).post("/k/K7M2Q9XR/vouch")

    assert told == [("lobby", newcomer.id)]


def test_others_have_no_lobby(browser, make):
    assert browser(make.member()).get("/lobby/progress").status_code == 404


def test_whoever_waits_without_a_code_gets_one(app, db, browser, make, almaty):
    waiting = make.member(branch=almaty, admitted_at=None)
    guest = make.member(branch=almaty, admitted_at=None, joined_at=None)
    assert "Your code is being made" in browser(waiting).get("/").text

    with app.app_context():
        jobs.do_chores()

    assert db.get(Lobby, waiting.id)
    assert db.get(Lobby, guest.id) is None


def test_the_captain_is_asked_to_say_hello(db, browser, steward, newcomer):
    client = browser(steward)
    page = client.get("/").text
    assert "Welcome Нұр" in page
    assert "Say hello by" in page

    client.post(f"/people/{newcomer.id}/welcome")
    client.post(f"/people/{newcomer.id}/welcome")

    assert "Welcome Нұр" not in client.get("/").text
    assert [m.event for m in db.exec(select(Minute))] == ["NewcomerWelcomed"]


def test_after_two_days_an_administrator_is_asked_too(
    db, browser, make, almaty, newcomer
):
    admin = make.officer(Role.BRANCH_ADMIN, almaty)
    client = browser(admin)
    assert "Welcome Нұр" not in client.get("/").text

    db.get(Lobby, newcomer.id).welcome_by = now() - timedelta(hours=24)
    db.commit()

    assert "Nobody has said hello" in client.get("/").text
    assert client.post(f"/people/{newcomer.id}/welcome").status_code == 303
    assert db.get(Lobby, newcomer.id).welcomed_at


def test_nobody_else_is_asked_or_answers(browser, make, almaty, newcomer):
    for other in (
        make.member(branch=almaty),
        make.officer(Role.STEWARD, almaty),
        make.officer(Role.BRANCH_ADMIN, make.branch()),
    ):
        client = browser(other)
        assert "Welcome Нұр" not in client.get("/").text
        assert client.post(f"/people/{newcomer.id}/welcome").status_code == 404


def test_a_captain_is_found_for_whoever_joins(db, make, app, steward, almaty):
    place(make)
    almaty.city_id = "almaty"
    db.commit()
    client = app.test_client()

    join(client, invite(make, almaty))

    newcomer = db.exec(select(Member).where(Member.name == "Нұрлан")).one()
    assert newcomer.branch == almaty
    assert db.get(Lobby, newcomer.id).captain_id == steward.id


def test_the_steward_sees_who_waits_and_no_guest(browser, make, almaty, steward):
    make.member(branch=almaty, name="Waiting", admitted_at=None)
    make.member(branch=almaty, name="Guest", admitted_at=None, joined_at=None)

    page = browser(steward).get("/people").text

    assert "Waiting" in page
    assert "Guest" not in lasting(page)


def test_one_sees_how_one_came_in(db, make, stranger):
    place(make)
    join(bring(stranger, found := invite(make)), found)

    history = stranger.get("/me").text

    assert history.index("Finished joining") < history.index("Made an account")
