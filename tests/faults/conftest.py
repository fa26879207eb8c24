"""Each kind of fault says at the end of a run what it found."""

import os

import pytest

from tests.faults.deeds import Town
from tests.faults.home import Home
from tests.faults.ledger import Ledger
from tests.tally import note

ALL_POINTS = os.environ.get("FAULTS") == "all"


@pytest.fixture
def many():
    """How many points of each kind to try; None is all."""
    return None if ALL_POINTS else 50


@pytest.fixture
def ledger():
    """Begin a line of the summary."""

    def begin(kind):
        return note(Ledger(kind))

    return begin


@pytest.fixture
def home(tmp_path):
    """A union of its own, whose files can be laid out again and again."""
    home = Home(tmp_path / "home")
    home.build()
    return home


@pytest.fixture
def prepared(home):
    """Prepare deeds of this kind; the home is kept as it is before them."""

    def prepare(kind):
        with home.opened() as db:
            deeds = kind(Town(db))
        home.keep()
        return deeds

    return prepare
