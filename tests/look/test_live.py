"""A live page hears, fetches what it may see, and is never told more than «changed»."""

import pytest
from playwright.sync_api import expect

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def open_page(chromium, stand):
    """The live page, in a browser that complains aloud."""
    page = chromium.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))

    def go(*, with_its_own_clock=False):
        if with_its_own_clock:
            page.clock.install()
        page.goto(stand.address)
        return page

    yield go
    page.close()


def count_on(page):
    return expect(page.locator("#count"))


def watched(page, stand, times=1):
    """Wait until the page has told the server what it watches."""
    come(page, stand.watched, times)
    return page


def come(page, what, times=1):
    """Wait until there are so many of what the server remembers."""
    for _ in range(600):
        if len(what) >= times:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{len(what)} times, not {times}, {page.complaints}")


def test_a_change_reaches_an_open_page(open_page, stand):
    page = watched(open_page(), stand)

    stand.change()

    count_on(page).to_have_text("2")
    expect(page.get_by_role("status")).to_have_text("Signed: 2")
    assert stand.watched == [["token"]]
    assert page.complaints == []


def test_the_new_part_is_as_live_as_the_old(open_page, stand):
    page = watched(open_page(), stand)
    stand.change()
    count_on(page).to_have_text("2")

    stand.change()

    count_on(page).to_have_text("3")
    assert stand.answers == [200, 200]


def test_a_burst_of_changes_is_fetched_once_or_twice(open_page, stand):
    """A slow machine may draw a burst out; three times it does not."""
    page, fetched = watched(open_page(), stand), []

    for _ in range(3):
        before = len(stand.answers)
        for _ in range(20):
            stand.change()
        count_on(page).to_have_text(str(stand.count))
        fetched.append(len(stand.answers) - before)
        if fetched[-1] <= 2:
            break

    assert min(fetched) <= 2


def test_a_page_nobody_looks_at_catches_up_when_seen_again(open_page, stand):
    page = watched(open_page(), stand)
    page.evaluate(HIDE, True)
    stand.change()
    count_on(page).to_have_text("1")

    page.evaluate(HIDE, False)

    count_on(page).to_have_text("2")
    assert len(stand.watched) == 2


def test_without_sockets_a_page_asks_every_fifteen_seconds(open_page, stand):
    stand.lets_sockets_in = False
    page = open_page(with_its_own_clock=True)
    stand.change(quietly=True)

    for times in (1, 2, 3):
        page.clock.run_for(15_000)
        come(page, stand.answers, times)

    count_on(page).to_have_text("2")
    assert stand.answers == [200, 304, 304]


def test_an_error_does_not_replace_what_is_shown(open_page, stand):
    page = watched(open_page(), stand)
    stand.is_broken = True

    stand.change()

    come(page, stand.answers)
    page.wait_for_timeout(500)
    count_on(page).to_have_text("1")
    assert stand.answers == [500]
