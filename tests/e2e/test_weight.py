"""What a visit costs: bytes as they travel, from the server's own answers."""

import gzip

import pytest

from tests.e2e import chain
from tests.e2e.chain import DEMAND, OPEN, PETITION

FIRST = 25_000
LIVE = 70_000


def weigh(phone, path):
    """A page with nothing kept from before, in bytes; each of them is ours."""
    page, answers = phone.page.context.new_page(), []

    def keep(answer):
        answers.append(answer)

    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.on("response", keep)
    page.goto(phone.server + path)
    page.wait_for_load_state("networkidle")

    assert not [each.url for each in answers if not each.url.startswith(phone.server)]
    assert not [each for each in answers if each.request.resource_type == "font"]
    return sum(len(gzip.compress(each.body(), 9)) for each in answers)


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_the_first_page_is_light(phone, path):
    assert 1_000 < weigh(phone(), path) <= FIRST


@pytest.mark.parametrize(
    ("where", "title"),
    [("/petitions", PETITION), ("/ballots/", OPEN), ("/demands", DEMAND)],
)
def test_a_live_page_is_light(phone, where, title):
    member = chain.find(phone().sign_in("member"), where, title)

    assert FIRST / 2 < weigh(member, member.path) <= LIVE
