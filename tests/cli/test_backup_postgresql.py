"""A backup of PostgreSQL, by the programs an operator has."""

import shutil
import subprocess

import pytest
from sqlalchemy import create_engine

from tests.cli.hall import command, refusal
from tests.conftest import needed
from union.core import migrations
from union.core.engines import connect


@pytest.fixture
def addresses(engine):
    """Two empty databases on the server of this run."""
    if engine.dialect.name != "postgresql":
        pytest.skip("only on PostgreSQL")
    needed(shutil.which("pg_dump"), "pg_dump")
    names = ("ortaq_kept", "ortaq_restored")
    admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield [
        engine.url.set(database=name).render_as_string(hide_password=False)
        for name in names
    ]
    with admin.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def kept(addresses, tmp_path):
    """A union of nobody yet, and the settings that name it."""
    engine = connect(addresses[0])
    migrations.upgrade(engine)
    engine.dispose()
    return {"UNION_DATABASE_URL": addresses[0]}


def said(address, *statements):
    """Say all this to a database; what the last was answered."""
    engine = create_engine(address)
    with engine.begin() as connection:
        for statement in statements:
            told = connection.exec_driver_sql(statement)
        answer = told.all() if told.returns_rows else None
    engine.dispose()
    return answer


def sign_in_names(address):
    return said(address, "SELECT sign_in_name FROM member ORDER BY sign_in_name")


def tables(address):
    return said(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")


def test_a_backup_comes_back_whole(addresses, tmp_path):
    kept, restored = ({"UNION_DATABASE_URL": address} for address in addresses)
    jobs = {"UNION_JOBS_PATH": f"{tmp_path}/jobs.db"}
    command(kept | jobs, "demo", "--members", "50", "--no-serve")

    command(kept, "db", "backup", f"{tmp_path}/kept")
    command(restored, "db", "restore", f"{tmp_path}/kept")

    assert sign_in_names(addresses[1]) == sign_in_names(addresses[0])
    assert len(sign_in_names(addresses[1])) >= 50
    with pytest.raises(subprocess.CalledProcessError) as refused:
        command(restored, "db", "restore", f"{tmp_path}/kept")
    assert b"not empty" in refused.value.stderr


OF_TOMORROW = "UPDATE alembic_version SET version_num = 'of tomorrow'"
NO_VERSION = "DROP TABLE alembic_version"


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (OF_TOMORROW, "install the version that made them"),
        (NO_VERSION, "not a sound backup"),
    ],
)
def test_what_is_no_union_of_ours_fills_nothing(
    union, addresses, kept, tmp_path, deed, sentence
):
    said(addresses[0], deed)
    command(kept, "db", "backup", f"{tmp_path}/kept")

    ended = union("db", "restore", f"{tmp_path}/kept", UNION_DATABASE_URL=addresses[1])

    assert sentence in refusal(ended)
    assert tables(addresses[1]) == []


def test_what_lacks_a_table_is_refused_though_its_version_is_ours(
    union, addresses, kept, tmp_path
):
    said(addresses[0], "DROP TABLE pulse")
    command(kept, "db", "backup", f"{tmp_path}/kept")

    ended = union("db", "restore", f"{tmp_path}/kept", UNION_DATABASE_URL=addresses[1])

    assert "no copy of a union" in refusal(ended)
    assert "Make the database anew" in ended.stderr


def test_a_closed_copy_opens_with_its_key_and_no_other(
    union, addresses, kept, tmp_path
):
    needed(shutil.which("age"), "age")
    for name in ("other", "key"):
        made = [shutil.which("age-keygen"), "-o", tmp_path / name]
        told = subprocess.run(made, capture_output=True, text=True, check=True)
    recipient, copy = told.stderr.split()[-1], f"{tmp_path}/kept"
    command(kept, "db", "backup", copy, "--recipient", recipient)
    there = {"UNION_DATABASE_URL": addresses[1]}

    wrong = union("db", "restore", copy, "--identity", f"{tmp_path}/other", **there)
    closed = union("db", "restore", copy, **there)

    assert "age failed" in refusal(wrong)
    assert "pg_restore failed" in refusal(closed)
    assert tables(addresses[1]) == []
    command(there, "db", "restore", copy, "--identity", f"{tmp_path}/key")
    assert sorted(tables(addresses[1])) == sorted(tables(addresses[0]))


def test_a_recipient_who_is_none_is_named(union, kept, tmp_path):
    needed(shutil.which("age"), "age")

    ended = union("db", "backup", f"{tmp_path}/kept", "--recipient", "x", **kept)

    assert "age failed" in refusal(ended)
    assert not list(tmp_path.glob("*kept*"))
