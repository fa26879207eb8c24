"""Each migration, forward and back, with a whole union in the tables, and killed.

A few points of each are killed by default; FAULTS=all kills at every statement.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from itertools import pairwise

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, select, text

from tests.cli.hall import command, settings_in
from union.core import migrations
from union.core.engines import connect
from union.paths import MIGRATIONS

SCRIPTS = ScriptDirectory(str(MIGRATIONS))
STEPS = [
    (script.down_revision or "base", script.revision)
    for script in reversed(list(SCRIPTS.walk_revisions()))
]
WRITTEN_ANEW = {  # a type of the database's own became words: names of the same things
    ("belonging", "heldrole", "role"),
    ("belonging", "consent", "role"),
    ("belonging", "standingchange", "standing"),
}
POINTS = {"sqlite": 4, "postgresql": 2}
FORKER = """
import json, os, signal, sys

from sqlalchemy import event

import app
from union.core import migrations
from union.core.engines import connect


def die(*_about):
    os.kill(os.getpid(), signal.SIGKILL)


def work(url, revision, deadly):
    engine, seen = connect(url), []

    def count(*_about):
        seen.append(1)
        if len(seen) == deadly:
            die()

    event.listen(engine, "after_cursor_execute", count)
    if deadly == "commit":
        event.listen(engine, "commit", die)
    migrations.upgrade(engine, revision)
    engine.dispose()
    return len(seen)


for line in sys.stdin:
    url, revision, deadly = json.loads(line)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, str(work(url, revision, deadly)).encode())
        os._exit(0)
    os.close(write)
    _pid, status = os.waitpid(child, 0)
    told = os.read(read, 20).decode()
    os.close(read)
    print(json.dumps([os.waitstatus_to_exitcode(status), told]), flush=True)
"""


class Files:
    """Databases as files of SQLite."""

    def __init__(self, folder):
        self.folder = folder

    def address(self, name):
        return f"sqlite:///{self.folder}/{name}.db"

    def copy(self, name, of):
        for left in self.folder.glob(f"{name}.db*"):
            left.unlink()
        with (
            closing(sqlite3.connect(self.folder / f"{of}.db")) as source,
            closing(sqlite3.connect(self.folder / f"{name}.db")) as target,
        ):
            source.backup(target)  # also what lies in its log only
        return self.address(name)

    def wait_for_silence(self, _name):
        """A dead process holds no file."""


class OnAServer:
    """Databases of a PostgreSQL server."""

    def __init__(self, engine):
        self.url = engine.url
        self.admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        self.made = set()

    def do(self, *statements):
        with self.admin.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def address(self, name):
        self.made.add(name)
        url = self.url.set(database=f"ortaq_step_{name}")
        return url.render_as_string(hide_password=False)

    def make(self, name):
        self.address(name)
        self.do(
            f"DROP DATABASE IF EXISTS ortaq_step_{name} WITH (FORCE)",
            f"CREATE DATABASE ortaq_step_{name}",
        )

    def copy(self, name, of):
        self.do(
            f"DROP DATABASE IF EXISTS ortaq_step_{name} WITH (FORCE)",
            f"CREATE DATABASE ortaq_step_{name} TEMPLATE ortaq_step_{of}",
        )
        return self.address(name)

    def wait_for_silence(self, name):
        """Until the server has noticed that whoever wrote is dead."""
        question = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")
        about, deadline = {"name": f"ortaq_step_{name}"}, time.monotonic() + 120
        with self.admin.connect() as connection:
            while connection.execute(question, about).scalar_one():
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def drop(self):
        for name in self.made:
            self.do(f"DROP DATABASE IF EXISTS ortaq_step_{name} WITH (FORCE)")
        self.admin.dispose()


@pytest.fixture(scope="module")
def databases(engine, tmp_path_factory):
    """A demo's union, and the same at every earlier step: named by its revision."""
    folder = tmp_path_factory.mktemp("steps")
    if engine.dialect.name == "sqlite":
        made = Files(folder)
    else:
        made = OnAServer(engine)
        made.make("grown")
    settings = settings_in(folder) | {"UNION_DATABASE_URL": made.address("grown")}
    command(settings, "demo", "--members", "50", "--no-serve")
    later = "grown"
    for before, _revision in reversed(STEPS):
        step_back(made.copy(f"at_{before}", later), before)
        later = f"at_{before}"
    yield made
    if engine.dialect.name == "postgresql":
        made.drop()


