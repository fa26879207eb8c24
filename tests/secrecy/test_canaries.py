"""Nothing personal leaks: unique words go in by every form, and are looked for."""

import csv
import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel

from tests.cli.hall import Visitor, command, eventually, settings_in
from tests.factories import Make
from tests.petitions.factories import MakePetition, filled_in
from tests.secrecy.breakdowns import break_down
from tests.secrecy.canaries import Canaries, files_in, holds, redis, talkative
from tests.secrecy.lists import move_lists
from tests.secrecy.oneself import sent, tell_of_oneself
from tests.secrecy.station import Station
from tools.ports import free_port
from union.core.engines import connect
from union.members.models import Branch, Member, Role

CLASSES = {"S0", "S2", "S3", "S4"}  # public, of the house, of a person, to be feared
WAYS = {"open", "sealed", "digest"}


def told_columns():
    with (Path(__file__).parent / "columns.csv").open() as file:
        return {(row["table"], row["column"]): row for row in csv.DictReader(file)}


def test_every_column_has_a_class(the_app):
    tables = SQLModel.metadata.sorted_tables
    there = {(table.name, column.name) for table in tables for column in table.columns}

    told = told_columns()

    assert set(told) == there
    assert {row["class"] for row in told.values()} == CLASSES
    assert {row["lies"] for row in told.values()} == WAYS


def test_no_secret_of_a_sign_in_lies_open():
    secret = re.compile("digest|hash|sealed")

    open_ = [key for key, row in told_columns().items() if row["lies"] == "open"]

    assert [key for key in open_ if secret.search(key[1])] == []


class House(Station):
    """A polling station with a petition and officers, whose people write canaries."""

    def furnish(self):
        self.found(12, {"vote": "confidential"})
        engine = connect(self.settings["UNION_DATABASE_URL"])
        with Session(engine) as db:
            branch = db.get(Member, self.voter_id(0)).branch
            make = MakePetition(db)
            self.petition = make.petition(branch=branch)
            self.text_hash = self.petition.text_hash
            self.petition_id, self.branch_id = self.petition.id, branch.id
            officer = Make(db).officer(
                Role.STEWARD, Role.BRANCH_ADMIN, branch, name="Officer"
            )
            Make(db).officer(Role.BRANCH_ADMIN, branch, name="Second")
            self.officers.append(self._signed_in(db, officer, strong=True))
            db.commit()
        engine.dispose()

    def voter_id(self, n):
        return UUID(self.voters[n].id)

    def visitor(self, person):
        visitor = Visitor(self.port)
        pairs = (pair.split("=", 1) for pair in person.cookie.split("; "))
        visitor.cookies = dict(pairs)
        return visitor


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A house that was lived in and broke down; the words, the files, the pages."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "tmp").mkdir()
    settings = settings_in(folder) | {"TMPDIR": str(folder / "tmp")}
    house, words = House(folder, settings), Canaries()
    house.furnish()
    with redis(folder) as (address, saved):
        with served(house, UNION_REDIS_URL=address):
            live(house, words)
            exports = look(house)
            broken = break_down(house, words)
        dump = saved()
    with served(house):  # and the worker's queue is a file of its own
        exports |= move_lists(house, words)
        command(house.settings, "db", "backup", str(folder / "backup.db"))
        files = files_in(folder)
    files |= files_in(folder) | {"dump.rdb": dump} | exports
    return words, files, broken


@contextmanager
def served(house, **settings):
    """The house with a server and a worker, as talkative as they can be."""
    house.port, folder = free_port(), house.folder
    bind = ("serve", "--bind", f"127.0.0.1:{house.port}", "--threads", "4")
    settings = house.settings | settings
    with (
        talkative(settings, *bind, log=folder / "server.log"),
        talkative(settings, "worker", log=folder / "worker.log"),
    ):
        assert eventually(lambda: answers(house.port)), "the server answers"
        yield


def answers(port):
    try:
        return Visitor(port).get("/sign-in").status == 200
    except OSError:
        return False


