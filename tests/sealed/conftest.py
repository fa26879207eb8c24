"""One true election for all tests that only look at it or forge it."""

import pytest

from tests.sealed.elections import Made


@pytest.fixture(scope="session")
def made():
    """Two of three tellers, two questions, four ballots, one of which is replaced."""
    election = Made()
    assert election.archive
    return election
