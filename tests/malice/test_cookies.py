"""What travels in a cookie, a code or a form's key: forged, run out, of another kind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import func, select

from tests.members.joining import bring, invite, place, poster
from union.core.base import now
from union.core.once import Answer
from union.members.models import Lobby, Member, SignInSession
from union.members.rules.sessions import digest_of, new_session

LEFT = {
    "admitted": {"admitted_at": now()},
    "suspended": {"suspended_at": now()},
    "gone": {"left_at": now()},
    "never finished": {"joined_at": None},
}


@pytest.mark.parametrize("how", LEFT)
def test_a_code_of_whoever_waits_no_more_shows_nobody(make, browser, how, tally):
    tally["tokens: run out"] += 1
    friend = make.member()
    waiting = {"branch": friend.branch, "admitted_at": None} | LEFT[how]
    newcomer = make.member(name="Nurlan", **waiting)
    make.save(Lobby(member_id=newcomer.id, code="K7M2Q9XR", welcome_by=now()))

    answer = browser(friend).get("/k/K7M2Q9XR")

    assert answer.status_code == 404
    assert "Nurlan" not in answer.text


SECRETS = {  # what stands in the cookie in place of a session's secret
    "its digest": digest_of,
    "a letter less": lambda secret: secret[:-1],
    "a letter more": lambda secret: f"{secret}a",
    "the other case": str.swapcase,
    "twice": lambda secret: secret * 2,
    "a blank behind": lambda secret: f"{secret} ",
    "NUL behind": lambda secret: f"{secret}\0",
    "unseen": lambda secret: f"{secret}\u200b",
    "half a surrogate": lambda secret: f"{secret}\\ud800",
    "3 kB": lambda secret: secret * 70,
    "nothing": lambda _: "",
    "no text": lambda _: 1,
    "no": lambda _: False,
    "a list": lambda secret: [secret],
    "a table": lambda secret: {"secret": secret},
    "bytes": lambda secret: secret.encode(),
    "an id": lambda _: uuid4(),
}
ENDED = {
    "idle for a week": {"seen_at": now() - timedelta(days=8)},
    "a month old": {"began_at": now() - timedelta(days=31)},
}


def signed_in(make, db, **about):
    """A member, the session of their phone, and its secret."""
    session, secret = new_session(make.member(), "a phone")
    for name, value in about.items():
        setattr(session, name, value)
    return make.save(session), secret


def shown_me(app, **cookie):
    """What is answered to whoever carries this in a cookie that we have signed."""
    client = app.test_client()
    with client.session_transaction() as carried:
        carried.update(cookie)
    return client.get("/me", headers={"HX-Request": "true"}).status_code


@pytest.mark.parametrize("case", SECRETS)
def test_what_is_no_secret_of_a_session_opens_none(app, make, db, case, tally):
    _session, secret = signed_in(make, db)
    tally["tokens: sessions"] += 1

    assert shown_me(app, _user_id=secret) == 200
    assert shown_me(app, _user_id=SECRETS[case](secret)) == 302


@pytest.mark.parametrize("how", ENDED)
def test_a_session_that_has_run_out_opens_nothing(app, make, db, how, tally):
    _session, secret = signed_in(make, db, **ENDED[how])
    tally["tokens: run out"] += 1

    assert shown_me(app, _user_id=secret) == 302


def test_nor_does_one_that_was_ended_or_whose_owner_has_left(app, make, db, tally):
    tally["tokens: run out"] += 2
    session, secret = signed_in(make, db)
    db.delete(session)
    other, its_secret = signed_in(make, db)
    other.member.left_at = now()
    db.commit()

    assert shown_me(app, _user_id=secret) == 302
    assert shown_me(app, _user_id=its_secret) == 302


def test_other_marks_in_the_cookie_let_nobody_in(app, make, db, tally):
    session, secret = signed_in(make, db)
    member = str(session.member_id)
    marks = [
        {"halfway": [member, int(now().timestamp())]},
        {"user_id": secret},
        {"_user_id": member},
        {"_user_id": str(session.id)},
        {"_fresh": True, "_id": secret},
        {"joining": {"id": member, "name": "Ada"}},
    ]
    tally["tokens: sessions"] += len(marks)

    assert {shown_me(app, **mark) for mark in marks} == {302}


def as_signed(app, what, *, key=None, salt=None, ago=0):
    """A cookie as somebody would sign it who knows this or that of our ways."""
    usual = SecureCookieSessionInterface()

    class Then(URLSafeTimedSerializer.default_signer):
        def get_timestamp(self):
            return super().get_timestamp() - ago

    signer = URLSafeTimedSerializer(
        key or app.secret_key,
        salt=salt or usual.salt,
        serializer=usual.serializer,
        signer=Then,
        signer_kwargs={
            "key_derivation": usual.key_derivation,
            "digest_method": usual.digest_method,
        },
    )
    return signer.dumps(what)


SIGNED = {
    "by our key": ({}, 200),
    "by another key": ({"key": "evil" * 8}, 302),
    "by an empty key": ({"key": " "}, 302),
    "with another salt": ({"salt": "remember"}, 302),
    "a year ago": ({"ago": 366 * 24 * 3600}, 302),
}


@pytest.mark.parametrize("how", SIGNED)
def test_a_cookie_is_signed_by_us_and_not_long_ago(app, make, db, how, tally):
    _session, secret = signed_in(make, db)
    given, wanted = SIGNED[how]
    tally["tokens: sessions"] += 1

    client = app.test_client()
    client.set_cookie("ortaq", as_signed(app, {"_user_id": secret}, **given))

    assert client.get("/me", headers={"HX-Request": "true"}).status_code == wanted


def test_a_cookie_that_remembers_is_not_read(app, make, db, tally):
    _session, secret = signed_in(make, db)
    tally["tokens: sessions"] += 1
    client = app.test_client()

    for name in ("remember_token", "session", "__Host-ortaq", "Ortaq"):
        client.set_cookie(name, as_signed(app, {"_user_id": secret}))

    assert client.get("/me").status_code == 302


ODD = ("", 0, None, [], {}, "x", ["x"], {"x": "y"}, "a\0b", "x" * 2000, -1, True, 1.5)
FIELDS = ("id", "notice", "name", "city", "platforms", "vehicle", "manages", "proposed")
PAGES = ("/join", "/join/name", "/join/work", "/join/key", "/join/code")


def carried(client, **marks):
    with client.session_transaction() as cookie:
        cookie.update(marks)


def test_a_cookie_of_joining_that_makes_no_sense_is_begun_again(app, db, make, tally):
    """Signed by an older version of us, or by who has the key: no page breaks."""
    place(make)
    found = invite(make)
    wrong = {}
    for odd in ODD:
        for marks in [{"joining": odd}, {"recovery": odd}, {"halfway": odd}]:
            client = bring(app.test_client(), found)
            carried(client, **marks)
            told = [client.get(page).status_code for page in PAGES]
            tally["tokens: joining"] += len(PAGES)
            if set(told) - {200, 302, 303}:
                wrong[str(marks)] = told

    assert wrong == {}


def test_nor_does_a_field_of_it_that_is_of_another_kind(app, db, make, tally):
    place(make)
    found = poster(make)
    client = bring(app.test_client(), found)
    client.post("/join")
    client.post("/join/name", data={"name": "Нұрлан"})
    client.post("/join/work", data={"city": "almaty", "platforms": ["glovo"]})
    with client.session_transaction() as cookie:
        whole = dict(cookie["joining"])
    wrong = {}
    for field in FIELDS:
        for odd in ODD:
            carried(client, joining=whole | {field: odd})
            told = [client.get(page).status_code for page in PAGES[:-1]]
            tally["tokens: joining"] += len(told)
            if set(told) - {200, 302, 303}:
                wrong[field, str(odd)[:9]] = told

    assert wrong == {}


def test_an_invitation_in_the_cookie_is_of_its_own_kind(app, db, make, tally):
    found, sheet = invite(make), poster(make)
    odd = [
        f"poster {found.id}",
        f"invite {sheet.id}",
        f"invite {uuid4()}",
        f"admin {found.id}",
        f"invite  {found.id}",
        f"invite {str(found.id)[:-1]}",
        f"invite {found.id} {sheet.id}",
        f"{found.id}",
        f"INVITE {found.id}",
    ]
    tally["tokens: joining"] += len(odd)
    told = set()
    for invitation in odd:
        client = app.test_client()
        carried(client, invitation=invitation)
        told.add(
            "Step 1" in client.get("/join", headers={"Accept-Language": "en"}).text
        )

    assert told == {False}
    assert "Step 1" in bring(app.test_client(), found).get("/join").text


KEYS = {  # of a form -> whether it is done when it comes, and when it comes again
    "as ours": "k" * 22,
    "a letter": "k",
    "blanks": "   ",
    "Unicode": "кілт-🔑-مفتاح",
    "a mark on a letter": "e\u0301",
    "the same in one": "\u00e9",
    "turned round": "\u202ekey",
    "SQL": "' OR 1=1--",
    "a wildcard": "%",
    "10 kB": "k" * 10_000,
}


def names(db, member):
    db.expire_all()
    return db.get_one(Member, member.id).name


@pytest.mark.parametrize("case", KEYS)
def test_a_form_is_done_once_whatever_its_key(db, make, browser, case, tally):
    member = make.member()
    client = browser(member)
    form = {"name": "Айша", "once": KEYS[case]}
    tally["tokens: keys of forms"] += 3

    first = client.post("/me/name", data=form)
    client.post("/me/name", data={"name": "Bota"})
    again = client.post("/me/name", data=form)
    other = client.post("/me/name", data=form | {"name": "Cem"})

    assert (first.status_code, again.status_code, other.status_code) == (303, 303, 409)
    assert names(db, member) == "Bota"


NO_KEYS = {"NUL": "k\0k", "half a surrogate": "k\\ud800", "nothing": ""}


@pytest.mark.parametrize("case", NO_KEYS)
def test_a_key_that_is_none_breaks_nothing(db, make, browser, case, tally):
    member = make.member()
    tally["tokens: keys of forms"] += 1

    answer = browser(member).post(
        "/me/name", data={"name": "Айша", "once": NO_KEYS[case]}
    )

    assert answer.status_code in (303, 422)
    assert names(db, member) == ("Айша" if answer.status_code == 303 else "Ada")


def test_the_key_of_one_is_nothing_in_the_hand_of_another(db, make, browser, tally):
    ada, ben = make.member(), make.member(name="Ben")
    tally["tokens: keys of forms"] += 2

    for member in (ada, ben):
        browser(member).post("/me/name", data={"name": "Айша", "once": "k" * 22})

    assert names(db, ada) == names(db, ben) == "Айша"
    assert db.exec(select(func.count()).select_from(Answer)).one() == 2
    assert db.exec(select(func.count()).select_from(SignInSession)).one() == 2
