"""Leaving in one tap; keys go at once, names within a day, totals stay."""

from datetime import timedelta

import pytest
from sqlmodel import select

from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.members.models import (
    About,
    AccountDeed,
    AccountNote,
    Arrival,
    Contact,
    HeldRole,
    Invite,
    Lobby,
    Look,
    Office,
    OneTimeSecret,
    Passkey,
    PhoneCode,
    PrivacyConsent,
    Role,
    RoleProposal,
    SignInSession,
    Standing,
    StandingChange,
    Vouch,
    WayBack,
    WorksIn,
)
from union.members.rules import erasing, standing

AT_ONCE = (SignInSession, Passkey, OneTimeSecret, WayBack, Contact, PhoneCode, Lobby)
AT_ONCE += (Arrival, AccountNote, Vouch, Invite, HeldRole, Office)
WITHIN_A_DAY = (PrivacyConsent, Look, RoleProposal, WorksIn)


@pytest.fixture
def boss(make):
    return make.officer(Role.BRANCH_ADMIN, make.branch(), name="Boss")


@pytest.fixture
def ada(make, boss):
    return make.officer(
        Role.STEWARD, boss.branch, name="Айша", passphrase_hash="h", recovery_digest="d"
    )


@pytest.fixture
def everything(make, ada, boss):
    """A row in each table that goes."""
    id_, here, at = ada.id, ada.branch_id, now()
    for row in (
        Passkey(member_id=id_, credential=b"x", public_key=b"y"),
        OneTimeSecret(member_id=id_, sealed=b"s"),
        WayBack(code="ABCD2345", digest="d", member_id=id_, passphrase_hash="h"),
        Contact(member_id=id_, branch_id=here, phone_sealed=b"s"),
        PhoneCode(member_id=id_, sealed=b"s"),
        Lobby(member_id=id_, code="HALL2345", welcome_by=at),
        Arrival(member_id=id_, invited_by=boss.id),
        AccountNote(member_id=id_, deed=AccountDeed.PASSPHRASE),
        Vouch(about=About.ADMISSION, member_id=boss.id, by=id_),
        Vouch(about=About.ADMISSION, member_id=id_, by=boss.id),
        Invite(digest="i", branch_id=here, made_by=id_),
        PrivacyConsent(member_id=id_, notice="2026-11-25", language="ru"),
        Look(member_id=id_, by=boss.id),
        RoleProposal(
            member_id=id_,
            role=Role.TELLER,
            branch_id=here,
            reason="r",
            proposed_by=boss.id,
        ),
        StandingChange(member_id=id_, standing=Standing.MEMBER, by=boss.id, reason="r"),
    ):
        make.save(row)


def rows(db, *tables):
    db.expire_all()
    return {table.__name__ for table in tables if db.exec(select(table)).first()}


@pytest.mark.usefixtures("everything")
def test_leaving_takes_keys_contact_and_edges_at_once(db, browser, ada, boss):
    db.delete(db.exec(select(HeldRole).where(HeldRole.member_id == boss.id)).one())
    db.delete(db.get_one(Office, (boss.id, Role.BRANCH_ADMIN)))
    db.commit()

    answer = browser(ada).post("/me/leave")

    assert answer.status_code == 303
    assert "Clear-Site-Data" in answer.headers
    assert rows(db, *AT_ONCE) == set()
    assert (ada.passphrase_hash, ada.recovery_digest, ada.name) == ("", None, "Айша")


@pytest.mark.usefixtures("everything")
def test_the_name_goes_within_a_day(db, app, browser, ada):
    browser(ada).post("/me/leave")
    ada.left_at = now() - timedelta(hours=24)
    db.commit()

    with app.app_context():
        jobs.do_chores()

    assert rows(db, *WITHIN_A_DAY) == set()
    assert ada.erased_at
    assert (ada.name, ada.name_key) == ("", "")
    assert "steppe" not in ada.sign_in_name + ada.sign_in_key
    changes = db.exec(select(StandingChange)).all()
    assert {change.reason for change in changes} == {""}


def test_nothing_is_erased_before_its_time(db, app, browser, ada):
    browser(ada).post("/me/leave")

    with app.app_context():
        jobs.do_chores()

    db.refresh(ada)
    assert ada.name == "Айша"


@pytest.mark.usefixtures("everything")
def test_whoever_wants_is_erased_at_once(db, browser, ada):
    browser(ada).post("/me/leave", data={"erase_now": "yes"})

    db.refresh(ada)
    assert (ada.name, ada.erased_at is None) == ("", False)
    assert rows(db, *AT_ONCE[:-2], *WITHIN_A_DAY) == set()


def test_leaving_needs_no_proof_and_no_reason(db, browser, ada):
    client = browser(ada)
    db.exec(select(SignInSession)).one().proved_at = now() - timedelta(days=6)
    db.commit()

    assert client.get("/me/leave").status_code == 200
    assert client.post("/me/leave").status_code == 303


@pytest.mark.parametrize(
    "sent", [{"erase_now": "perhaps"}, {"member_id": "1"}, {"reason": "because"}]
)
def test_nonsense_leaves_nothing(db, browser, ada, sent):
    answer = browser(ada).post("/me/leave", data=sent)

    db.refresh(ada)
    assert answer.status_code == 422
    assert ada.left_at is None


def test_another_site_makes_nobody_leave(db, browser, ada):
    client = browser(ada)

    answer = client.post("/me/leave", headers={"Sec-Fetch-Site": "cross-site"})

    db.refresh(ada)
    assert answer.status_code == 403
    assert ada.left_at is None


def test_erasing_is_minuted_by_id_and_once(db, browser, ada):
    browser(ada).post("/me/leave", data={"erase_now": "yes"})
    db.refresh(ada)
    erasing.erase(db, ada)
    db.commit()

    minutes = [(m.event, m.by, m.about) for m in db.exec(select(Minute))]
    about = {"member_id": str(ada.id)}
    assert minutes == [("MemberLeft", ada.id, about), ("MemberErased", None, about)]


def test_nobody_is_erased_who_has_not_left(db, ada):
    erasing.erase(db, ada)

    assert ada.name == "Айша"


def test_no_route_erases_somebody_else(the_app):
    with_a_member = [
        rule.rule
        for rule in the_app.url_map.iter_rules()
        if "member_id" in rule.arguments
    ]

    assert not [rule for rule in with_a_member if "erase" in rule or "leave" in rule]


def test_whoever_was_brought_or_welcomed_is_not_lost(db, make, ada, boss):
    newcomer = make.member(branch=ada.branch, admitted_at=None)
    make.save(Arrival(member_id=newcomer.id, invited_by=ada.id))
    make.save(
        Lobby(member_id=newcomer.id, code="C", captain_id=ada.id, welcome_by=now())
    )

    standing.leave(db, ada)
    db.commit()

    assert db.exec(select(Arrival)).one().invited_by is None
    assert db.exec(select(Lobby)).one().captain_id is None
    assert boss.left_at is None


def test_the_log_says_former_member(db, browser, ada, boss):
    browser(ada).post("/me/leave", data={"erase_now": "yes"})

    page = browser(boss).get("/activity").text

    assert "former member" in page
    assert "Айша" not in page
