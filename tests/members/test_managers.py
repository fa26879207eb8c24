import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.members.forms import Reason
from union.members.models import Role
from union.members.rules import managing

WHY = Reason(reason="Drives again since March, seen on shift.")


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty, name="Ержан")


def test_a_member_says_that_they_manage_others(db, browser, make, almaty):
    ada = make.member(branch=almaty)
    client = browser(ada)

    client.post("/me/manager")
    client.post("/me/manager")

    db.refresh(ada)
    assert ada.manages_since
    assert [m.event for m in db.exec(select(Minute))] == ["ManagerDeclared"]
    assert "no vote in ballots" in client.get("/me").text
    assert "tell your steward" in client.get("/me/manager").text


def test_nobody_takes_it_back_alone(db, browser, make, almaty):
    ada = make.member(branch=almaty, manages_since=now())

    refused = browser(ada).post(f"/people/{ada.id}/manager", data={"reason": "x" * 10})

    assert refused.status_code == 404
    db.refresh(ada)
    assert ada.manages_since


def test_a_steward_finds_that_it_is_over(db, browser, make, almaty, steward):
    ada = make.member(branch=almaty, manages_since=now())
    client, page = browser(steward), f"/people/{ada.id}/manager"
    client.post(f"/people/{ada.id}/look")
    assert "This is over" in client.get(f"/people/{ada.id}").text

    assert client.post(page, data={"reason": "short"}).status_code == 422
    client.post(page, data={"reason": WHY.reason})

    db.refresh(ada)
    assert ada.manages_since is None
    told = browser(ada).get("/me").text
    assert WHY.reason in told
    assert "Ержан" in told


def test_an_officer_clears_nobody_elsewhere_and_not_themselves(db, make, steward):
    steward.manages_since = now()

    with pytest.raises(NotAllowed):
        managing.clear(db, steward, steward, WHY)
    with pytest.raises(NotAllowed):
        managing.clear(db, make.member(manages_since=now()), steward, WHY)


def test_only_who_manages_is_cleared(db, make, almaty, steward):
    with pytest.raises(Refused):
        managing.clear(db, make.member(branch=almaty), steward, WHY)
