"""A backup of PostgreSQL, by the programs an operator has."""

import shutil
import subprocess

import pytest
from sqlalchemy import create_engine

from tests.cli.hall import command
from tests.conftest import needed


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


def sign_in_names(address):
    engine = create_engine(address)
    with engine.connect() as connection:
        told = connection.exec_driver_sql(
            "SELECT sign_in_name FROM member ORDER BY sign_in_name"
        ).all()
    engine.dispose()
    return told


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
