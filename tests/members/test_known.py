"""What the union knows of a member: all of it, on a page and in a file."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import SQLModel, select

from union.core.base import now
from union.core.i18n import LANGUAGES
from union.core.once import Answer
from union.core.outbox import Letter
from union.members import known
from union.members.models import (
    About,
    AccountDeed,
    AccountNote,
    Arrival,
    Contact,
    Import,
    Invite,
    Lobby,
    Look,
    OneTimeSecret,
    Passkey,
    PhoneCode,
    Poster,
    PrivacyConsent,
    Role,
    RoleProposal,
    SignInSession,
    Standing,
    StandingChange,
    TakenList,
    Vouch,
    WayBack,
)
from union.members.rules.contact import place_of_phone

UNTOLD = {
    Answer: "that a form was sent, for a week: the privacy notice says so",
    Letter: "what the worker has yet to do; it is gone within minutes",
}
PEOPLE = {"member_id", "by", "made_by", "author_id", "issued_by", "proposed_by"}
SECRETS = ["s3cret-digest", "s3cret-public-key", "s3cret-sealed", "s3cret-hash"]


def points_to_a_member(column):
    keys = {str(key.column) for key in column.foreign_keys}
    return "member.id" in keys or column.name in PEOPLE


def test_every_table_that_points_to_a_member_is_told(the_app):
    mapped = {
        mapper.local_table.name: mapper.class_
        for mapper in SQLModel._sa_registry.mappers
    }
    pointing = {
        mapped[table.name]
        for table in SQLModel.metadata.tables.values()
        if table.name in mapped and any(map(points_to_a_member, table.columns))
    }

    assert pointing - known.told - UNTOLD.keys() == set()


@pytest.fixture
def ada(make):
    return make.member(name="Ada Canary", joined_at=now() - timedelta(days=400))


@pytest.fixture
def everything(make, ada, app):
    """A row in each table of members that can hold something about Ada."""
    boss = make.officer(Role.STEWARD, ada.branch, name="Boss")
    friend, at = make.member(name="Friend"), now()
    secret_friend = make.member(name="Vouched unseen")
    id_, here = ada.id, ada.branch_id
    ring = app.extensions["keyring"]
    phone = ring.seal(b"+77012345678", place_of_phone(id_))
    for row in (
        StandingChange(
            member_id=id_, standing=Standing.MEMBER, by=boss.id, reason="Because."
        ),
        PrivacyConsent(member_id=id_, notice="2026-11-25", language="ru"),
        Passkey(
            member_id=id_, credential=b"x", public_key=b"s3cret-public-key", device="P9"
        ),
        OneTimeSecret(member_id=id_, sealed=b"s3cret-sealed"),
        AccountNote(member_id=id_, deed=AccountDeed.PASSPHRASE, device="Opera, Linux"),
        WayBack(
            code="ABCD2345",
            digest="s3cret-digest",
            member_id=id_,
            passphrase_hash="s3cret-hash",
        ),
        Contact(member_id=id_, branch_id=here, phone_sealed=phone),
        PhoneCode(member_id=id_, sealed=b"s3cret-sealed"),
        Invite(digest="s3cret-digest", branch_id=here, made_by=id_, used_at=at),
        Poster(
            code="WALL2345",
            branch_id=here,
            place="Kitchen door",
            most=9,
            made_by=id_,
            expires_at=at,
        ),
        Arrival(member_id=id_, invited_by=friend.id),
        Lobby(member_id=id_, code="HALL2345", captain_id=boss.id, welcome_by=at),
        Vouch(about=About.ADMISSION, member_id=id_, by=secret_friend.id),
        Vouch(about=About.ADMISSION, member_id=friend.id, by=id_),
        Look(member_id=id_, by=boss.id, is_contact=True),
        TakenList(
            branch_id=here,
            by=boss.id,
            purpose="Ringing round",
            sought={},
            people=31,
            digest="d",
        ),
        Import(branch_id=here, by=id_, name="people.xlsx", sealed=None),
        RoleProposal(
            member_id=id_,
            role=Role.STEWARD,
            branch_id=here,
            reason="Trusted.",
            proposed_by=boss.id,
        ),
    ):
        make.save(row)


TOLD = [
    "Ada Canary",
    "steppe wind",
    "Because.",
    "2026-11-25",
    "P9",
    "Opera, Linux",
    "+7 701 234 5678",
    "Kitchen door",
    "HALL2345",
    "Friend",
    "Boss",
    "Ringing round",
    "25–49",
    "people.xlsx",
    "Trusted.",
    "a test",
]


@pytest.mark.usefixtures("everything")
def test_the_page_and_the_file_tell_the_same(browser, ada):
    client = browser(ada)

    page, file = client.get("/me/known").text, client.get("/me/known.json")

    assert [word for word in TOLD if word not in page] == []
    assert [word for word in TOLD if word not in file.text] == []


@pytest.mark.usefixtures("everything")
def test_no_secret_is_told(browser, ada):
    client = browser(ada)

    told = client.get("/me/known").text + client.get("/me/known.json").text

    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.usefixtures("everything")
def test_nobody_is_told_who_vouched_for_them(browser, ada):
    client = browser(ada)

    told = client.get("/me/known").text + client.get("/me/known.json").text

    assert "Vouched unseen" not in told


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("speaks", LANGUAGES)
@pytest.mark.parametrize("page", ["/me/known", "/me/looked"])
def test_the_pages_open_in_each_language(browser, ada, page, speaks):
    assert browser(ada, speaks).get(page).status_code == 200


@pytest.mark.usefixtures("everything")
def test_the_file_is_for_taking_home(browser, ada):
    answer = browser(ada).get("/me/known.json")

    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    sections = answer.json["sections"]
    assert answer.json["schema"] == known.SCHEMA
    assert len({section["key"] for section in sections}) == len(sections)
    assert all(section["purpose"] and section["until"] for section in sections)


@pytest.mark.usefixtures("everything")
def test_every_value_has_a_name(db, app, ada):
    with app.test_request_context():
        sections = known.known_about(db, ada)

    nameless = [
        (section.key, key)
        for section in sections
        for row in section.rows
        for key in row
        if key not in section.words
    ]
    assert nameless == []


def test_the_file_asks_once_more_who_one_is(db, browser, ada):
    client = browser(ada)
    db.exec(select(SignInSession)).one().proved_at = now() - timedelta(minutes=11)
    db.commit()

    assert client.get("/me/known.json").location.startswith("/prove")
    assert client.get("/me/known").status_code == 200


@pytest.mark.parametrize(
    "state", [{"admitted_at": None}, {"suspended_at": now()}, {"joined_at": None}]
)
def test_who_waits_or_is_suspended_reads_it_too(browser, make, state):
    client = browser(make.member(**state))

    pages = ["/me/known", "/me/known.json", "/me/looked", "/me/contact", "/me/leave"]

    assert {client.get(page).status_code for page in pages} == {200}


def test_nobody_reads_what_is_known_of_another(browser, make, ada):
    boss = make.officer(Role.BRANCH_ADMIN, ada.branch, name="Boss")
    client = browser(boss)

    told = client.get("/me/known").text + client.get("/me/known.json").text

    assert "Ada Canary" not in told


def test_more_rows_ask_no_more_questions(db, make, browser, ada, statements):
    client = browser(ada)
    client.get("/me/known")
    statements.clear()
    client.get("/me/known")
    few = len(statements)
    boss = make.officer(Role.STEWARD, ada.branch)
    for _ in range(20):
        db.add(Look(member_id=ada.id, by=boss.id))
        db.add(AccountNote(member_id=ada.id, deed=AccountDeed.PASSPHRASE))
    db.commit()
    statements.clear()

    page = client.get("/me/known")

    assert len(statements) <= few + 1, "the officer's name comes along"
    assert "10 more are in the file." in page.text


def test_ids_of_others_open_nothing(browser, ada):
    answer = browser(ada).get(f"/me/known?member_id={UUID(int=1)}")

    assert answer.status_code == 200
