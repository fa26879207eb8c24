import pytest
from sqlalchemy import event

from tests.ballots.factories import MakeBallots


@pytest.fixture
def ballots(db, make):
    return MakeBallots(db, make)


@pytest.fixture
def statements(engine):
    """What is asked of the database from now on, statement by statement."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
