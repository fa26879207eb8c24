"""The world in which the questions of access are asked, and who asks them."""

from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.access.world import World
from tests.factories import Make
from tests.members.joining import answer as fill_in
from union.core.web.limits import limiter

ON_POSTGRESQL = {"M", "S", "BA"}
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def room(the_app, engine):
    """One transaction for a whole walk: the world in it is built once."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield partial(Session, connection, join_transaction_mode="create_savepoint")
        transaction.rollback()


@pytest.fixture(scope="module")
def world(the_app, room):
    with room() as db:
        yield World(db, Make(db), the_app.extensions["keyring"])


@pytest.fixture
def asking(the_app, room, world):
    """Ask as somebody, and leave everything as it was."""
    the_app.extensions["new_session"] = room
    cookies = {}

    def cookie_of(kind):
        if kind not in cookies:
            client = the_app.test_client()
            if kind in world.secrets:
                with client.session_transaction() as cookie:
                    cookie["_user_id"] = world.secrets[kind]
            else:
                half_way_in(client, world.same.ids)
            cookies[kind] = client.get_cookie("ortaq").value
        return cookies[kind]

    def ask(kind, method, address, form):
        limiter.reset()
        undone = world.db.get_bind().begin_nested()
        client = the_app.test_client()
        client.set_cookie("ortaq", cookie_of(kind))
        sent = {"data": form} if method == "POST" else {"query_string": form}
        part = {"HX-Request": "true"}  # how a page looks is others' business
        answer = client.open(address, method=method, headers=part, **sent)
        undone.rollback()
        return answer

    return ask


def half_way_in(client, ids):
    """A stranger has followed a link and filled in all but the account."""
    client.get(f"/i/{ids['token']}")
    work = {"city": ids["city_id"], "platforms": [ids["platform_id"]]}
    fill_in(client, **work)


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL ask as three kinds only: who may do what is decided above it."""
    if config.getoption("--database") == "postgresql":
        left = [item for item in items if is_left_to_sqlite(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def is_left_to_sqlite(item):
    """Whether it is one of the long walks, as somebody of a further kind."""
    if Path(item.path).parent != HERE or not hasattr(item, "callspec"):
        return False
    given = item.callspec.params
    return "row" in given or given.get("kind", "M") not in ON_POSTGRESQL
