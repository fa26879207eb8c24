"""The doors: whose pages, whose hosts, how large, and what every answer says."""

import re

import pytest

from union.core.settings import LARGEST_REQUEST
from union.core.web.headers import ALWAYS

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-NONCE'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self' ws://localhost; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types htmx ortaq"
)


@pytest.fixture
def ada(make):
    return make.member()


def rename(client, **headers):
    """Send a form as some page would; an empty header is not sent."""
    return client.post(
        "/me/name",
        data={"name": "Somebody else"},
        headers={"Sec-Fetch-Site": ""} | headers,
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1"},
    ],
    ids=str,
)
def test_our_own_pages_may_change_things(browser, ada, headers):
    assert rename(browser(ada), **headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://boss.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.boss.example"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:81"},
        {},
    ],
    ids=str,
)
def test_other_sites_change_nothing(db, browser, ada, headers):
    answer = rename(browser(ada), **headers)

    assert answer.status_code == 403
    assert "Open the page again" in answer.text
    assert "<form" not in answer.text.partition("<main")[2]
    db.refresh(ada)
    assert ada.name == "Ada"


def test_without_our_cookie_there_is_nothing_to_forge(stranger):
    assert rename(stranger).status_code == 401


PAGES = ["/", "/me", "/sign-in", "/no-such-page", "/static/css/ortaq.css"]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_the_headers(browser, ada, page):
    answer = browser(ada).get(page)

    policy = re.sub(
        r"nonce-[\w-]{22}'", "nonce-NONCE'", answer.headers["Content-Security-Policy"]
    )
    assert policy == POLICY
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}
    answer.close()


def test_each_answer_has_a_nonce_of_its_own(stranger):
    first, second = stranger.get("/"), stranger.get("/")

    nonce = re.compile(r'nonce="([\w-]+)"')
    assert set(nonce.findall(first.text)).isdisjoint(nonce.findall(second.text))
    assert f"'nonce-{nonce.search(first.text)[1]}'" in str(first.headers)


def test_a_breakdown_says_a_number_and_nothing_else(app, browser, ada, monkeypatch):
    def fall(*_anything):
        raise RuntimeError("a secret")

    monkeypatch.setattr("union.members.views.about_me.history_of", fall)
    client = browser(ada)
    client.preserve_context = False

    answer = super(type(client), client).open("/me")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert re.search(r'"mono">[0-9a-f]{8}<', answer.text)
    assert "Content-Security-Policy" in answer.headers


def test_without_a_database_there_is_still_a_sentence(app, browser, ada, monkeypatch):
    def away():
        raise RuntimeError("a secret")

    client = browser(ada)
    monkeypatch.setitem(app.extensions, "new_session", away)

    answer = super(type(client), client).open("/me")

    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert re.search(r"broke on our side\..* \([0-9a-f]{8}\)", answer.text)
    assert "Content-Security-Policy" in answer.headers


def test_a_request_has_its_measure(browser, ada):
    answer = browser(ada).post("/me/name", data={"name": "x" * LARGEST_REQUEST})

    assert answer.status_code == 413
    assert "too large" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_not_known(browser, ada, method):
    assert browser(ada).open("/me", method=method).status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a@b"])
def test_we_answer_to_no_other_name(stranger, host):
    assert stranger.get("/", headers={"Host": host}).status_code == 400


def test_forwarded_names_are_not_believed(stranger):
    answer = stranger.get("/me", headers={"X-Forwarded-Host": "evil.example"})

    assert answer.location == "/sign-in?next=/me"


@pytest.mark.parametrize(
    "path", ["/", "//evil.example", "//evil.example/..", "/\\evil.example", "/%2f/x"]
)
def test_choosing_a_language_leads_nowhere_else(stranger, path):
    answer = stranger.get(path, query_string={"lang": "ru", "next": "/me"})

    assert answer.status_code in {302, 308, 400, 404}
    assert (answer.location or "http://localhost/").startswith("http://localhost/")


def test_a_language_is_remembered_and_the_question_kept(stranger):
    answer = stranger.get("/sign-in?next=/me&lang=ru")

    assert answer.location == "http://localhost/sign-in?next=%2Fme"
    assert 'lang="ru"' in stranger.get("/sign-in").text


@pytest.mark.parametrize(
    ("asks", "speaks"),
    [("", "kk"), ("de", "kk"), ("ru-RU,ru;q=0.9", "ru"), ("en-GB", "en"), ("kk", "kk")],
)
def test_strangers_are_met_in_their_language_or_in_kazakh(stranger, asks, speaks):
    page = stranger.get("/", headers={"Accept-Language": asks}).text

    assert f'<html lang="{speaks}">' in page


def test_cookies_are_for_us_alone(stranger, make):
    answer = stranger.get("/?lang=ru")

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
