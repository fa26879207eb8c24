"""At the door: names that look like another, passphrases of any size, codes guessed.

What one name hears and what another hears is compared in tests/members, with its time;
here the work is counted: how often a passphrase is hashed for whom.
"""

import unicodedata

import pytest
from argon2 import low_level
from sqlmodel import select

from union.core.base import now
from union.core.web.limits import limiter
from union.members import passphrases, recovery
from union.members.models import SignInSession

OWN = "тай-бүркіт-38"  # a letter of it has two parts
SENTENCE = "бірлік бар жерде тірлік бар"
WRONG = "қар үстінде көк велосипед"
CODE = recovery.new_code()
IN, NO, AMISS = "in", "no such pair", "not even looked at"
NAMES = {  # what is typed for the name, and the right passphrase -> the answer
    "as it is": (OWN, IN),
    "composed": (unicodedata.normalize("NFC", OWN), IN),
    "taken apart": (unicodedata.normalize("NFD", OWN), IN),
    "compatible": (unicodedata.normalize("NFKC", OWN), IN),
    "compatible, taken apart": (unicodedata.normalize("NFKD", OWN), IN),
    "capitals, taken apart": (unicodedata.normalize("NFD", OWN.upper()), IN),
    "wide digits": ("тай-бүркіт-３８", IN),
    "mathematical digits": ("тай-бүркіт-𝟑𝟖", IN),
    "raised digits": ("тай-бүркіт-³⁸", IN),
    "a circled number": ("тай-бүркіт-㊳", IN),
    "blanks around": ("   тай бүркіт 38   ", IN),
    "other blanks": ("тай\u00a0бүркіт\u300038", IN),
    "other dashes": ("тай–бүркіт‑38", IN),
    "underscores": ("тай__бүркіт_38", IN),
    "a new line behind": ("тай-бүркіт-38\n", IN),
    "Arabic digits": ("тай-бүркіт-٣٨", NO),
    "Devanagari digits": ("тай-бүркіт-३८", NO),
    "a Latin a": ("тaй-бүркіт-38", NO),
    "a Greek alpha": ("тαй-бүркіт-38", NO),
    "a Latin i": ("тай-бүркiт-38", NO),
    "a Latin p": ("тай-бүpкіт-38", NO),
    "a Latin capital": ("Tай-бүркіт-38", NO),
    "a Latin Y with a bar": ("тай-бɏркіт-38", NO),
    "a Russian у": ("тай-буркіт-38", NO),
    "a Russian и": ("тай-бүркит-38", NO),
    "и without its mark": ("таи-бүркіт-38", NO),
    "й with another mark": ("таи\u0302-бүркіт-38", NO),
    "one mark more": ("тай\u0301-бүркіт-38", NO),
    "a Z for a 3": ("тай-бүркіт-З8", NO),
    "an O more": ("тай-бүркіт-38О", NO),
    "a mark that joins": ("тай\u200d-бүркіт-38", NO),
    "a mark that does not": ("тай\u200c-бүркіт-38", NO),
    "nothing that is seen": ("тай\u200b-бүркіт-38", NO),
    "a soft hyphen": ("тай\u00adбүркіт-38", NO),
    "a byte order mark": ("\ufeffтай-бүркіт-38", NO),
    "a chooser of shapes": ("тай\ufe0f-бүркіт-38", NO),
    "a grapheme joiner": ("тай\u034f-бүркіт-38", NO),
    "a tag": ("тай\U000e0061-бүркіт-38", NO),
    "a Hangul filler": ("тай\u3164бүркіт-38", NO),
    "turned round": ("\u202e83-тікрүб-йат", NO),
    "isolated": ("\u2068тай-бүркіт-38\u2069", NO),
    "the other way round": ("38-бүркіт-тай", NO),
    "a word less": ("тай-38", NO),
    "a word more": ("тай-бүркіт-38-38", NO),
    "the next one": ("тай-бүркіт-39", NO),
    "a nought before": ("тай-бүркіт-038", NO),
    "half of it": ("тай-бүр", NO),
    "a wildcard": ("тай%", NO),
    "another": ("тай-бүркіт-3?", NO),
    "SQL": ("тай-бүркіт-38' OR '1'='1", NO),
    "a comment": ("тай-бүркіт-38'--", NO),
    "LDAP": ("тай-бүркіт-38)(&", NO),
    "a template": ("{{7*7}}", NO),
    "nothing": ("", AMISS),
    "NUL behind": ("тай-бүркіт-38\0", AMISS),
    "escape": ("\x1b[31mтай-бүркіт-38", AMISS),
    "81 letters": ("т" * 81, AMISS),
    "256 kB": ("т" * 128 * 1024, AMISS),
}  # fmt: skip
PASSPHRASES = {  # what is typed for the passphrase, and the right name -> the answer
    "as it is": (SENTENCE, IN),
    "taken apart": (unicodedata.normalize("NFD", SENTENCE), IN),
    "a blank of another kind": (SENTENCE.replace(" ", "\u00a0"), IN),
    "capitals": (SENTENCE.upper(), NO),
    "a blank behind": (SENTENCE + " ", NO),
    "a letter less": (SENTENCE[:-1], NO),
    "a letter more": (SENTENCE + "а", NO),
    "a Latin letter": (SENTENCE.replace("а", "a", 1), NO),
    "nothing that is seen": (SENTENCE + "\u200b", NO),
    "the name": (OWN, NO),
    "what is kept": ("$argon2id$v=19$m=19456,t=2,p=1$", NO),
    "SQL": ("' OR 1=1--", NO),
    "256 bytes": ("x" * 256, NO),
    "nothing": ("", AMISS),
    "257 bytes": ("x" * 257, AMISS),
    "few letters of many bytes": ("\ufdfa" * 20, AMISS),
    "NUL behind": (SENTENCE + "\0", AMISS),
    "256 kB": ("x" * 256 * 1024, AMISS),
    "256 kB that grow": ("\ufdfa" * 85_000, AMISS),
}  # fmt: skip
LARGE = ("x" * 256 * 1024, "ұ" * 128 * 1024, "\ufdfa" * 85_000)