def live(house, words):
    """Write every kind of text that the house takes."""
    ada = house.visitor(house.voters[0])
    other = Visitor(house.port)
    words.lies_nowhere("cookie", ada.cookies["__Host-ortaq"].split(".")[0])
    name, phrase = tell_of_oneself(ada, other, words, house.branch_id)

    wrong = {"sign_in_name": words.lies_nowhere("unknown name")}
    wrong |= {"passphrase": words.lies_nowhere("wrong passphrase")}
    sent(other, "/sign-in", 422, **wrong)
    sent(other, "/sign-in", sign_in_name=name, passphrase=phrase)
    wanted = {"passphrase": f"{words.lies_nowhere('new passphrase')} comes back"}
    sent(
        Visitor(house.port),
        "/recover/without-code",
        200,
        303,
        sign_in_name=name,
        **wanted,
    )
    lost = {"code": words.lies_nowhere("wrong recovery code")} | wanted
    sent(Visitor(house.port), "/recover", 422, 429, **lost)

    take_part(house, words)


def take_part(house, words):
    """Vote, sign, write a petition; suspend somebody."""
    ada, officer = house.visitor(house.voters[0]), house.visitor(house.officers[-1])
    ballot = f"/ballots/{house.ballots['vote']}"
    choice = words.lies_nowhere("an answer nobody offered")
    sent(ada, f"{ballot}/check", 422, choice=choice)
    sent(ada, f"{ballot}/votes", 422, choice=choice, drawn=1)
    sent(ada, f"{ballot}/votes", choice="yes", drawn=1)
    reason = words.lies_nowhere("an objection that came too late")
    sent(ada, f"{ballot}/objections", 403, 409, 422, reason=reason)

    petition = f"/petitions/{house.petition_id}"
    signed = {"disclosure": "union", "word": words.may_lie_open("word of support")}
    sent(ada, f"{petition}/sign", text_hash=house.text_hash, **signed)
    said = {
        "title_en": words.may_lie_open("title"),
        "text_en": words.may_lie_open("text"),
    }
    branch = Branch(id=house.branch_id)
    sent(ada, "/petitions", **filled_in(branch, **said))
    too_long = {"word": words.lies_nowhere("a word that was too long") * 99}
    sent(ada, f"{petition}/sign", 422, disclosure="union", text_hash="x", **too_long)

    other = house.voters[1].id
    person = f"/people/{UUID(other)}"
    sent(officer, f"{person}/suspend", reason=words.may_lie_open("reason to suspend"))
    sought = words.lies_nowhere("what was searched for")
    sent(officer, "/people", 200, 303, 422, q=sought)
    assert officer.get(f"/petitions?q={quote(sought)}").status == 200


def look(house):
    """What others are given to take away."""
    other = house.visitor(house.voters[2])
    return {
        f"page {path}": visitor.get(path).text.encode()
        for visitor, path in (
            (other, "/me/known.json"),
            (other, "/activity"),
        )
    }


def test_the_house_broke_down_for_real(swept):
    _words, files, broken = swept
    log = files["server.log"]

    assert [(one.table, one.status) for one in broken if one.status != one.due] == []
    assert log.count(b'"the records are out of reach"') == len(broken) / 2
    assert log.count(b'"a page broke"') == len(broken) / 2
    assert b'"level": "debug"' in log, "it tells all it can"


def test_words_of_a_breakdown_go_back_to_their_sender_and_no_passphrase_does(swept):
    _words, _files, broken = swept

    back = [(one.table, one.due) for one in broken if one.word in one.text]

    assert back == [("signature", 503), ("standingchange", 503), ("wording", 503)]


def test_no_word_is_found_where_it_must_not_be(swept):
    words, files, _broken = swept

    everywhere = {"union.db", "union.db-wal", "jobs.db", "backup.db", "dump.rdb"}
    assert everywhere | {"server.log", "worker.log", "export.csv"} <= set(files)
    assert words.strays(files) == []


def test_the_sweep_sees_what_is_there(swept):
    words, files, _broken = swept

    kept = [
        what for what, said in words.open_.items() if holds(files["backup.db"], said)
    ]
    assert kept == [*words.open_]
    marked = files | {
        "server.log": files["server.log"] + words.hidden["invite"].encode(),
        "tmp/left over": words.open_["display name"].encode(),
    }
    found = [("invite", "server.log"), ("display name", "tmp/left over")]
    assert words.strays(marked) == found
