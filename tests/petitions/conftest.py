import pytest

from tests.petitions.factories import MakePetition


@pytest.fixture
def make(db):
    return MakePetition(db)


@pytest.fixture
def petition(make):
    return make.petition()
