"""What the small script adds to a form, which works without it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.look.pages import Page
from union.paths import STATIC

FORM = """\
{% extends "base.html" %}
{% set has_form = true %}
{% import "_macros.html" as m %}
{% block title %}Sign{% endblock %}
{% block main %}<h1>Sign</h1>
{% call m.form("/sign") %}
{{ m.passphrase("word", "Passphrase") }}{{ m.button("Sign", symbol="pen") }}
{% endcall %}{% endblock %}
"""
HOUSE = "http://ortaq.test"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def show(chromium):
    """A page with one form, on a clock of its own; what it sends is kept."""
    page = chromium.new_page()
    page.sent, page.left = [], []

    def answer(route):
        if route.request.method == "POST":
            page.sent.append(route.request.post_data)
            page.left.append(urlsplit(route.request.url).path)
            route.fulfill(status=204)
        elif "/static/" in route.request.url:
            route.fulfill(path=STATIC / route.request.url.split("/static/")[1])
        else:
            route.fulfill(body=page.html, content_type="text/html")

    def go(html):
        page.html = html
        page.route("**/*", answer)
        page.clock.install(time=NOON)
        page.goto(HOUSE)
        page.clock.pause_at(NOON + timedelta(minutes=1))
        return page

    yield go
    page.close()


@pytest.fixture
def form(show):
    page = show(Page("en").piece(FORM))
    page.get_by_label("Passphrase").fill("twelve letters")
    return page


def press(page):
    page.evaluate("document.querySelector('main form button:not([type])').click()")
    page.wait_for_timeout(100)


def sent(page, times=1):
    """What a page has sent: so often as is waited for, and no more soon after."""
    for _ in range(600):
        if len(page.sent) >= times:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(100)
    return page.sent


def test_a_button_says_that_it_is_being_sent(form):
    press(form)
    form.clock.run_for(200)
    expect(form.get_by_role("button", name="Sign")).to_be_visible()

    form.clock.run_for(200)

    button = form.get_by_role("button", name="Sending…")
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_be_enabled()


def test_an_impatient_thumb_sends_once(form):
    press(form)
    press(form)

    assert len(sent(form)) == 1


def test_after_eight_seconds_it_may_be_pressed_again_with_the_same_key(form):
    press(form)

    form.clock.run_for(8_100)

    expect(form.get_by_role("status")).to_contain_text("nothing is counted twice")
    press(form)
    assert sent(form, 2) == ["once=once-1&word=twelve+letters"] * 2


def test_a_passphrase_can_be_looked_at(form):
    form.get_by_role("button", name="Show").click()

    expect(form.get_by_label("Passphrase")).to_have_attribute("type", "text")
    form.get_by_role("button", name="Hide").click()
    expect(form.get_by_label("Passphrase")).to_have_attribute("type", "password")


def test_who_exits_leaves_no_way_back(form):
    visited = form.evaluate("history.length")

    form.get_by_role("button", name="Exit").click()

    form.wait_for_url(f"{HOUSE}/away")
    assert form.evaluate("history.length") == visited
    assert sent(form) == [None]
    assert form.left == ["/leave"]


def test_without_a_network_there_is_nothing_left_to_look_at(form):
    form.context.set_offline(True)

    form.get_by_role("button", name="Exit").click()

    form.wait_for_url("about:blank")
    assert form.evaluate("document.body.innerText") == ""


def test_the_enter_key_never_leads_away(form):
    form.get_by_label("Passphrase").press("Enter")

    assert sent(form) == ["once=once-1&word=twelve+letters"]
    assert form.left == ["/sign"]


def test_what_is_wrong_takes_the_focus(show):
    page = show(Page("en").refused("", word="Too short.").piece(FORM))

    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Too short.").click()
    expect(page.get_by_label("Passphrase")).to_be_focused()


def test_another_language_takes_along_what_was_typed(form):
    form.get_by_role("button", name="Рус").click()

    assert sent(form) == ["_language=ru&once=once-1&word=twelve+letters"]


STAYING = FORM.replace('m.form("/sign")', 'm.form("/sign", stays=True)')


@pytest.fixture
def staying(show):
    """A form whose page stays until an answer says where to go on."""
    page = show(Page("en").piece(STAYING))
    page.get_by_label("Passphrase").fill("twelve letters")
    return page


def answered(page, **answer):
    page.route("**/sign", lambda route: route.fulfill(**answer))


def test_a_network_that_fails_loses_nothing_that_was_typed(staying):
    staying.route("**/sign", lambda route: route.abort("connectionreset"))

    press(staying)

    expect(staying.get_by_role("status")).to_contain_text("nothing is counted twice")
    expect(staying.get_by_role("button", name="Sign")).to_be_visible()
    expect(staying.get_by_label("Passphrase")).to_have_value("twelve letters")


def test_it_is_pressed_again_with_the_same_key(staying):
    staying.route("**/sign", lambda route: route.abort("connectionreset"), times=1)
    press(staying)
    expect(staying.get_by_role("status")).to_be_visible()

    press(staying)

    assert sent(staying) == ["once=once-1&word=twelve+letters"]


def test_a_server_that_reaches_nothing_loses_nothing_either(staying):
    answered(staying, status=503)

    press(staying)

    expect(staying.get_by_role("status")).to_contain_text("still here")


def test_an_answer_that_says_where_to_go_is_followed(staying):
    answered(staying, status=204, headers={"Location": "/thanks"})

    press(staying)

    staying.wait_for_url(f"{HOUSE}/thanks")


def test_any_other_answer_is_the_browsers_to_show(staying):
    answered(staying, status=422, body="<p>Too short.</p>", content_type="text/html")

    press(staying)

    expect(staying.get_by_text("Too short.")).to_be_visible()
    assert urlsplit(staying.url).path == "/sign"
