"""Every statement that pages send to the database, with how it is carried out."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from sqlalchemy import Engine, event

OWN = ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN", "SHOW", "SET")
UNUSABLE = 1e10  # what PostgreSQL adds where it was told to avoid a plan and cannot


@dataclass
class Asked:
    """One statement as it was sent from a page, and how long it took each time."""

    page: str
    statement: str
    parameters: Any
    seconds: list[float] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, str]:
        """The page, and the statement whatever the length of its lists."""
        marks = re.sub(
            r"\((?:\s*(?:\?|%\(\w+\)s(?:::\w+)?)\s*,?)+\)", "(..)", self.statement
        )
        return self.page, re.sub(r"\s+", " ", marks)

    @property
    def reads(self) -> bool:
        return self.statement.lstrip().upper().startswith(("SELECT", "WITH"))

    @property
    def milliseconds(self) -> float:
        return median(self.seconds) * 1000


class Recorder:
    """Hears every statement of an engine while a page is said to be open."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._page = ""
        self._began = 0.0
        self.asked: list[Asked] = []

    @contextmanager
    def of(self, page: str) -> Iterator[None]:
        self._page = page
        event.listen(self._engine, "before_cursor_execute", self._begin)
        event.listen(self._engine, "after_cursor_execute", self._end)
        try:
            yield
        finally:
            event.remove(self._engine, "before_cursor_execute", self._begin)
            event.remove(self._engine, "after_cursor_execute", self._end)

    def _begin(self, *_about: object) -> None:
        self._began = time.perf_counter()

    def _end(self, *about: Any) -> None:
        _connection, _cursor, statement, parameters, _context, many = about
        if many or statement.lstrip().upper().startswith(OWN):
            return
        took = time.perf_counter() - self._began
        self.asked.append(Asked(self._page, statement, parameters, [took]))


def read_again(engine: Engine, asked: Asked, times: int) -> None:
    """Time a question some times more, its whole answer included."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        asked.seconds = [_time(cursor, asked) for _ in range(times)]


def _time(cursor: Any, asked: Asked) -> float:
    began = time.perf_counter()
    cursor.execute(asked.statement, asked.parameters)
    cursor.fetchall()
    return time.perf_counter() - began


def scans(engine: Engine, asked: Asked) -> set[str]:
    """The tables that this statement reads from end to end."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        if engine.dialect.name == "sqlite":
            return _scans_of_sqlite(cursor, asked)
        return _scans_of_postgresql(cursor, asked)


def _scans_of_sqlite(cursor: Any, asked: Asked) -> set[str]:
    cursor.execute(f"EXPLAIN QUERY PLAN {asked.statement}", asked.parameters)
    named = {
        alias or table: table
        for table, alias in re.findall(
            r"(?:FROM|JOIN|,)\s+(\w+)(?:\s+AS\s+(\w+))?", asked.statement
        )
    }
    found = set()
    for *_ids, detail in cursor.fetchall():
        if scanned := re.match(r"SCAN (\w+)", detail):
            found.add(named.get(scanned[1], scanned[1]))
    return found - {"CONSTANT"}


def _scans_of_postgresql(cursor: Any, asked: Asked) -> set[str]:
    cursor.execute("SET enable_seqscan = off")
    cursor.execute(f"EXPLAIN (FORMAT JSON) {asked.statement}", asked.parameters)
    [[told]] = cursor.fetchall()
    cursor.execute("RESET enable_seqscan")
    [plan] = json.loads(told) if isinstance(told, str) else told
    return set(_sequential(plan["Plan"]))


def _sequential(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan" and plan["Total Cost"] >= UNUSABLE:
        yield plan["Relation Name"]
    for below in plan.get("Plans", []):
        yield from _sequential(below)
