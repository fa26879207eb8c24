"""An account made from a list is handed to its owner by a link that is shown once."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.members.models import Invite, Passkey, Role, SignInSession
from union.members.rules.importing.link import invite_to_account
from union.members.rules.sessions import digest_of


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty)


@pytest.fixture
def member(make, almaty):
    return make.member(branch=almaty, name="Айгерім")


def link_on(page):
    return re.search(r"http://localhost/i/([\w-]+)", page)[1]


def test_a_steward_makes_a_link_that_is_shown_once(db, browser, steward, member):
    client, path = browser(steward), f"/people/{member.id}"

    answer = client.post(f"{path}/account-link")

    invite = db.exec(select(Invite)).one()
    assert invite.digest == digest_of(link_on(answer.text))
    assert (invite.member_id, invite.made_by) == (member.id, steward.id)
    assert invite.is_open(now())
    assert link_on(answer.text) not in client.get(path).text
    assert [m.event for m in db.exec(select(Minute))] == ["AccountLinkMade"]


def test_a_new_link_closes_the_one_before(db, steward, member):
    first = invite_to_account(db, member, steward)
    second = invite_to_account(db, member, steward)

    open_ = {i.digest: i.is_open(now()) for i in db.exec(select(Invite))}

    assert open_ == {digest_of(first): False, digest_of(second): True}


def test_the_page_of_a_member_offers_the_link_while_nobody_signs_in(
    browser, make, steward, member, almaty
):
    own = make.member(branch=almaty, passphrase_hash="x")
    client = browser(steward)
    for one in (member, own):
        client.post(f"/people/{one.id}/look")

    assert "Make the link" in client.get(f"/people/{member.id}").text
    assert "Make the link" not in client.get(f"/people/{own.id}").text


@pytest.mark.parametrize(
    "given",
    [
        {"passphrase_hash": "x"},
        {"recovery_digest": "x"},
        {"left_at": now()},
        {"suspended_at": now()},
        {"admitted_at": None},
    ],
)
def test_accounts_with_an_owner_are_not_handed_out(db, make, almaty, steward, given):
    with pytest.raises(Refused):
        invite_to_account(db, make.member(branch=almaty, **given), steward)


def test_a_passkey_is_an_owner_too(db, make, steward, member):
    make.save(Passkey(member_id=member.id, credential=b"c", public_key=b"k"))

    with pytest.raises(Refused, match="has an owner"):
        invite_to_account(db, member, steward)


def test_only_those_who_look_after_a_branch_hand_accounts_out(db, make, member, almaty):
    elsewhere = make.officer(Role.STEWARD, make.branch())

    for other in (elsewhere, make.member(branch=almaty)):
        with pytest.raises(NotAllowed):
            invite_to_account(db, member, other)


def test_an_officer_elsewhere_finds_nobody(browser, make, member):
    client = browser(make.officer(Role.STEWARD, make.branch()))

    assert client.post(f"/people/{member.id}/account-link").status_code == 404


def test_a_link_is_made_only_after_a_fresh_proof(db, browser, steward, member):
    client = browser(steward)
    session = db.exec(select(SignInSession)).one()
    session.proved_at = now() - timedelta(minutes=11)
    db.commit()

    answer = client.post(f"/people/{member.id}/account-link")

    assert answer.location.startswith("/prove?next=")
    assert db.exec(select(Invite)).all() == []
