"""One true election for all tests that only look at it or forge it."""

import pytest

from tests.sealed.browsers import served
from tests.sealed.elections import Made


@pytest.fixture(scope="session")
def made():
    """Two of three tellers, two questions, four ballots, one of which is replaced."""
    election = Made()
    assert election.archive
    return election


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """Where the browser's half is served from."""
    with served(tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture
def page(chromium, shelf):
    """A page of the union's own server, under its policy, that complains of nothing."""
    context = chromium.new_context()
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text))
    opened.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    opened.goto(f"{shelf}desk.js")
    yield opened
    context.close()
    assert complaints == []
