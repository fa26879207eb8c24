"""Somebody whose phone is gone, and two who know them."""

import pytest
from sqlmodel import select

from tests.members.way_back.deeds import wish
from union.members.models import Role, WayBack
from union.members.rules import ways_back


@pytest.fixture
def stranger(stranger):
    stranger.set_cookie("language", "en")
    return stranger


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def owner(make, branch):
    return make.member(
        branch=branch,
        name="Әлия",
        sign_in_name="дала-құлан-52",
        sign_in_key="дала құлан 52",
    )


@pytest.fixture
def friends(make, branch):
    return [make.member(branch=branch), make.member(branch=make.branch(under=branch))]


@pytest.fixture
def steward(make, branch):
    return make.officer(Role.STEWARD, branch)


@pytest.fixture
def asked(db, owner):
    """A request for the owner's account."""

    def ask(name="дала құлан 52"):
        ways_back.ask(db, wish(name), "kept", "Chrome, Android")
        db.commit()
        return db.exec(select(WayBack).order_by(WayBack.asked_at.desc())).first()

    return ask
