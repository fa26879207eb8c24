"""Where the databases of histories come from: each is a copy of one made once.

A house has one engine, which is led to the database of the day: statements are compiled
once, and not again in each history.
"""

import shutil
from itertools import count
from pathlib import Path

from sqlalchemy import NullPool, create_engine, event

from union.core.engines import connect


class Files:
    """SQLite: a database is a file, and a new one a copy of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._numbers = folder, count(1)
        self._engine, self._at = connect(self.empty()), ""
        event.listen(self._engine, "do_connect", self._lead)
        event.listen(self._engine, "connect", _wait_for_no_disk)

    def empty(self) -> str:
        """The address of a database in which there is nothing."""
        return f"sqlite:///{self.folder}/{next(self._numbers)}.db"

    def copy_of(self, address: str) -> str:
        """The address of a new database like another that nobody has open."""
        copy = self.empty()
        shutil.copy(address.removeprefix("sqlite:///"), copy.removeprefix("sqlite:///"))
        return copy

    def remove(self, address: str) -> None:
        for path in Path(self.folder).glob(f"{Path(address).name}*"):
            path.unlink()

    def open(self, address: str):
        """The engine, with no connection to what was open before."""
        self._engine.dispose()
        self._at = address.removeprefix("sqlite:///")
        return self._engine

    def _lead(self, _dialect, _record, where, _how):
        where[0] = self._at


def _wait_for_no_disk(raw, _record):
    """Power cuts are others' affair."""
    raw.execute("PRAGMA synchronous = OFF")


class Databases:
    """PostgreSQL: the server copies databases."""

    def __init__(self, url) -> None:
        self.url, self._numbers = url, count(1)
        self._engine, self._at = connect(url), url.database
        event.listen(self._engine, "do_connect", self._lead)
        self._admin = create_engine(
            url, isolation_level="AUTOCOMMIT", poolclass=NullPool
        )

    def empty(self, like: str = "template1") -> str:
        name = f"{self.url.database}_history_{next(self._numbers)}"
        self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._say(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.url.set(database=name).render_as_string(hide_password=False)

    def copy_of(self, address: str) -> str:
        return self.empty(like=address.rpartition("/")[2])

    def remove(self, address: str) -> None:
        self._say(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    def open(self, address: str):
        """The engine, with no connection to what was open before."""
        self._engine.dispose()
        self._at = address.rpartition("/")[2]
        return self._engine

    def _lead(self, _dialect, _record, _where, how):
        how["dbname"] = self._at

    def _say(self, sentence: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(sentence)
