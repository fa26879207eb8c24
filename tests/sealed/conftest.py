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
def complaints():
    """What pages complain of; a test takes out what it expects."""
    heard = []
    yield heard
    assert heard == []


@pytest.fixture
def device(chromium, shelf, complaints):
    """Hand out devices that share nothing, each with a page of ours."""
    contexts = []

    def hand():
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        page.goto(f"{shelf}desk.js")
        return page

    yield hand
    for context in contexts:
        context.close()


@pytest.fixture
def page(device):
    """A page on one device."""
    return device()
