import pytest

from tests.ballots.factories import MakeBallots


@pytest.fixture
def ballots(db, make):
    return MakeBallots(db, make)