def step_back(address, revision):
    engine = connect(address)
    migrations.downgrade(engine, revision)
    engine.dispose()


@pytest.fixture(scope="module")
def forker():
    """A process that migrates in children, which may die of it."""
    process = subprocess.Popen(
        [sys.executable, "-c", FORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def migrate(url, revision, deadly=None):
        process.stdin.write(json.dumps([url, revision, deadly]) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield migrate
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


def rows_of(address):
    """Every row of every table, column by column, as the database writes it."""
    engine, tables = connect(address), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            name: [
                dict(row)
                for row in connection.execute(
                    select(
                        *(written(engine.dialect.name, c) for c in table.columns)
                    ).select_from(table)
                ).mappings()
            ]
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }
    engine.dispose()
    return {name: sorted(rows, key=str) for name, rows in found.items()}


WRITTEN = {"sqlite": "quote({0})", "postgresql": "CAST({0} AS TEXT)"}


def written(dialect, column):
    """A value to the byte, whatever type it has."""
    name = f'"{column.name}"'
    return text(f"{WRITTEN[dialect].format(name)} AS {name}")


def kept(rows, like, revision):
    """These rows, in the tables and columns that the others have, too."""
    return {
        name: sorted(
            (
                {
                    column: row[column]
                    for column in row
                    if column in like[name][0]
                    and (revision, name, column) not in WRITTEN_ANEW
                }
                for row in rows[name]
            ),
            key=str,
        )
        for name in rows.keys() & like.keys()
        if like[name] and rows[name]
    }


def revision_of(address):
    engine = connect(address)
    with engine.connect() as connection:
        told = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        found = told.scalars().all()
    engine.dispose()
    return found[0] if found else "base"


def upgrade(address, revision):
    engine = connect(address)
    migrations.upgrade(engine, revision)
    if revision == migrations.head():
        migrations.check(engine)
    engine.dispose()


def test_the_steps_are_one_line_up_to_the_newest():
    assert [down for down, _ in STEPS] == ["base", *(r for _, r in STEPS[:-1])]
    assert STEPS[-1][1] == migrations.head()
    assert all(a[1] == b[0] for a, b in pairwise(STEPS))


def test_the_demo_fills_most_tables(databases):
    full = {name for name, rows in rows_of(databases.address("grown")).items() if rows}

    assert len(full) >= 40


def test_half_a_migration_would_be_noticed(databases):
    address = databases.copy("half", "grown")
    there, engine = rows_of(address), connect(address)

    with engine.connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("UPDATE member SET brought = brought + 1")
        connection.exec_driver_sql("CREATE TABLE half (x INTEGER)")
        connection.commit()
    engine.dispose()

    half = rows_of(address)
    assert half["member"] != there["member"]
    assert half.keys() - there.keys() == {"half"}


@pytest.mark.parametrize(("before", "revision"), STEPS, ids=[r for _, r in STEPS])
def test_every_row_goes_forward_and_comes_back_as_it_was(databases, before, revision):
    address = databases.copy("walked", f"at_{before}")
    there = rows_of(address)

    upgrade(address, revision)

    after = rows_of(address)
    assert there.keys() <= after.keys()
    assert {n: len(rows) for n, rows in there.items()} == {
        n: len(after[n]) for n in there
    }
    assert kept(after, there, revision) == kept(there, there, revision)
    step_back(address, before)
    assert rows_of(address) == there


@pytest.mark.parametrize(("before", "revision"), STEPS, ids=[r for _, r in STEPS])
def test_killed_in_the_middle_it_is_old_and_goes_on(
    databases, forker, before, revision, engine
):
    start = f"at_{before}"
    there = rows_of(databases.copy("killed", start))
    _code, told = forker(databases.copy("killed", start), revision)
    whole = rows_of(databases.address("killed"))
    points = chosen(int(told), POINTS[engine.dialect.name])

    for point in points:
        address = databases.copy("killed", start)
        code, _told = forker(address, revision, point)
        databases.wait_for_silence("killed")

        assert code == -signal.SIGKILL, "a run that was not killed does not count"
        assert revision_of(address) == before, point
        assert rows_of(address) == there, point
        upgrade(address, revision)
        assert rows_of(address) == whole, point


def chosen(statements, some):
    """At which statements to kill, and before the whole is committed."""
    everywhere = list(range(1, statements + 1))
    if os.environ.get("FAULTS") == "all":
        return [*everywhere, "commit"]
    step = max(1, statements // some)
    return [*everywhere[step - 1 :: step][: some - 1], "commit"]
