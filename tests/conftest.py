"""One migrated database for the whole run; one rolled-back transaction per test."""

import os
import shutil
import time
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from limits.strategies import MovingWindowRateLimiter
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import create_engine, event, make_url
from sqlmodel import Session

from app import create_app
from tests import tally
from tests.browser import Browser
from tests.factories import Make
from union.core import migrations
from union.core.engines import connect
from union.core.i18n import language
from union.core.live.wire import socketio
from union.core.settings import Settings
from union.core.web.limits import Forgetful, limiter
from union.members.rules.sessions import new_session

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A file that waits for the disk beside one that wants the processor; then what waits.
FIRST = ("test_kill.py", "test_every_page.py")
LONG = {"faults", "storms"}
BEFORE_MIDNIGHT = 15  # seconds
MIDNIGHTS = {0, 19}  # hours of UTC: its own, and that of Almaty
settings.register_profile(  # no test is timed, however slow the machine
    "house",
    settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")
ALL = os.environ.get("UNION_TEST_ALL") == "1"


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_collection_modifyitems(config, items):
    """The long ones first, or one worker ends with them while the others are idle.

    On PostgreSQL run only what touches a database: the rest is the same.
    """
    items.sort(key=when)
    if config.getoption("--database") == "postgresql":
        chosen = [
            item
            for item in items
            if asks_the_database(item.fixturenames) and is_about_the_database(item)
        ]
        config.hook.pytest_deselected(items=[i for i in items if i not in chosen])
        items[:] = chosen


def asks_the_database(fixtures):
    """Whether a test touches the database of this run, and not a demo's own."""
    return "engine" in fixtures and "seed" not in fixtures


def is_about_the_database(item):
    """Whether another database could answer otherwise: paper and markup are the same.

    Whatever hostile words want, they are stopped above the database.
    """
    return not {"malice", "test_adversarial.py", "test_html.py"} & within(item)


def when(item):
    """When a file has its turn: the longest two, then the long ones, then the rest."""
    if item.path.name in FIRST:
        return FIRST.index(item.path.name)
    return len(FIRST) + (not LONG & within(item))


def within(item):
    """The folders and the file of a test, wherever the project itself lies."""
    return {*item.path.relative_to(item.config.rootpath).parts}


def needed(thing, what):
    """Skip, by name, what this machine lacks; with UNION_TEST_ALL that is a failure."""
    if not thing:
        (pytest.fail if ALL else pytest.skip)(f"{what} is not here")
    return thing


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        tally.take_along(session.config.workeroutput)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    tally.add(getattr(node, "workeroutput", {}))


def pytest_terminal_summary(terminalreporter):
    for line in tally.lines():
        terminalreporter.line(line)


@pytest.fixture(scope="session")
def database_url(request, tmp_path_factory):
    if request.config.getoption("--database") == "postgresql":
        url = os.environ.get("UNION_TEST_POSTGRES_URL")
        return _of_this_worker(needed(url, "PostgreSQL (UNION_TEST_POSTGRES_URL)"))
    return f"sqlite:///{tmp_path_factory.mktemp('db')}/union.db"


def _of_this_worker(url):
    """Workers beside each other have a database each, on the same server."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return url
    name = f"{make_url(url).database}_{worker}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    server.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def engine(database_url):
    engine = connect(database_url)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def the_app(engine, database_url, tmp_path_factory):
    limiter.enabled = True  # or it would count where a union before did: in its Redis
    app = create_app(
        Settings(
            secret_key="test" * 8,
            sealing_key="seal" * 8,
            field_keys="1=" + "field" * 8,
            index_key="index" * 8,
            public_url="http://localhost",
            database_url=database_url,
            jobs_path=str(tmp_path_factory.mktemp("jobs") / "jobs.db"),
            erasures_path=str(tmp_path_factory.mktemp("kept") / "erased.txt"),
            disk_floor=0,  # whatever room this machine has
            testing=True,
        )
    )
    app.test_client_class = Browser
    app.extensions["fragments"].are_doubted = True
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def db(the_app, engine):
    """The test's own session, in one transaction with the application's."""
    with engine.connect() as connection, connection.begin() as transaction:
        the_app.extensions["new_session"] = new = partial(
            Session, connection, join_transaction_mode="create_savepoint"
        )
        with new() as session:
            yield session
        transaction.rollback()


@pytest.fixture
def app(the_app, db):
    return the_app


@pytest.fixture(autouse=True)
def english():
    """Rules refuse in English, unless a test speaks another language."""
    token = language.set("en")
    yield
    language.reset(token)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Count nobody's tries in the Redis of a union that ran in this process before.

    All share one limiter, and every application that finds it turned on moves it.
    """
    if limiter.initialized and not isinstance(limiter.storage, Forgetful):
        limiter._storage = Forgetful()
        limiter._limiter = MovingWindowRateLimiter(limiter._storage)


@pytest.fixture(autouse=True)
def uncounted():
    """Count nobody's tries: only the first application needs the limiter turned on."""
    limiter.enabled = not limiter.initialized


@pytest.fixture(autouse=True)
def within_a_day():
    """Begin no test right before midnight, in UTC or where the union is: at full hours.

    Days are counted anew then, and so are tries: a test would see some of either day.
    """
    while -time.time() % 3600 < BEFORE_MIDNIGHT and next_hour() in MIDNIGHTS:
        time.sleep(1)


def next_hour():
    """Which hour of the day begins next, in UTC."""
    return time.gmtime(time.time() + BEFORE_MIDNIGHT).tm_hour


@pytest.fixture
def make(db):
    return Make(db)


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


@pytest.fixture
def stranger(app):
    """The browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def browser(app, db):
    """The browser of a signed-in member, who reads English unless told otherwise."""

    def sign_in(member, speaks="en"):
        client = app.test_client()
        session, secret = new_session(member, "a test")
        db.add(session)
        db.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = secret
        client.set_cookie("language", speaks)
        return client

    return sign_in


@pytest.fixture
def wire(the_app, browser):
    """The live connection of a signed-in member."""
    return lambda member: socketio.test_client(
        the_app, flask_test_client=browser(member)
    )


@pytest.fixture(scope="session")
def chromium():
    """The one Chromium of a run: Playwright takes no second driver beside the first."""
    path = needed(shutil.which("chromium"), "Chromium")
    expect.set_options(timeout=60_000)  # no test is timed here either
    with sync_playwright() as tools:
        how = {"executable_path": path, "args": CHROMIUM_FLAGS, "timeout": 180_000}
        browser = tools.chromium.launch(**how)
        yield browser
        browser.close()
