"""Forms that end in a breakdown, each with a word that must not be found anywhere."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from tests.petitions.factories import filled_in
from tests.secrecy.canaries import Canaries
from union.members.models import Branch


class Broken(NamedTuple):
    """A form that was sent into a breakdown, and what came back."""

    table: str
    due: int  # the status of the page that should come
    status: int
    text: str
    word: str


@contextmanager
def lost(database: Path, table: str) -> Iterator[None]:
    """A database that has lost a table: for us it is out of reach."""
    with closing(sqlite3.connect(database, timeout=20)) as db:
        db.execute("PRAGMA legacy_alter_table = ON")
        db.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_lost"')
        db.commit()
        time.sleep(0.05)
        try:
            yield
        finally:
            db.execute(f'ALTER TABLE "{table}_lost" RENAME TO "{table}"')
            db.commit()


@contextmanager
def spoilt(database: Path, table: str) -> Iterator[None]:
    """A database that finds itself malformed on every new row of a table."""
    with closing(sqlite3.connect(database, timeout=20)) as db:
        db.execute("CREATE VIRTUAL TABLE spoilt USING fts5(word)")
        db.execute("DELETE FROM spoilt_data")
        db.execute(
            f'CREATE TRIGGER spoil AFTER INSERT ON "{table}" '  # noqa: S608  (ours)
            "BEGIN INSERT INTO spoilt VALUES ('a word'); END"
        )
        db.commit()
        try:
            yield
        finally:
            db.execute("DROP TRIGGER spoil")
            db.execute("DROP TABLE spoilt")
            db.commit()


Way = Callable[[Path, str], AbstractContextManager[None]]
WAYS: dict[Way, int] = {lost: 503, spoilt: 500}
PHONE = "7017773344"
PATHS = {
    "signature": "/petitions/{petition}/sign",
    "contact": "/me/contact",
    "envelope": "/ballots/{ballot}/votes",
    "standingchange": "/people/{person}/suspend",
    "wording": "/petitions",
    "accountnote": "/me/passphrase",
}


def break_down(house, words: Canaries) -> list[Broken]:
    """Send every form into every breakdown."""
    words.lies_nowhere("phone in a breakdown", PHONE)
    return [
        _sent(house, words, table, way, due)
        for way, due in WAYS.items()
        for table in PATHS
    ]


def _sent(house, words: Canaries, table: str, way: Way, due: int) -> Broken:
    word = words.lies_nowhere(f"what a {way.__name__} {table} was sent")
    path = PATHS[table].format(
        petition=house.petition_id,
        ballot=house.ballots["vote"],
        person=UUID(house.voters[4].id),
    )
    form = _forms(house, f"{word} of the road")[table]
    sender = house.officers[-1] if table == "standingchange" else house.voters[3]
    with way(house.folder / "union.db", table):
        answer = house.visitor(sender).post(path, once=uuid4().hex, **form)
    return Broken(table, due, answer.status, answer.text, word)


def _forms(house, said: str) -> dict[str, dict[str, object]]:
    return {
        "signature": {
            "disclosure": "union",
            "text_hash": house.text_hash,
            "word": said,
        },
        "contact": {"phone": f"8{PHONE}", "may_call": "yes"},
        "envelope": {"drawn": 1, "choice": "yes"},
        "standingchange": {"reason": said},
        "wording": filled_in(Branch(id=house.branch_id), text_en=said),
        "accountnote": {"passphrase": said},
    }
