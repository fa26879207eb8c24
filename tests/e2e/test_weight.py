"""What a visit costs: bytes as they travel, from the server's own answers."""

import gzip

import pytest

from tests.e2e import chain
from tests.e2e.chain import DEMAND, OPEN, PETITION

FIRST = 25_000
LIVE = 70_000


@pytest.fixture
def weighed(phone):
    """A phone whose every answer is weighed, and the scales."""
    mine, answers = phone(), []

    def keep(answer):
        answers.append(answer)

    mine.page.on("response", keep)

    def weigh(path):
        """The page at this path with a cold cache, in bytes; each of them is ours."""
        mine.page.context.new_cdp_session(mine.page).send("Network.clearBrowserCache")
        answers.clear()
        mine.go(path)
        mine.page.wait_for_load_state("networkidle")
        assert not [each.url for each in answers if not ours(each.url)]
        assert not [each for each in answers if each.request.resource_type == "font"]
        return sum(len(gzip.compress(each.body(), 9)) for each in answers if each.ok)

    def ours(address):
        return address.startswith((mine.server, "data:"))

    return mine, weigh


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_the_first_page_is_light(weighed, path):
    _stranger, weigh = weighed

    assert 1_000 < weigh(path) <= FIRST


@pytest.mark.parametrize(
    ("where", "title"),
    [("/petitions", PETITION), ("/ballots/", OPEN), ("/demands", DEMAND)],
)
def test_a_live_page_is_light(weighed, where, title):
    member, weigh = weighed
    chain.find(member.sign_in("member"), where, title)

    assert FIRST / 2 < weigh(member.path) <= LIVE
