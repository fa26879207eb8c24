from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from union.core.base import now
from union.core.web.limits import limiter
from union.members import passphrases, recovery
from union.members.models import SignInSession

SENTENCE = "бірлік бар жерде тірлік бар"
ANOTHER = "қар үстінде көк велосипед"


@pytest.fixture
def stranger(stranger):
    stranger.set_cookie("language", "en")
    return stranger


@pytest.fixture(scope="session")
def kept():
    return passphrases.hash_of(SENTENCE)


@pytest.fixture
def ada(make, kept):
    return make.member(
        sign_in_name="Тау-Бүркіт-38",
        sign_in_key="тау бүркіт 38",
        passphrase_hash=kept,
    )


def knock(browser, name="тау бүркіт 38", passphrase=SENTENCE, path="/sign-in"):
    return browser.post(path, data={"sign_in_name": name, "passphrase": passphrase})


def secret_in(browser):
    with browser.session_transaction() as cookie:
        return cookie.get("_user_id")


@pytest.mark.parametrize(
    "name", ["тау бүркіт 38", "Тау-Бүркіт-38", "  ТАУ–бүркіт  38 ", "тау_бүркіт_38"]
)
def test_a_member_signs_in_however_the_name_is_typed(stranger, ada, name):
    answer = knock(stranger, name)

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Ada" in stranger.get("/").text


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("тау бүркіт 38", ANOTHER), ("nobody at all 1", SENTENCE)],
    ids=["wrong passphrase", "unknown name"],
)
def test_everyone_else_hears_the_same_no(stranger, ada, name, passphrase):
    answer = knock(stranger, name, passphrase)

    assert answer.status_code == 422
    assert secret_in(stranger) is None
    assert answer.text.count("This name and this passphrase do not go together.") == 1
    assert passphrase not in answer.text


def test_whoever_left_signs_in_no_more(db, stranger, ada):
    ada.left_at = now()
    db.commit()

    assert knock(stranger).status_code == 422


def test_signing_in_draws_a_new_secret_and_keeps_nothing_else(stranger, ada):
    with stranger.session_transaction() as cookie:
        cookie["_user_id"], cookie["planted"] = "known to an attacker", "yes"

    knock(stranger)

    with stranger.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "_permanent"}
        assert cookie["_user_id"] != "known to an attacker"


def test_signing_in_again_ends_the_session_before(db, stranger, ada):
    knock(stranger)
    before = secret_in(stranger)

    knock(stranger)

    assert secret_in(stranger) != before
    assert len(db.exec(select(SignInSession)).all()) == 1


def test_the_door_leads_where_one_was_going(stranger, ada):
    sent = stranger.get("/me?x=1")

    assert sent.location == "/sign-in?next=/me?x%3D1"
    assert knock(stranger, path=sent.location).location == "/me?x=1"


HOSTILE = [
    "https://evil.example",
    "http:evil.example",
    "http:///evil.example",
    "HTTPS://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,hello",
    "vbscript:x",
    "mailto:boss@evil.example",
    "evil.example",
    "evil.example/path",
    "@evil.example",
    ":80@evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "//［::1］",
    "/／evil.example",
    "//localhost@evil.example",
    "",
]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_the_door_leads_to_no_other_site(stranger, ada, wanted):
    answer = stranger.post(
        "/sign-in",
        query_string={"next": wanted},
        data={"sign_in_name": "тау бүркіт 38", "passphrase": SENTENCE},
    )

    assert answer.location == "/"


def test_guessing_is_slowed_and_the_owner_is_let_in_after_a_minute(
    stranger, ada, monkeypatch
):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    with time_machine.travel(now(), tick=False) as clock:
        tries = [knock(stranger, passphrase=ANOTHER).status_code for _ in range(11)]
        slowed = knock(stranger)
        clock.shift(timedelta(seconds=61))
        let_in = knock(stranger)

    assert tries == [422] * 10 + [429]
    assert (slowed.status_code, let_in.status_code) == (429, 303)
    assert int(slowed.headers["Retry-After"]) <= 61
    limiter.reset()


def test_signing_out_leaves_nothing_on_the_device(db, stranger, ada):
    knock(stranger)
    copied = secret_in(stranger)

    answer = stranger.post("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert secret_in(stranger) is None
    assert db.exec(select(SignInSession)).all() == []
    with stranger.session_transaction() as cookie:
        cookie["_user_id"] = copied
    assert stranger.get("/me").status_code == 302


def test_a_stranger_is_led_to_the_door_and_does_nothing_meanwhile(stranger):
    assert stranger.get("/me").location == "/sign-in?next=/me"
    assert stranger.post("/sign-out").status_code == 401


@pytest.fixture
def code(db, ada):
    code = recovery.new_code()
    ada.recovery_digest = recovery.digest_of(code)
    db.commit()
    return code


def come_back(browser, code, passphrase=ANOTHER):
    return browser.post("/recover", data={"code": code, "passphrase": passphrase})


def test_the_recovery_code_opens_the_account_and_is_spent(
    db, stranger, browser, ada, code
):
    lost_phone = browser(ada)

    answer = come_back(stranger, code.lower().replace("-", " "))

    assert answer.status_code == 200
    assert "Ada" in stranger.get("/").text
    assert lost_phone.get("/me").status_code == 302
    db.refresh(ada)
    assert passphrases.matches(ada.passphrase_hash, ANOTHER)
    assert ada.recovery_digest != recovery.digest_of(code)
    shown = {piece.partition("<")[0] for piece in answer.text.split(">")}
    assert ada.recovery_digest in {recovery.digest_of(piece) for piece in shown}
    assert come_back(stranger, code).status_code == 422


def test_a_wrong_code_opens_nothing(stranger, ada, code):
    answer = come_back(stranger, recovery.new_code())

    assert answer.status_code == 422
    assert "This code opens no account." in answer.text


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [("short", "At least 12 characters"), ("ұ" * 129, "too long")],
)
def test_a_passphrase_has_its_measure(stranger, ada, code, passphrase, reason):
    answer = come_back(stranger, code, passphrase)

    assert answer.status_code == 422
    assert reason in answer.text
    assert code in answer.text


def test_a_delicate_act_asks_for_the_passphrase_once_more(db, browser, ada):
    client = browser(ada)
    session = db.exec(select(SignInSession)).one()
    session.proved_at = now() - timedelta(minutes=11)
    db.commit()

    asked = client.get("/me/recovery-code")

    assert asked.location == "/prove?next=/me/recovery-code"
    wrong = client.post(asked.location, data={"passphrase": ANOTHER})
    assert wrong.status_code == 422
    before = secret_in(client)
    proved = client.post(asked.location, data={"passphrase": SENTENCE})
    assert proved.location == "/me/recovery-code"
    assert secret_in(client) != before
    assert client.get(proved.location).status_code == 200
    assert "shown only once" in client.post(proved.location).text


def test_a_form_that_needs_a_proof_leads_back_to_its_page(db, browser, ada):
    client = browser(ada)
    db.exec(select(SignInSession)).one().proved_at = now() - timedelta(minutes=11)
    db.commit()

    answer = client.post("/me/recovery-code")

    assert answer.location == "/prove?next=/me/recovery-code"
    db.refresh(ada)
    assert ada.recovery_digest is None


@pytest.mark.parametrize("page", ["/", "/about", "/privacy", "/source", "/sign-in"])
def test_strangers_may_read_what_is_public(stranger, page):
    assert stranger.get(page).status_code == 200
