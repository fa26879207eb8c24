import pytest
from sqlalchemy import event

from union.documents.permissions import guards


@pytest.fixture
def open_kind(monkeypatch):
    """Papers of the kind «test» are open to whoever the test says."""

    def open_to(*members):
        ids = {member.id for member in members}
        monkeypatch.setitem(guards, "test", lambda _db, who, _about: who.id in ids)

    return open_to


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
