"""The world of the matrix of access, and how many cases were asked, told at the end."""

import pytest

from tests.access.conftest import asking, half_way_in, room, world  # noqa: F401
from tests.malice.knocking import Knocker
from tests.tally import tally as tell


@pytest.fixture
def tally():
    """Where cases are counted, by group."""
    return tell("malice")


@pytest.fixture
def knocker(the_app, room, world, engine):  # noqa: F811  (the fixtures above)
    the_app.extensions["new_session"] = room
    knocker = Knocker(the_app, world, half_way_in)
    yield knocker
    knocker.end()