@pytest.fixture
def hashed(monkeypatch):
    """How often a passphrase was worked on since: the slow part, done by Argon2."""
    passphrases.matches(None, "")  # what stands in for nobody's is made once
    done = []

    def counted(work):
        def counting(*about, **more):
            done.append(work.__name__)
            return work(*about, **more)

        return counting

    for name in ("hash_secret", "verify_secret"):
        place = f"argon2._password_hasher.{name}"
        monkeypatch.setattr(place, counted(getattr(low_level, name)))
    return done


@pytest.fixture
def ada(make):
    return make.member(
        sign_in_name=OWN,
        sign_in_key="тай бүркіт 38",
        passphrase_hash=passphrases.hash_of(SENTENCE),
        recovery_digest=recovery.digest_of(CODE),
    )


@pytest.fixture
def door(app, ada):
    """Knock with a browser that has never been here: what it is answered, and done."""

    def knock(name, passphrase):
        client = app.test_client()
        form = {"sign_in_name": name, "passphrase": passphrase}
        return client.post("/sign-in", data=form, headers={"HX-Request": "true"})

    return knock


def outcome(answer, hashed):
    """What became of it, and for how much work."""
    work = [*hashed]
    hashed.clear()
    if answer.status_code == 303:
        return IN if work == ["verify_secret"] else (IN, work)
    if answer.status_code not in (413, 422):
        return answer.status_code
    return {(): AMISS, ("verify_secret",): NO}.get(tuple(work), work)


@pytest.mark.parametrize(
    ("cases", "sent"),
    [
        (NAMES, lambda typed: (typed, SENTENCE)),
        (PASSPHRASES, lambda typed: (OWN, typed)),
    ],
    ids=["names", "passphrases"],
)
def test_only_the_name_and_the_passphrase_open(cases, sent, door, hashed, tally):
    wrong = {}
    for case, (typed, wanted) in cases.items():
        told = outcome(door(*sent(typed)), hashed)
        tally["login"] += 1
        if told != wanted:
            wrong[case] = told

    assert wrong == {}


