import pytest

from tests.counts.factories import MakeCounts
from union.members.models import Role


@pytest.fixture
def almaty(make):
    return make.branch(under=make.branch())


@pytest.fixture
def officer(make, almaty):
    return make.officer(Role.RETURNING_OFFICER, almaty, name="Ada Officer")


@pytest.fixture
def client(browser, officer):
    return browser(officer)


@pytest.fixture
def member(make, almaty):
    return make.member(branch=almaty, name="Max Member")


@pytest.fixture
def counts(make, almaty, officer):
    return MakeCounts(make, almaty, officer)
