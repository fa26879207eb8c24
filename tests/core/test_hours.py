"""Hours that people write, where clocks are put forward and back."""

from contextvars import Context
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app import create_app
from tests.ballots.factories import proposal
from union.ballots.models import Proposal
from union.core.hours import on_the_wall
from union.core.i18n import zone
from union.core.settings import Settings


def written(text):
    return datetime.fromisoformat(text)


@pytest.fixture
def in_berlin():
    token = zone.set(ZoneInfo("Europe/Berlin"))
    yield
    zone.reset(token)


def test_an_hour_is_that_of_the_unions_own_clocks():
    assert on_the_wall(written("2026-11-26T09:00")).astimezone(UTC).hour == 4


def test_an_hour_over_which_clocks_are_put_forward_is_refused(in_berlin):
    with pytest.raises(ValueError, match="put forward over this hour"):
        on_the_wall(written("2027-03-28T02:30"))


def test_of_an_hour_that_comes_twice_the_first_is_meant(in_berlin):
    assert on_the_wall(written("2026-10-25T02:30")).astimezone(UTC).hour == 0


def test_an_hour_before_the_beginning_of_time_is_refused():
    with pytest.raises(ValueError, match="a date that exists"):
        on_the_wall(written("0001-01-01T00:00"))


def test_no_ballot_opens_at_an_hour_that_never_comes(in_berlin):
    with pytest.raises(ValueError, match="put forward over this hour"):
        Proposal.model_validate(proposal(opens_at="2126-03-31T02:30"))


def test_a_paper_that_the_worker_writes_bears_the_same_hours_as_a_page(database_url):
    elsewhere = create_app(
        Settings(database_url=database_url, zone="Europe/London", testing=True)
    )

    def work():
        with elsewhere.app_context():
            return zone.get().key

    told = Context().run(work)

    elsewhere.extensions["engine"].dispose()
    assert told == "Europe/London"