def test_as_much_is_done_for_a_name_nobody_has(door, hashed, make, tally):
    kept = passphrases.hash_of(SENTENCE)
    make.member(sign_in_key="көл бүркіт 24", passphrase_hash="")
    make.member(sign_in_key="бел бүркіт 52", passphrase_hash=kept, left_at=now())
    hashed.clear()
    done = {}
    for name in (OWN, "көл бүркіт 24", "бел бүркіт 52", "шөл бүркіт 99", "x" * 80):
        answer = door(name, WRONG)
        done[name] = answer.status_code, [*hashed]
        hashed.clear()
        tally["login"] += 1

    assert set(map(str, done.values())) == {"(422, ['verify_secret'])"}


@pytest.mark.parametrize("passphrase", LARGE, ids=["256 kB", "of Kazakh", "that grows"])
def test_nowhere_is_a_large_passphrase_worked_on(
    stranger, browser, ada, hashed, passphrase, tally
):
    phone = browser(ada)
    forms = [
        (stranger, "/sign-in", {"sign_in_name": OWN}),
        (stranger, "/recover", {"code": CODE}),
        (stranger, "/recover/without-code", {"sign_in_name": OWN}),
        (phone, "/prove", {}),
        (phone, "/me/passphrase", {}),
    ]
    wrong = {}
    for client, path, form in forms:
        headers = {"HX-Request": "true"}
        sent = form | {"passphrase": passphrase}
        answer = client.post(path, data=sent, headers=headers)
        tally["login"] += 1
        if answer.status_code != 422 or hashed or passphrase[:99] in answer.text:
            wrong[path] = answer.status_code, [*hashed]

    assert wrong == {}


@pytest.fixture
def in_earnest(monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    yield
    limiter.reset()


def come_back(client, code):
    form = {"code": code, "passphrase": WRONG}
    return client.post("/recover", data=form).status_code


def test_after_few_wrong_codes_the_right_one_opens(in_earnest, stranger, ada, tally):
    told = [come_back(stranger, recovery.new_code()) for _ in range(20)]
    tally["login"] += 22

    assert set(told) == {422}
    assert come_back(stranger, CODE) == 200
    assert come_back(stranger, CODE) == 422, "it is spent"


def test_codes_are_not_guessed_by_the_hundred(db, in_earnest, stranger, ada, tally):
    """Not even the right one is looked at then."""
    told = [come_back(stranger, f"{n:028}") for n in range(301)]
    tally["login"] += 302

    assert told == [422] * 300 + [429]
    assert come_back(stranger, CODE) == 429
    assert db.exec(select(SignInSession)).all() == []


def test_whoever_comes_in_has_spent_no_try(in_earnest, door, tally):
    """Nine in vain, then in, then the tenth: only what was in vain is counted."""
    tally["login"] += 12

    told = [door(OWN, WRONG).status_code for _ in range(9)]
    told.append(door(OWN, SENTENCE).status_code)
    told.append(door(OWN, WRONG).status_code)
    told.append(door(OWN, SENTENCE).status_code)

    assert told == [422] * 9 + [303, 422, 429]


PLANTED = "known to somebody else"


@pytest.mark.parametrize("way", ["sign-in", "recover", "prove"])
def test_no_session_that_was_planted_is_ever_let_in(app, browser, ada, way, tally):
    """What opens the door puts a new secret into the cookie, and drops the old one."""
    tally["login"] += 1
    client = browser(ada) if way == "prove" else app.test_client()
    with client.session_transaction() as cookie:
        before = cookie.setdefault("_user_id", PLANTED)
        cookie["planted"] = "yes"
    form = {
        "sign-in": {"sign_in_name": OWN, "passphrase": SENTENCE},
        "recover": {"code": CODE, "passphrase": WRONG},
        "prove": {"passphrase": SENTENCE},
    }

    client.post(f"/{way}", data=form[way])

    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie["_user_id"] = before
    with client.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "_permanent"}
        assert cookie["_user_id"] != before
    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code == 302
