import pytest

from union.documents.permissions import guards


@pytest.fixture
def open_kind(monkeypatch):
    """Papers of the kind «test» are open to whoever the test says."""

    def open_to(*members):
        ids = {member.id for member in members}
        monkeypatch.setitem(guards, "test", lambda _db, who, _about: who.id in ids)

    return open_to
