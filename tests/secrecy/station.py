"""A polling station: a union served for real, in which a thousand people vote."""

import http.client
import random
import shutil
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlmodel import Session

from tests.ballots.factories import MakeBallots
from tests.cli.hall import COOKIE, NAME, OURS, SETTINGS, command
from tests.factories import Make
from union.ballots.models import ABSTAIN, NO, YES, Ballot
from union.core.engines import connect
from union.core.settings import Settings
from union.members.rules.sessions import new_session

HANDS = 8  # phones that vote at the same time
SHARES = ((YES, 0.5), (NO, 0.3), (ABSTAIN, 0.2))
SECOND_THOUGHTS = 0.05  # of those who vote change it later


@dataclass
class Voter:
    """Somebody with a signed-in phone."""

    id: str
    cookie: str


@dataclass
class Station:
    """Its members and officers; the files lie in `folder`."""

    folder: Path
    settings: dict[str, str]
    voters: list[Voter] = field(default_factory=list)
    officers: list[Voter] = field(default_factory=list)
    ballots: dict[str, str] = field(default_factory=dict)  # their ids, by name
    line: Callable[[], "Line | Hallway"] = lambda: Line(0)  # set once it is served

    def found(self, many: int, ballots: dict[str, str]) -> None:
        """Enter members, who are signed in, and open ballots of the secrecy given."""
        command(self.settings, "db", "upgrade")
        engine = connect(self.settings["UNION_DATABASE_URL"])
        with Session(engine) as db:
            box = MakeBallots(db, Make(db))
            people = box.voters(many)
            hands = [box.returning_officer(), box.teller()]
            self.officers = [self._signed_in(db, one, strong=True) for one in hands]
            self.voters = [self._signed_in(db, one) for one in people]
            for name, secrecy in ballots.items():
                ballot: Ballot = box.open(people, secrecy=secrecy)
                self.ballots[name] = str(ballot.id)
            db.commit()
        engine.dispose()

    def chosen(self) -> Settings:
        """The settings as a process reads them from its surroundings."""
        said = {name.removeprefix("UNION_"): v for name, v in self.settings.items()}
        return Settings(**{name.lower(): value for name, value in said.items()})

    def _signed_in(self, db: Session, member, *, strong: bool = False) -> Voter:
        session, secret = new_session(member, "a phone", strong=strong)
        id_ = member.id
        db.add(session)
        return Voter(id_.hex, f"{COOKIE}={_signed(secret)}; language=en")

    def vote(self, name: str, seed: int, many: int | None = None) -> dict[str, str]:
        """Everybody votes, or so many, in an order of chance; say what, in that order.

        The first half says yes, then the noes come: whoever learns the order of the
        papers learns the votes.
        """
        dice = random.Random(seed)  # noqa: S311  (the same votes in every run)
        line = dice.sample(self.voters, many or len(self.voters))
        said = [
            answer for answer, share in SHARES for _ in range(round(share * len(line)))
        ]
        first, later = [], []
        for voter, answer in zip(line, said, strict=True):
            is_unsure = dice.random() < SECOND_THOUGHTS
            first.append((voter, dice.choice([YES, NO]) if is_unsure else answer))
            later += [(voter, answer)] * is_unsure
        self._cast(name, first)
        self._cast(name, later)
        return {voter.id: answer for voter, answer in zip(line, said, strict=True)}

    def _cast(self, name: str, votes: list[tuple[Voter, str]]) -> None:
        path, waiting = f"/ballots/{self.ballots[name]}/votes", deque(votes)
        turn = Lock()

        def phone(_n: int) -> None:
            with closing(self.line()) as line:
                while True:
                    with turn:
                        if not waiting:
                            return
                        voter, answer = waiting.popleft()
                    drawn = int(time.time() * 1000)
                    form = {"choice": answer, "drawn": drawn, "once": uuid4().hex}
                    assert line.post(voter.cookie, path, **form) == 303

        with ThreadPoolExecutor(HANDS) as phones:
            list(phones.map(phone, range(HANDS)))

    def close(self, name: str) -> None:
        """Two officers close it early, on the pages of the running server."""
        for officer in self.officers:
            path = f"/ballots/{self.ballots[name]}/steps/close"
            form = {"reason": "All have voted.", "once": uuid4().hex}
            with closing(self.line()) as line:
                assert line.post(officer.cookie, path, **form) == 303

    def keep(self, file: str) -> None:
        """A backup, as an operator makes it."""
        command(self.settings, "db", "backup", str(self.folder / "seized" / file))

    def seize(self, when: str) -> None:
        """Copy every file as it lies there while the server and the worker run.

        All of one moment: while somebody reads in a log, it is not begun anew.
        """
        into = self.folder / "seized" / when
        into.mkdir(parents=True)
        with ExitStack() as readers:
            for path in self.folder.glob("*.db"):
                db = readers.enter_context(closing(sqlite3.connect(path, timeout=60)))
                db.execute("BEGIN")
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for path in sorted(self.folder.iterdir()):  # a log after its database
                if path.is_file() and not path.name.endswith("-shm"):
                    shutil.copy(path, into / path.name)

    def holds(self, envelopes: list[bytes]) -> bool:
        """Whether one of them still lies in the database or in its log."""
        whole = b"".join(path.read_bytes() for path in self.folder.glob("union.db*"))
        return any(envelope in whole for envelope in envelopes)

    def has_minutes(self, many: int) -> bool:
        """Whether the worker has written so many papers."""
        engine = connect(self.settings["UNION_DATABASE_URL"])
        with engine.connect() as db:
            written = db.exec_driver_sql("SELECT count(*) FROM document").scalar_one()
        engine.dispose()
        return int(written) >= many


