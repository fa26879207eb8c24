"""What PostgreSQL is asked for: patience with migrations, none with pages."""

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from union.core.engines import connect, weaknesses


@pytest.fixture
def address(engine):
    if engine.dialect.name != "postgresql":
        pytest.skip("only on PostgreSQL")
    return engine.url


def told(engine, setting):
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"SHOW {setting}").scalar_one()


def test_a_page_gives_up_and_a_migration_does_not(address):
    hasty, patient = connect(address, patience=30), connect(address)

    for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
        assert told(hasty, setting) == "30s"
        assert told(patient, setting) == "0"

    hasty.dispose()
    patient.dispose()


def test_a_statement_that_takes_too_long_is_given_up(address):
    hasty = connect(address, patience=1)

    with pytest.raises(OperationalError, match="statement timeout"):
        with hasty.connect() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(5)")

    hasty.dispose()


def test_a_server_that_could_forget_a_vote_is_refused(address):
    careless = make_url(address).update_query_dict(
        {"options": "-c synchronous_commit=off"}
    )
    engine = connect(careless)

    assert any("synchronous_commit" in reason for reason in weaknesses(engine))

    engine.dispose()
