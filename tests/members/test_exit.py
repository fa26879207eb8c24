"""Away at once; signed out everywhere; signed out by an administrator."""

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.members.models import AccountDeed, AccountNote, Role, SignInSession

EVERYWHERE = [
    "/",
    "/about",
    "/sign-in",
    "/recover",
    "/recover/without-code",
    "/no-such",
]


@pytest.fixture
def ada(make):
    return make.member()


def sessions(db):
    db.expire_all()
    return db.exec(select(SignInSession)).all()


@pytest.mark.parametrize("page", EVERYWHERE)
def test_every_page_has_a_way_out(stranger, browser, ada, page):
    for client in (stranger, browser(ada)):
        text = client.get(page).text

        assert text.count('action="/leave"') == 1
        assert text.count('data-leave="/away"') == 1


def test_who_hides_is_signed_out_and_leaves_nothing(db, browser, ada):
    phone, elsewhere = browser(ada), browser(ada)

    answer = phone.post("/leave")

    assert (answer.status_code, answer.location) == (303, "/away")
    kinds = '"cookies", "storage", "cache"'
    assert answer.headers["Clear-Site-Data"] == kinds
    assert phone.get("/me").status_code == 302
    assert elsewhere.get("/me").status_code == 200
    assert len(sessions(db)) == 1


def test_a_stranger_can_hide_too_and_so_can_an_impatient_thumb(stranger):
    assert [stranger.post("/leave").status_code for _ in range(2)] == [303, 303]


def test_no_other_site_sends_somebody_away(db, browser, ada):
    answer = browser(ada).post("/leave", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert len(sessions(db)) == 1


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
def test_the_page_one_hides_on_says_nothing(browser, ada, speaks):
    answer = browser(ada, speaks).get("/away")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    for telling in ("Ortaq", "Ортақ", "ortaq", "Ada", "css", "union", "leave"):
        assert telling not in answer.text
    assert f'lang="{speaks}"' in answer.text


def test_signing_out_everywhere_is_asked_once_more(browser, ada):
    phone = browser(ada)

    assert "/me/devices/everywhere" in phone.get("/me/devices").text
    assert "To come back you need" in phone.get("/me/devices/everywhere").text


@pytest.mark.parametrize("role", [Role.BRANCH_ADMIN, Role.SYSTEM_ADMIN])
def test_an_administrator_signs_a_stolen_phone_out(db, make, browser, role):
    branch = make.branch()
    ada = make.member(branch=make.branch(under=branch))
    stolen = browser(ada)
    officer = make.officer(role, branch)

    answer = browser(officer).post(f"/people/{ada.id}/sign-out")

    assert answer.status_code == 303
    assert stolen.get("/me").status_code == 302
    assert [session.member_id for session in sessions(db)] == [officer.id]
    minute = db.exec(select(Minute)).one()
    assert (minute.event, minute.by) == ("MemberSignedOut", officer.id)
    assert db.exec(select(AccountNote)).one().deed is AccountDeed.SIGNED_OUT


WHO_ELSE = {
    "a steward": (Role.STEWARD, 403),
    "a teller": (Role.TELLER, 404),
    "a fellow member": (None, 404),
}


@pytest.mark.parametrize(("role", "status"), WHO_ELSE.values(), ids=WHO_ELSE)
def test_nobody_else_signs_others_out(db, make, browser, role, status):
    branch = make.branch()
    ada = make.member(branch=branch)
    phone = browser(ada)
    other = make.officer(role, branch) if role else make.member(branch=branch)

    answer = browser(other).post(f"/people/{ada.id}/sign-out")

    assert answer.status_code == status
    assert phone.get("/me").status_code == 200


def test_an_administrator_elsewhere_finds_nobody(make, browser, ada):
    elsewhere = make.officer(Role.BRANCH_ADMIN, make.branch())

    assert browser(elsewhere).post(f"/people/{ada.id}/sign-out").status_code == 404


def test_nobody_signs_themselves_out_as_somebody_else(make, browser):
    chair = make.officer(Role.BRANCH_ADMIN, make.branch())

    assert browser(chair).post(f"/people/{chair.id}/sign-out").status_code == 403
    assert "A stolen phone" not in browser(chair).get(f"/people/{chair.id}").text
