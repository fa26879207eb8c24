"""What somebody reads who has stolen a dump of the database, of either kind."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import make_url, text
from sqlmodel import Session, SQLModel

from tests.conftest import needed
from tests.factories import Make
from tests.secrecy.canaries import Canaries, holds
from tests.secrecy.lists import move_lists
from tests.secrecy.oneself import sent, tell_of_oneself
from union.core.jobs import run_errands
from union.members.models import Passkey, Role
from union.members.rules.sessions import new_session


@dataclass
class Told:
    """An answer, with the names that a visitor from outside knows."""

    status: int
    text: str
    headers: Any


class Guest:
    """A visitor of a house that this process serves to itself."""

    def __init__(self, app, secret=""):
        self.app, self.client = app, app.test_client()
        self.client.set_cookie("language", "en")
        with self.client.session_transaction() as cookie:
            cookie.update({"_user_id": secret} if secret else {})

    def ask(self, method, path, body=None, **headers):
        with self.app.app_context():
            run_errands()
        part = {"HX-Request": "true"} | headers
        answer = self.client.open(path, method=method, data=body, headers=part)
        return Told(answer.status_code, answer.text, answer.headers)

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **form):
        return self.ask("POST", path, form)


@dataclass
class Person:
    """Somebody with a signed-in phone."""

    id: str
    secret: str


class House:
    """A branch with its people in a database that other tests find empty again."""

    def __init__(self, app, db):
        make, self.app = Make(db), app
        branch = make.branch()
        self.branch_id = str(branch.id)
        people = [make.member(branch=branch) for _ in range(3)]
        make.officer(Role.BRANCH_ADMIN, branch)
        admin = make.officer(Role.STEWARD, Role.BRANCH_ADMIN, branch)
        *self.voters, officer = (self._with_phone(db, who) for who in [*people, admin])
        self.officers = [officer]

    @staticmethod
    def _with_phone(db, member):
        session, secret = new_session(member, "a phone", strong=True)
        Make(db).save(session)
        return Person(str(member.id), secret)

    def visitor(self, person):
        return Guest(self.app, person.secret)


@pytest.fixture
def house(the_app):
    engine = the_app.extensions["engine"]
    the_app.extensions["new_session"] = partial(Session, engine)
    with Session(engine, expire_on_commit=False) as db:
        yield House(the_app, db)
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def dumped(engine, database_url):
    """The database as a dump has it: PostgreSQL's own, or SQLite's two files."""

    def dump():
        url = make_url(database_url)
        if engine.dialect.name == "sqlite":
            files = (f"{url.database}{end}" for end in ("", "-wal"))
            return b"".join(Path(file).read_bytes() for file in files)
        program = needed(shutil.which("pg_dump"), "pg_dump")
        place = url.set(drivername="postgresql").render_as_string(hide_password=False)
        told = subprocess.run([program, place], capture_output=True, check=True)
        return told.stdout

    return dump


def test_no_dump_holds_what_must_not_be_read(the_app, house, engine, dumped):
    """Nor do the letters of the outbox, which wait here for a worker that is away."""
    words = Canaries()
    ada = house.visitor(house.voters[0])
    tell_of_oneself(ada, Guest(the_app), words, house.branch_id)
    move_lists(house, words)
    ben = house.visitor(house.voters[1])
    words.lies_nowhere("phone of whoever leaves", "7017775566")
    sent(ben, "/me/contact", phone="87017775566", may_call="yes")
    sent(ben, "/me/leave", erase_now="yes")

    found = dumped()

    with engine.connect() as connection:
        waiting = connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()
    assert waiting
    assert words.strays({"dump.sql": found}) == []
    kept = [what for what, said in words.open_.items() if holds(found, said)]
    assert kept == [*words.open_]


def test_a_word_among_bytes_is_seen(house, engine, dumped):
    """Or the sweep would say nothing of what lies in columns of bytes."""
    words = Canaries()
    said = words.lies_nowhere("what was not sealed").encode()
    owner = UUID(house.voters[0].id)
    with Session(engine) as db:
        db.add(Passkey(member_id=owner, credential=said, public_key=b""))
        db.commit()

    assert words.strays({"dump.sql": dumped()}) == [("what was not sealed", "dump.sql")]
