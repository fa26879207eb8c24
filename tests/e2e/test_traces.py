"""What a phone keeps and asks: nothing of a member, and nobody but the house."""

import json
from urllib.parse import urlsplit

import pytest

from tests.e2e.phone import PATIENCE
from tests.secrecy.canaries import word
from union.cli.demo.content import content

STORES = """async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage},
  databases: indexedDB.databases ? await indexedDB.databases() : [],
  caches: await Promise.all((await caches.keys()).map(async name => {
    const cache = await caches.open(name)
    const kept = await Promise.all((await cache.keys()).map(async request =>
      request.url + await (await cache.match(request)).text()))
    return [name, kept]
  })),
})"""
PAGES = ("/", "/me", "/me/known", "/petitions", "/ballots/", "/demands", "/branches")


@pytest.fixture(scope="module")
def lived(chromium, server, tmp_path_factory):
    """A member read and wrote; what their browser holds and what it asked for."""
    name, phrase = word().title(), f"{word()} crosses the bridge"
    har = tmp_path_factory.mktemp("har") / "asked.har"
    context = chromium.new_context(record_har_path=har)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, server)
    for path, field, said in (
        ("/me/name", "name", name),
        ("/me/passphrase", "passphrase", phrase),
    ):
        page.goto(server + path)
        page.fill(f"[name={field}]", said)
        with page.expect_navigation():
            page.press(f"[name={field}]", "Enter")
    for path in PAGES:
        page.goto(server + path, wait_until="networkidle")
    assert name in page.goto(f"{server}/me").text()
    kept = page.evaluate(STORES)
    page.evaluate("said => localStorage.setItem('x', said)", name)
    marked = page.evaluate(STORES)
    context.close()
    return server, json.loads(har.read_text()), kept, marked, (name, phrase)


def sign_in(page, address):

    told = content("officers")
    person = next(one for one in told["people"] if one["key"] == "member")
    page.goto(f"{address}/sign-in")
    page.fill("[name=sign_in_name]", person["sign_in"])
    page.fill("[name=passphrase]", told["passphrase"])
    page.press("[name=passphrase]", "Enter")
    page.wait_for_url(f"{address}/")


def test_the_browser_asks_nobody_else(lived):
    address, har, *_rest = lived

    hosts = {
        urlsplit(entry["request"]["url"]).netloc for entry in har["log"]["entries"]
    }

    assert len(har["log"]["entries"]) > len(PAGES)
    assert hosts == {urlsplit(address).netloc}


def test_no_address_holds_what_was_written(lived):
    _address, har, _kept, _marked, words = lived

    asked = "".join(entry["request"]["url"] for entry in har["log"]["entries"]).lower()

    assert [said for said in words if said.split()[0].lower() in asked] == []


def test_the_browser_keeps_nothing_that_was_written(lived):
    *_rest, kept, marked, (name, phrase) = lived

    assert name in marked
    assert [said for said in (name, phrase) if said.lower() in kept.lower()] == []
