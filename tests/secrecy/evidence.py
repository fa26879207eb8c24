"""What lies on a seized disk, read by somebody who has no key and knows SQLite well."""

import json
import re
import shutil
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
HEX_RUN = re.compile(rb"[0-9a-f]{32,}")
WAL_HEAD, FRAME_HEAD, ROUND = 32, 24, 24

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table with its rows as they are stored, hidden columns included."""

    name: str
    rows: list[Row]

    def of(self, ballot: str) -> "Table":
        """The rows about one ballot, where the table tells them apart."""
        keys = {"ballot_id", "about"} & set(self.rows[0] if self.rows else ())
        if not keys or self.name in {"minute", "outbox"}:
            return self
        about = [r for r in self.rows if any(plain(r[key]) == ballot for key in keys)]
        return Table(self.name, about)


@dataclass(frozen=True)
class Commit:
    """What one transaction wrote, as the log shows it: whose rows, which answers."""

    members: set[str]
    answers: Counter[str]


@dataclass
class Evidence:
    """One copy of a database, at one time, with the bytes that no table shows."""

    name: str
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def plain(value: Any) -> str:
    """A value as text: keys without dashes, so that they compare."""
    if isinstance(value, bytes):
        return value.hex()
    said = json.dumps(value) if isinstance(value, dict | list) else str(value)
    return said.replace("-", "") if ID.fullmatch(said) else said


def ids_in(row: Row) -> set[str]:
    """Every key that a row holds, also inside of its texts."""
    found = (ID.findall(plain(value)) for value in row.values())
    return {key.replace("-", "") for keys in found for key in keys}


def seized(folder: Path) -> Iterator[Evidence]:
    """Each database in a folder, with its log; then every other file as bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    others = Evidence("other files")
    for path in paths:
        where = path.relative_to(folder).as_posix()
        if path.read_bytes()[:16] == b"SQLite format 3\x00":
            beside = [p for p in paths if str(p).startswith(str(path))]
            files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in beside}
            yield Evidence(where, _tables(beside), files)
        elif not path.name.endswith(("-wal", "-shm")):
            others.files[where] = path.read_bytes()
    yield others


def _tables(beside: list[Path]) -> dict[str, Table]:
    """Read a copy: SQLite itself would write the log into the database."""
    with TemporaryDirectory() as elsewhere:
        copies = [Path(shutil.copy(path, elsewhere)) for path in beside]
        return _read(copies[0])


def _read(path: Path) -> dict[str, Table]:
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name: Table(name, _rows(db, name)) for (name,) in names.fetchall()}


def _rows(db: sqlite3.Connection, name: str) -> list[Row]:
    """As they lie there, with the serial number that SQLite keeps if it keeps one."""
    try:
        found = db.execute(f'SELECT rowid AS _rowid, * FROM "{name}" ORDER BY rowid')  # noqa: S608
    except sqlite3.OperationalError:
        found = db.execute(f'SELECT * FROM "{name}"')  # noqa: S608
    return [dict(row) for row in found]


def raw_places(content: bytes, voters: set[str]) -> list[tuple[int, str]]:
    """Where in pages of PostgreSQL the voters' keys end, as sixteen bytes, in order."""
    keys = {bytes.fromhex(voter): voter for voter in voters}
    each = ((end, content[end - 16 : end]) for end in range(16, len(content) + 1))
    return [(end, keys[key]) for end, key in each if key in keys]


def dashless(content: bytes) -> bytes:
    """A file of hexadecimal keys, each of them whole."""
    return content.replace(b"-", b"")


def places(text: bytes, voters: set[str]) -> list[tuple[int, str]]:
    """Where in a file without dashes the voters' keys end, in order."""
    found = []
    for run in HEX_RUN.finditer(text):
        written = run[0].decode()
        for at in range(len(written) - 31):
            if (key := written[at : at + 32]) in voters:
                found.append((run.start() + at + 32, key))
    return found


def answers_in(content: bytes, answers: list[str]) -> list[tuple[int, str]]:
    """Where in a file the answers begin, in order."""
    any_of = re.compile("|".join(answers).encode())
    return [(found.start(), found[0].decode()) for found in any_of.finditer(content)]


def commits(
    base: bytes, log: bytes, voters: set[str], answers: list[str]
) -> Iterator[Commit]:
    """Each transaction of a write-ahead log in the order of time.

    Frames of an earlier round, with another salt than the log's, are read as well.
    """
    if len(log) < WAL_HEAD:
        return
    size = struct.unpack(">I", log[8:12])[0]
    pages: dict[int, bytes] = {}
    members: set[str] = set()
    written: Counter[str] = Counter()
    for start in range(WAL_HEAD, len(log) - FRAME_HEAD - size + 1, FRAME_HEAD + size):
        number, is_last = struct.unpack(">II", log[start : start + 8])
        page = dashless(log[start + FRAME_HEAD : start + FRAME_HEAD + size])
        old = pages.get(number) or dashless(base[(number - 1) * size : number * size])
        members |= {
            key
            for end, key in places(page, voters)
            if page[max(0, end - 40) : end + ROUND + 8] not in old
        }
        was = Counter(answer for _at, answer in answers_in(old, answers))
        written += Counter(answer for _at, answer in answers_in(page, answers)) - was
        pages[number] = page
        if is_last:
            yield Commit(members, written)
            members, written = set(), Counter()
