import pytest

from tests.demands.factories import Hall


@pytest.fixture
def hall(db, make):
    return Hall(db, make)
