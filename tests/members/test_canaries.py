"""Nothing of whoever was erased is found in any file of the house."""

import logging
from datetime import timedelta

import pytest
from sqlmodel import select

from app import create_app
from tests.browser import Browser
from tests.members.lists import checked, csv_of
from union.core import jobs, migrations
from union.core.base import now
from union.core.db import burn_the_log, unit_of_work
from union.core.engines import connect
from union.core.settings import Settings
from union.members.models import Branch, HeldRole, Member, Office, Role
from union.members.passphrases import hash_of


@pytest.fixture
def house(tmp_path):
    """A union of its own in files, as on a server."""
    url = f"sqlite:///{tmp_path}/union.db"
    engine = connect(url)
    migrations.upgrade(engine)
    engine.dispose()
    app = create_app(
        Settings(
            database_url=url,
            jobs_path=str(tmp_path / "jobs.db"),
            erasures_path=str(tmp_path / "erased.txt"),
            public_url="http://localhost",
            sms=f"file:{tmp_path}/elsewhere",
            testing=True,
        )
    )
    app.test_client_class = Browser
    yield app
    app.extensions["engine"].dispose()


def plant(app):
    """A member whose every word is a canary."""
    branch = Branch(name_kk="а", name_ru="а", name_en="a", path="x/")
    member = Member(
        name="Kanarienvogel",
        name_key="kanarienvogel",
        sign_in_name="sperling-amsel-77",
        sign_in_key="sperling amsel 77",
        passphrase_hash=hash_of("zwölf kleine finken"),
        branch_id=branch.id,
        admitted_at=now() - timedelta(days=99),
    )
    with app.app_context(), unit_of_work() as db:
        branch.path = f"{branch.id.hex}/"
        db.add(branch)
        db.flush()
        db.add(member)


def live_here(client):
    """Use the pages as somebody does who leaves again."""
    enter = {"sign_in_name": "sperling-amsel-77", "passphrase": "zwölf kleine finken"}
    assert client.post("/sign-in", data=enter).status_code == 303
    client.post("/me/name", data={"name": "Nachtigall"})
    client.post("/me/contact", data={"phone": "8 701 555 44 33", "may_call": "yes"})
    client.post("/me/contact", data={"phone": "8 701 5"})
    client.post("/me/contact/code")
    client.get("/me/known")
    client.get("/me/known.json")


CANARIES = ["kanarienvogel", "nachtigall", "sperling", "amsel", "finken", "7015554433"]


def test_of_whoever_was_erased_no_word_is_left_in_any_file(house, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    plant(house)
    client = house.test_client()
    live_here(client)
    with house.app_context():
        jobs.do_chores()
        jobs.empty_outbox()

    assert client.post("/me/leave", data={"erase_now": "yes"}).status_code == 303
    with house.app_context():
        jobs.do_chores()
        jobs.empty_outbox()
        burn_the_log()

    files = [path for path in tmp_path.iterdir() if path.name != "elsewhere"]
    kept = b"".join(path.read_bytes() for path in files).lower()
    assert {path.name for path in files} >= {"union.db", "jobs.db"}
    assert [word for word in CANARIES if word.encode() in kept] == []
    assert [word for word in CANARIES if word in caplog.text.lower()] == []


def test_a_phone_number_lies_open_nowhere(house, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    plant(house)

    live_here(house.test_client())

    files = [path for path in tmp_path.iterdir() if path.name != "elsewhere"]
    kept = b"".join(path.read_bytes() for path in files)
    assert b"7015554433" not in kept
    assert "7015554433" not in caplog.text


def test_a_list_that_came_lies_open_nowhere_before_it_is_entered(
    house, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    plant(house)
    client = house.test_client()
    with house.app_context(), unit_of_work() as db:
        member, branch = db.exec(select(Member)).one(), db.exec(select(Branch)).one()
        db.add(Office(member_id=member.id, role=Role.BRANCH_ADMIN))
        held = {"role": Role.BRANCH_ADMIN, "branch_id": branch.id, "granted_by": None}
        db.add(HeldRole(member_id=member.id, **held))
        db.expunge(branch)
    enter = {"sign_in_name": "sperling-amsel-77", "passphrase": "zwölf kleine finken"}
    client.post("/sign-in", data=enter)

    came = csv_of([["Zaunkoenig", "8 701 666 77 88", "", "", "", "", ""]])
    page = checked(client, branch, came)
    assert "Zaunkoenig" in client.get(f"{page}/preview").text

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    assert b"zaunkoenig" not in kept
    assert b"7016667788" not in kept
    assert "zaunkoenig" not in caplog.text.lower()


def test_the_canaries_are_seen_where_they_are(house, tmp_path):
    """Or the sweep above would prove nothing."""
    plant(house)
    live_here(house.test_client())

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()

    assert b"nachtigall" in kept
    assert b"sperling" in kept
