"""A database with a branch and its people, made once; how many histories were told."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.factories import Make
from tests.histories.hall import Hall
from tests.histories.house import Databases, Files
from tests.histories.model import MEMBERS, NEWCOMERS, OFFICERS
from tests.tally import tally
from union.core import migrations
from union.core.base import now
from union.members.models import Role

told = tally("histories")
ROLES = dict(
    zip(
        OFFICERS,
        (
            Role.STEWARD,
            Role.RETURNING_OFFICER,
            Role.TELLER,
            Role.REPRESENTATIVE,
            Role.BRANCH_ADMIN,
        ),
        strict=True,
    )
)


@pytest.fixture
def tally():
    return told


@pytest.fixture(scope="module")
def house(engine, tmp_path_factory):
    if engine.dialect.name == "postgresql":
        return Databases(engine.url)
    return Files(tmp_path_factory.mktemp("histories"))


@pytest.fixture(scope="module")
def template(house):
    """The address of a branch on its first day, with everybody in it."""
    address = house.empty()
    engine = house.open(address)
    migrations.upgrade(engine)
    with Session(engine) as db:
        people_a_branch(Make(db))
    engine.dispose()
    yield address
    house.remove(address)


def people_a_branch(make):
    branch = make.branch()
    for name, role in ROLES.items():
        make.officer(role, branch, name=name, passphrase_hash="kept")
    for name in MEMBERS:
        make.member(branch=branch, name=name, passphrase_hash="kept")
    for name in NEWCOMERS:
        here = {"joined_at": now() - timedelta(days=1), "admitted_at": None}
        make.member(branch=branch, name=name, passphrase_hash="kept", **here)


@pytest.fixture
def hall_of(the_app, house, template, tmp_path):
    return lambda: Hall(the_app, house, template, tmp_path)
