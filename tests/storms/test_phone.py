"""A member votes on a phone whose network fails it, and ends with the receipt."""

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.conftest import needed
from tests.e2e.chain import OPEN, find
from tests.e2e.phone import Phone
from tests.storms.proxy import bad_network
from tools.demo_union import grow, serving

PHONE = {"width": 360, "height": 640}
SLOW = "Байланыс баяу"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    needed(shutil.which("chromium"), "Chromium")
    with serving(grow(tmp_path_factory.mktemp("union"))) as address:
        yield urlsplit(address).port


@pytest.fixture
def at_the_last_step(chromium, server):
    """Somebody in front of the button that counts, on a network as told."""
    opened = []

    def hand(network):
        context = chromium.new_context(viewport=PHONE)
        opened.append(context)
        address = f"http://localhost:{network.port}"
        context.add_cookies([{"name": "language", "value": "kk", "url": address}])
        phone = Phone(context.new_page(), address)
        phone.sign_in("member")
        find(phone, "/ballots/", OPEN)
        phone.follow("Дауыс беруге өту")
        phone.choose("Иә")
        phone.press("Тексеруге өту")
        return phone

    yield hand
    for context in opened:
        context.close()


def press(phone):
    phone.page.get_by_role("button", name="Дауыс беру", exact=True).click()


def test_a_lost_answer_leaves_the_page_and_the_second_press_brings_the_receipt(
    server, at_the_last_step
):
    with bad_network(server) as network:
        phone = at_the_last_step(network)
        network.weather.answer_lost, network.weather.only = 1.0, "POST"

        press(phone)

        expect(phone.page.locator(".slow")).to_contain_text("екі рет саналмайды")
        assert phone.path.endswith("/check")
        network.weather.answer_lost = 0.0
        press(phone)
        phone.page.wait_for_url("**/receipt")
        assert phone.heading == "Дауысың қабылданды"
        assert network.weather.fired["answer_lost"] >= 1


def test_a_silent_network_is_called_slow_and_the_second_press_brings_the_receipt(
    server, at_the_last_step
):
    with bad_network(server) as network:
        phone = at_the_last_step(network)
        network.weather.answer_withheld, network.weather.only = 1.0, "POST"

        press(phone)

        expect(phone.page.locator(".slow")).to_contain_text(SLOW, timeout=60_000)
        network.weather.answer_withheld = 0.0
        press(phone)
        phone.page.wait_for_url("**/receipt")
        assert network.weather.fired["answer_withheld"] == 1
