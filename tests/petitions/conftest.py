from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import event
from sqlmodel import Session, SQLModel

from tests.petitions.factories import MakePetition


@pytest.fixture
def make(db):
    return MakePetition(db)


@pytest.fixture
def petition(make):
    return make.petition()


@pytest.fixture
def counted(db):
    """Counts the questions put to the database in a block."""

    @contextmanager
    def count():
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                asked.append(statement)

        connection = db.connection()
        event.listen(connection, "before_cursor_execute", note)
        yield asked
        event.remove(connection, "before_cursor_execute", note)

    return count


@pytest.fixture
def committed(the_app):
    """Makes things in a database that threads share; it is emptied afterwards."""
    engine = the_app.extensions["engine"]
    the_app.extensions["new_session"] = partial(Session, engine)
    with Session(engine, expire_on_commit=False) as session:
        yield MakePetition(session)
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