class Line:
    """A connection that stays, and whoever speaks on it."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def post(self, cookie: str, path: str, **form: object) -> int:
        heads = _heads(cookie) | {"Content-Type": "application/x-www-form-urlencoded"}
        self._line.request("POST", path, urlencode(form), heads)
        answer = self._line.getresponse()
        answer.read()
        return answer.status

    def close(self) -> None:
        self._line.close()


class Hallway:
    """The same for a union that this process serves to itself.

    `union serve` refuses a PostgreSQL that does not wait for the disk, as in tests.
    """

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client(use_cookies=False)

    def post(self, cookie: str, path: str, **form: object) -> int:
        sent = {"data": form, "base_url": OURS, "headers": _heads(cookie)}
        return self._client.post(path, **sent).status_code

    def close(self) -> None:
        """Nothing is open."""


def _heads(cookie: str) -> dict[str, str]:
    return {
        "Host": NAME,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.7",
        "Origin": OURS,
        "Cookie": cookie,
    }


def _signed(secret: str) -> str:
    app = Flask("a cookie")
    app.secret_key = SETTINGS["UNION_SECRET_KEY"]
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    return signer.dumps({"_user_id": secret})


NAIVE = """
CREATE TABLE rollentry (ballot_id TEXT, member_id TEXT, voted INTEGER);
CREATE TABLE mark (at REAL, member TEXT);
CREATE TABLE answer_given (id TEXT PRIMARY KEY, choice TEXT);
CREATE TABLE tally (ballot_id TEXT, choice TEXT, papers INTEGER);
"""


def quick_poll(folder: Path, ballot: str, votes: dict[str, str]) -> None:
    """The poll of whoever thinks that two tables make a secret: F1 of the threats."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "union.db", isolation_level=None)) as db:
        db.executescript(NAIVE)
        db.executemany("INSERT INTO rollentry VALUES (?, ?, 1)", _roll(ballot, votes))
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA wal_autocheckpoint = 0")
        for who, answer in votes.items():
            db.execute("BEGIN")
            db.execute("INSERT INTO mark VALUES (?, ?)", (time.time(), who))
            db.execute("INSERT INTO answer_given VALUES (?, ?)", (uuid4().hex, answer))
            db.execute("COMMIT")
        for answer, _share in SHARES:
            papers = sum(said == answer for said in votes.values())
            db.execute("INSERT INTO tally VALUES (?, ?, ?)", (ballot, answer, papers))
        held = folder.parent / f"{folder.name}-held"
        shutil.copytree(folder, held)
    shutil.rmtree(folder)
    held.rename(folder)


def _roll(ballot: str, votes: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((ballot, who) for who in sorted(votes))
