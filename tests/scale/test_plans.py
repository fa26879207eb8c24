"""No page of the chain reads a table from end to end that grows with the union."""

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from app import create_app
from tests.cli.hall import command, settings_in
from tests.scale.chain import deeds, pay, readers, visits
from tests.scale.statements import Asked, Recorder, scans
from union.core.jobs import do_chores
from union.core.settings import Settings

SMALL = {  # tables that stay small however many members there are, and why
    "branch": "some dozens, with names in three languages",
    "branchcount": "a row for each branch",
    "city": "the cities of a country",
    "heldrole": "officers: a few for each branch",
    "platform": "whoever gives out work by an app",
    "petition_platform": "joined to one petition; a row for each platform it names",
    "unit": "a platform in a city",
}
GROWING = SQLModel.metadata.tables.keys() - SMALL.keys()
WALKED = {  # (page, table): walked on purpose, in the order that is shown, to a limit
    ("petitions.index", "petition"): "newest first, until a page is full",
    ("members.known", "consent"): "officers' own deeds, some hundreds a year",
    ("members.known", "demand_fixing"): "officers' own deeds, some dozens a year",
    ("members.known", "demand_version"): "officers' own deeds, some hundreds a year",
    ("members.known", "document"): "papers issued, some hundreds a year",
    ("members.known", "poster"): "some dozens hang at a time",
    ("members.known", "roleproposal"): "officers' own deeds, some dozens a year",
    ("members.known", "takenlist"): "lists that left the house, some dozens a year",
    ("members.known", "vouch"): "kept for thirty days: as many as joined lately",
    ("members.today", "lobby"): "whoever waits now; gone with the answer",
}


@pytest.fixture(scope="module")
def hall(request, engine, database_url, tmp_path_factory):
    """A demo of fifty: plans do not depend on how many there are."""
    folder = tmp_path_factory.mktemp("hall")
    home = settings_in(folder)
    is_postgresql = request.config.getoption("--database") == "postgresql"
    if is_postgresql:
        home["UNION_DATABASE_URL"] = database_url
    command(home, "demo", "--members", "50", "--no-serve")
    app = create_app(Settings(database_url=home["UNION_DATABASE_URL"], testing=True))
    with app.app_context():
        do_chores()  # the clock has counted the branches
    yield app
    app.extensions["engine"].dispose()
    if is_postgresql:
        tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
        with engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} CASCADE"))


@pytest.fixture(scope="module")
def asked(hall):
    """Every kind of statement of every page, by everybody who works with it."""
    recorder, clients = Recorder(hall.extensions["engine"]), readers(hall)
    for visit in [*visits(hall), *deeds(hall)]:
        with recorder.of(visit.page):
            assert pay(clients[visit.reader], visit) < 500, visit
    return list({each.kind: each for each in recorder.asked}.values())


def test_no_page_of_the_chain_reads_a_growing_table_whole(hall, asked):
    engine = hall.extensions["engine"]

    found = {
        (each.page, table, each.statement)
        for each in asked
        for table in scans(engine, each)
        if table in GROWING and (each.page, table) not in WALKED
    }

    assert found == set()
    assert len({each.page for each in asked}) > 40
    assert len(asked) > 250


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT name FROM member WHERE name || '' = 'x'",
        "SELECT count(*) FROM rollentry WHERE voted",
        "UPDATE signature SET word = '' WHERE waiting",
    ],
)
def test_a_planted_scan_is_found(hall, statement):
    assert scans(hall.extensions["engine"], Asked("planted", statement, ()))
