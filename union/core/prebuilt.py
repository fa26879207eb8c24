"""Statements of the hot path: built by Core, compiled once, said by the driver.

SQLAlchemy prepares each execution anew, which takes several times as long as SQLite
takes to execute. That is nothing, but for what thousands do in the same minute: there
a statement is compiled once for each database and given to the driver as it is.
Everywhere else stands `db.exec(select(...))`.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Insert, Select, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Words = Select[Any] | Update | Insert | Any
Processor = Callable[[Any], Any]

_INSERTS: dict[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class Prebuilt:
    """One statement, as each database wants it."""

    def __init__(self, build: Callable[[str], Words], *given: str) -> None:
        """`build` makes it for a dialect by name; `given` are an insert's columns."""
        self._build = build
        self._given = list(given) or None
        self._said: dict[str, _Compiled] = {}

    def first(self, here: Connection, given: dict[str, Any]) -> Any:
        """Say it, and tell the first row by its names, or None."""
        said, cursor = self._say(here, given)
        row = cursor.fetchone()
        return said.told(row) if row else None

    def do(self, here: Connection, given: dict[str, Any]) -> int:
        """Say it, where nothing is told but how many rows it met."""
        _said, cursor = self._say(here, given)
        return int(cursor.rowcount)

    def _say(self, here: Connection, given: dict[str, Any]) -> tuple["_Compiled", Any]:
        name = here.dialect.name
        if name not in self._said:
            self._said[name] = _Compiled(self._build(name), here.dialect, self._given)
        said = self._said[name]
        driver = cast(Any, here.connection.driver_connection)
        try:
            return said, driver.execute(said.words, said.bound(given))
        except here.dialect.loaded_dbapi.Error as error:
            raise _as_told_elsewhere(here, said.words, error) from error


class _Compiled:
    """What the driver is told, and how values go to it and come from it."""

    def __init__(self, words: Words, dialect: Dialect, given: list[str] | None) -> None:
        compiled = words.compile(dialect=dialect, column_keys=given)
        self.words = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        self._constants: dict[str, Any] = {
            name: bind.value for name, bind in compiled.binds.items()
        }
        self._to = [
            (name, to)
            for name, bind in compiled.binds.items()
            if (to := _impl(bind.type, dialect).bind_processor(dialect))
        ]
        told = list(getattr(words, "exported_columns", ()))
        self._row = _row_of([column.name for column in told])
        self._from = [
            _impl(column.type, dialect).result_processor(dialect, None)
            for column in told
        ]

    def bound(self, given: dict[str, Any]) -> Any:
        values = self._constants | given
        for name, to in self._to:
            values[name] = to(values[name])
        return [values[name] for name in self._order] if self._order else values

    def told(self, row: Iterable[Any]) -> Any:
        return self._row._make(
            value if made is None else made(value)
            for made, value in zip(self._from, row, strict=True)
        )


def _as_told_elsewhere(connection: Connection, words: str, error: Any) -> Exception:
    """The driver's error in SQLAlchemy's kind, as of any other statement."""
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection, None)
    if is_lost:
        connection.invalidate(error)
    every = dialect.loaded_dbapi.Error
    return cast(
        Exception,
        DBAPIError.instance(
            words,
            None,
            error,
            every,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=dialect,
        ),
    )


def _row_of(names: list[str]) -> Any:
    return namedtuple("Row", names)  # known only now


def _impl(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


def put_if_new(table: Table, dialect: str) -> Any:
    """An insert that does nothing if the row is there, and then meets no row."""
    return _INSERTS[dialect](table).on_conflict_do_nothing()
