"""A migration that dies in the middle leaves the database as it was."""

import shutil
import signal
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, event, inspect

from union.core import migrations
from union.core.engines import LostKeys, connect, weaknesses
from union.core.errors import Refused
from union.paths import MIGRATIONS

DEADLY = '''"""Make one table, and die before the next."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision, down_revision = "deadly", {head!r}
branch_labels = depends_on = None


def upgrade():
    op.create_table("half", sa.Column("x", sa.Integer))
    op.execute("INSERT INTO half VALUES (1)")
    {deed}


def downgrade():
    op.drop_table("half")
'''
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
RAISE = 'raise RuntimeError("the disk is full")'
LOSE_ROW = """op.execute(
        "INSERT INTO heldrole (id, member_id, role, branch_id, granted_at) "
        "VALUES ('a', 'nobody', 'steward', 'nowhere', '2026-01-01')"
    )"""
UPGRADE = """
import sys
from pathlib import Path
from union.core import migrations
from union.core.engines import connect
migrations.MIGRATIONS = Path(sys.argv[1])
migrations.upgrade(connect(sys.argv[2]))
"""


@pytest.fixture
def url(tmp_path, engine):
    """An up-to-date database of its own, of the kind this run is about."""
    if engine.dialect.name == "sqlite":
        yield f"sqlite:///{tmp_path}/union.db"
        return
    admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS ortaq_half WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE ortaq_half")
    address = engine.url.set(database="ortaq_half")
    yield address.render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE ortaq_half WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def database(url):
    engine = connect(url)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def planted(tmp_path):
    """Our migrations, and one more that does this deed."""

    def plant(deed):
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder)
        script = DEADLY.format(head=migrations.head(), deed=deed)
        (folder / "versions" / "deadly.py").write_text(script)
        return folder

    return plant


def upgraded_from(folder, url):
    return subprocess.run(
        [sys.executable, "-c", UPGRADE, str(folder), url],
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.mark.parametrize(
    ("deed", "code"), [(KILL, -signal.SIGKILL), (RAISE, 1)], ids=["killed", "failed"]
)
def test_a_migration_that_dies_leaves_all_as_it_was(database, url, planted, deed, code):
    ended = upgraded_from(planted(deed), url)

    assert ended.returncode == code, ended.stderr
    assert "half" not in inspect(database).get_table_names()
    assert migrations.is_current(database)
    migrations.upgrade(database)
    migrations.check(database)


def test_sqlite_keeps_no_row_that_points_to_nothing(database, planted, monkeypatch):
    if database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks at once")
    monkeypatch.setattr(migrations, "MIGRATIONS", planted(LOSE_ROW))

    with pytest.raises(LostKeys, match="heldrole"):
        migrations.upgrade(database)

    assert "half" not in inspect(database).get_table_names()


def test_tables_of_a_newer_version_are_left_alone(database, planted, monkeypatch):
    folder = planted("pass")
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "MIGRATIONS", folder)
        migrations.upgrade(database)

    with pytest.raises(Refused, match="version that made them"):
        migrations.upgrade(database)

    assert "half" in inspect(database).get_table_names()


def test_what_a_database_lacks_is_named(database):
    assert migrations.lacking(database) == set()

    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE branch DROP COLUMN name_kk")
        connection.exec_driver_sql("DROP TABLE pulse")

    assert {"branch.name_kk", "pulse.at"} <= migrations.lacking(database)


def test_a_sqlite_that_could_forget_a_vote_is_refused(tmp_path):
    careless = create_engine(f"sqlite:///{tmp_path}/some.db")
    event.listen(
        careless, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = 1")
    )
    careful = connect(f"sqlite:///{tmp_path}/other.db")

    assert any("synchronous" in reason for reason in weaknesses(careless))
    assert list(weaknesses(careful)) == []

    careless.dispose()
    careful.dispose()
