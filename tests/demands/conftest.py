import pytest
from sqlalchemy import event

from tests.demands.factories import Hall


@pytest.fixture
def hall(db, make):
    return Hall(db, make)


@pytest.fixture
def statements(engine):
    """What is asked of the database from now on, statement by statement."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT") and "strftime" not in statement:
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
