import pytest
from sqlalchemy import create_engine, text

from union.core import migrations
from union.core.engines import connect


def test_models_and_migrations_agree(engine):
    migrations.check(engine)


def test_every_migration_can_be_undone(tmp_path):
    engine = connect(f"sqlite:///{tmp_path}/union.db")

    migrations.upgrade(engine)
    migrations.downgrade(engine, "base")
    migrations.upgrade(engine)

    engine.dispose()


WHO = {"member": "2" * 32, "branch": "1" * 32, "role": "3" * 32, "change": "4" * 32}
EARLIER = """
INSERT INTO branch (id, name_kk, name_ru, name_en, path)
    VALUES (:branch, 'А', 'А', 'A', 'x/');
INSERT INTO member
    (id, name, sign_in_name, sign_in_key, passphrase_hash, language, branch_id,
     joined_at)
    VALUES (:member, 'Әлия', 's', 's', '', 'kk', :branch, '2026-01-01 00:00:00');
INSERT INTO heldrole (id, member_id, role, branch_id, granted_at)
    VALUES (:role, :member, 'BRANCH_ADMIN', :branch, '2026-01-01 00:00:00');
INSERT INTO standingchange (id, member_id, standing, at, reason)
    VALUES (:change, :member, 'SUSPENDED', '2026-01-01 00:00:00', '')
"""


@pytest.fixture
def earlier(engine, tmp_path):
    """A database of the hall before people came in by themselves, with its people."""
    url = f"sqlite:///{tmp_path}/earlier.db"
    if engine.dialect.name == "postgresql":
        url = engine.url.set(database="ortaq_earlier")
        admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(
                "DROP DATABASE IF EXISTS ortaq_earlier WITH (FORCE)"
            )
            connection.exec_driver_sql("CREATE DATABASE ortaq_earlier")
        admin.dispose()
    old = connect(url)
    migrations.upgrade(old, "demands")
    with old.begin() as connection:
        for statement in EARLIER.split(";"):
            connection.execute(text(statement), WHO)
    yield old
    old.dispose()


def told(engine, question):
    with engine.connect() as connection:
        return connection.exec_driver_sql(question).scalars().all()


def test_whoever_was_there_before_is_there_afterwards(earlier):
    migrations.upgrade(earlier)

    assert told(earlier, "SELECT name_key FROM member") == ["алия"]
    assert told(earlier, "SELECT brought FROM member") == [0]
    assert told(earlier, "SELECT role FROM heldrole") == ["branch_admin"]
    assert told(earlier, "SELECT role FROM office") == ["branch_admin"]
    assert told(earlier, "SELECT standing FROM standingchange") == ["suspended"]


def test_going_back_keeps_people_and_roles(earlier):
    migrations.upgrade(earlier)

    migrations.downgrade(earlier, "demands")

    assert told(earlier, "SELECT name FROM member") == ["Әлия"]
    assert told(earlier, "SELECT role FROM heldrole") == ["BRANCH_ADMIN"]
