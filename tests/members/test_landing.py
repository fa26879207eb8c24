"""Links and posters at the door: one answer to all that is worth nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from union.core.base import now
from union.core.errors import NotFound
from union.core.web.limits import limiter
from union.members import codes
from union.members.codes import ALPHABET
from union.members.invitation import Invitation, remember, remembered
from union.members.models import Arrival, Invite, Poster, Role
from union.members.rules import invites

TOKEN = "abcdefghijklmnopqrstuv"
CODE = "K3M2Q7XD"
VARIES = re.compile(r'nonce="[^"]*"|[?&;]lang=|href="[^"]*"')


@pytest.fixture
def ada(make):
    return make.member()


@pytest.fixture
def invite(make, ada):
    return make.save(
        Invite(digest=invites.digest_of(TOKEN), branch_id=ada.branch_id, made_by=ada.id)
    )


@pytest.fixture
def poster(make):
    branch = make.branch()
    officer = make.officer(Role.STEWARD, branch)
    return make.save(
        Poster(
            code=CODE,
            branch_id=branch.id,
            place="Door",
            most=2,
            made_by=officer.id,
            expires_at=now() + timedelta(days=1),
        )
    )


def carried(browser):
    with browser.session_transaction() as cookie:
        return remembered(cookie)


def test_a_link_leads_to_joining_and_writes_nothing(db, stranger, invite):
    answer = stranger.get(f"/i/{TOKEN}")

    assert answer.location == "/join"
    assert carried(stranger) == Invitation("invite", invite.id)
    assert db.exec(select(Invite.used_at)).one() is None


@pytest.mark.parametrize("typed", ["K3M2Q7XD", "k3m2-q7xd", "К3М2Q7ХD", "K3M2%20Q7XD"])
def test_a_poster_leads_there_too_however_it_is_typed(stranger, poster, typed):
    assert stranger.get(f"/p/{typed}").location == "/join"
    assert carried(stranger) == Invitation("poster", poster.id)


@pytest.mark.parametrize("typed", [" k3m2 q7xd ", "K3M2–Q7XD", "к3м2-Q7хD"])
def test_so_does_a_code_that_is_typed_in(stranger, poster, typed):
    answer = stranger.post("/code", data={"code": typed})

    assert answer.location == "/join"
    assert carried(stranger) == Invitation("poster", poster.id)


def spoil(thing, **how):
    for name, value in how.items():
        setattr(thing, name, value)


SPOILT_INVITES = {
    "used": ("invite", {"used_at": now()}),
    "taken back": ("invite", {"revoked_at": now()}),
    "run out": ("invite", {"made_at": now() - timedelta(days=7)}),
    "its maker suspended": ("maker", {"suspended_at": now()}),
    "its maker gone": ("maker", {"left_at": now()}),
}
SPOILT_POSTERS = {
    "taken down": {"revoked_at": now()},
    "run out": {"expires_at": now()},
    "full": {"uses": 2},
}


def plain(answer):
    return VARIES.sub("", answer.text)


@pytest.mark.parametrize("how", SPOILT_INVITES)
def test_a_link_worth_nothing_is_as_one_that_never_was(db, stranger, invite, ada, how):
    what, spoilt = SPOILT_INVITES[how]
    spoil({"invite": invite, "maker": ada}[what], **spoilt)
    db.commit()

    answer, unknown = stranger.get(f"/i/{TOKEN}"), stranger.get(f"/i/{'x' * 22}")

    assert answer.status_code == unknown.status_code == 404
    assert plain(answer) == plain(unknown)
    assert carried(stranger) is None


@pytest.mark.parametrize("how", SPOILT_POSTERS)
def test_a_code_worth_nothing_is_as_one_that_never_was(db, stranger, poster, how):
    spoil(poster, **SPOILT_POSTERS[how])
    db.commit()

    answer, unknown = stranger.get(f"/p/{CODE}"), stranger.get("/p/00000000")
    typed = stranger.post("/code", data={"code": CODE})

    assert answer.status_code == unknown.status_code == typed.status_code == 404
    assert plain(answer) == plain(unknown)
    assert carried(stranger) is None


@pytest.mark.parametrize(
    "token",
    [
        "abcdefghijklmnopqrstuw",
        "Abcdefghijklmnopqrstuv",
        TOKEN[:-1],
        TOKEN + "a",
        TOKEN + "=",
        "%00",
        "%ED%A0%80",
        "x" * 5000,
        "' OR 1=1--",
        "{{7*7}}",
        CODE,
    ],
)
def test_a_token_that_is_none_of_ours_is_refused_alike(stranger, invite, poster, token):
    answer = stranger.get(f"/i/{token}", headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert carried(stranger) is None


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("", 422),
        ("a\0b", 422),
        ("x" * 121, 422),
        ("K3M2Q7X", 404),
        ("K3M2Q7XD0", 404),
        ("١٢٣٤", 404),
        ("<script>alert(1)</script>", 404),
        ("\u202eDX7Q2M3K", 404),
    ],
)
def test_a_wrong_code_can_be_put_right(stranger, poster, typed, status):
    answer = stranger.post("/code", data={"code": typed}, headers={})

    assert answer.status_code == status
    assert "<script>alert" not in answer.text
    assert carried(stranger) is None
    if typed.startswith("K3"):
        assert f'value="{typed}"' in answer.text


def test_the_form_takes_no_other_field(stranger, poster):
    answer = stranger.post("/code", data={"code": CODE, "branch_id": "x"})

    assert answer.status_code == 422


def test_guessing_codes_is_slowed(stranger, poster, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    tried = [
        stranger.post("/code", data={"code": f"{n:08}"}).status_code for n in range(301)
    ]

    limiter.reset()
    assert set(tried[:300]) == {404}
    assert tried[300] == 429


def test_whoever_has_joined_uses_up_nothing(browser, make, invite, poster):
    phone = browser(make.member())

    for answer in (
        phone.get(f"/i/{TOKEN}"),
        phone.get(f"/p/{CODE}"),
        phone.post("/code", data={"code": CODE}),
    ):
        assert answer.status_code == 409
        assert "You have joined already" in answer.text
    assert carried(phone) is None


def test_whoever_stopped_half_way_goes_on(db, browser, make, invite):
    invite.used_at = now()
    guest = make.member(admitted_at=None)
    guest.joined_at = None  # SQLAlchemy would fill it in while inserting
    make.save(guest)

    assert browser(guest).get(f"/i/{TOKEN}").location == "/join"


def test_strangers_find_where_to_type_a_code(stranger):
    for page in ("/", "/about", "/sign-in"):
        assert 'href="/code"' in stranger.get(page).text


@pytest.mark.parametrize(
    "kept", [None, "", "x", "invite", "invite x", "other 00", 7, ["invite"], {"a": 1}]
)
def test_nonsense_in_the_cookie_is_no_invitation(kept):
    assert remembered({"invitation": kept}) is None


@pytest.mark.parametrize("kind", ["invite", "poster"])
def test_an_invitation_is_carried_along(kind):
    cookie = {}

    remember(cookie, Invitation(kind, id_ := uuid4()))

    assert remembered(cookie) == Invitation(kind, id_)


@settings(max_examples=50)
@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
def test_a_code_survives_every_way_of_writing_it(code):
    shown = f"{code[:4]}-{code[4:]}"

    assert codes.tidy(shown) == codes.tidy(shown.lower()) == code
    assert codes.tidy(code.replace("0", "О").replace("1", "l")) == code


def test_codes_are_drawn_from_the_alphabet():
    drawn = {codes.new_short_code() for _ in range(200)}

    assert len(drawn) == 200
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in drawn)


def test_coming_by_a_link_uses_it_up_and_counts(db, make, ada, invite):
    newcomer, at = make.member(branch=ada.branch, admitted_at=None), now()
    invitation = Invitation("invite", invite.id)

    invites.take_up(db, invitation, newcomer, at)
    db.commit()

    db.refresh(ada)
    assert ada.brought == 1
    arrival = db.get(Arrival, newcomer.id)
    assert (arrival.invited_by, arrival.poster_id) == (ada.id, None)
    with pytest.raises(NotFound):
        invites.take_up(db, invitation, make.member(), at)


def test_coming_by_a_poster_counts_until_it_is_full(db, make, poster):
    invitation = Invitation("poster", poster.id)

    for _number in range(2):
        invites.take_up(db, invitation, newcomer := make.member(), now())
        assert db.get(Arrival, newcomer.id).poster_id == poster.id

    db.refresh(poster)
    assert poster.uses == 2
    with pytest.raises(NotFound):
        invites.take_up(db, invitation, make.member(), now())


def test_a_link_to_an_account_is_for_its_owner(db, make, ada, invite):
    invite.member_id = make.member().id
    owner = make.save(invite) and db.get_one(type(ada), invite.member_id)
    invitation = Invitation("invite", invite.id)

    with pytest.raises(NotFound):
        invites.take_up(db, invitation, make.member(), now())
    invites.take_up(db, invitation, owner, now())

    db.refresh(ada)
    assert ada.brought == 0
    assert db.exec(select(Arrival)).all() == []
