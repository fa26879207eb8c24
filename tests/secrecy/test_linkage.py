"""Whoever has every file of the house, and no key, learns no vote."""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import create_engine

from app import create_app
from tests.cli.hall import ROOT, eventually, running, serving, settings_in
from tests.secrecy.adversary import Question, score
from tests.secrecy.evidence import plain
from tests.secrecy.server import heap
from tests.secrecy.station import (
    SECOND_THOUGHTS,
    Hallway,
    Line,
    Station,
    quick_poll,
)
from tests.tally import note

VOTERS = 1_000
SEEDS = range(10 if os.environ.get("SECRECY") == "all" else 2)
NAMED, FEW = "named", 200
MARGIN = 0.02
ONCE = 1 - 2 * SECOND_THOUGHTS  # a vote that was changed may lie there twice
RANKS = {"yes": 1, "nay": 2, "non": 3}


def secret(seed):
    return f"confidential {seed}"


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Ballots that are over; what everybody voted; all the files there are."""
    folder = tmp_path_factory.mktemp("station")
    station = Station(folder, settings_in(folder))
    station.found(VOTERS, {secret(n): "confidential" for n in SEEDS} | {NAMED: NAMED})
    with (
        serving(station.settings, log=folder / "server.log") as (port, _server),
        running(station.settings, "worker", log=folder / "worker.log"),
    ):
        station.line = partial(Line, port)
        votes = {secret(n): station.vote(secret(n), n) for n in SEEDS}
        votes[NAMED] = station.vote(NAMED, 99, FEW)
        station.seize("open")
        station.keep("before.db")
        for name in station.ballots:
            station.close(name)
        assert eventually(lambda: station.has_minutes(3 * len(votes)), 60)
        station.seize("closed")
        station.keep("after.db")
    return station, votes


@pytest.fixture(scope="module")
def held_by_postgresql(engine, tmp_path_factory):
    """The same on PostgreSQL, in a database of its own, with one ballot of each kind.

    Also the envelopes as they were before they were opened.
    """
    if engine.dialect.name != "postgresql":
        pytest.skip("only on PostgreSQL")
    folder = tmp_path_factory.mktemp("station")
    admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as there:
        there.exec_driver_sql("DROP DATABASE IF EXISTS ortaq_station WITH (FORCE)")
        there.exec_driver_sql("CREATE DATABASE ortaq_station")
    url = engine.url.set(database="ortaq_station").render_as_string(hide_password=False)
    station = Station(folder, settings_in(folder) | {"UNION_DATABASE_URL": url})
    station.found(VOTERS, {secret(0): "confidential", NAMED: NAMED})
    inside = create_engine(url)
    app = create_app(station.chosen())
    station.line = partial(Hallway, app)
    votes = {secret(0): station.vote(secret(0), 0)}
    votes[NAMED] = station.vote(NAMED, 99, FEW)
    with inside.connect() as there:
        sealed = list(there.exec_driver_sql("SELECT sealed FROM envelope").scalars())
    for name in station.ballots:
        station.close(name)
    yield station, votes, inside, sealed
    app.extensions["engine"].dispose()
    inside.dispose()
    with admin.connect() as there:
        there.exec_driver_sql("DROP DATABASE ortaq_station WITH (FORCE)")
    admin.dispose()


def attacked(where, ballot):
    """What the program says that is told nothing but a place and a ballot."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.secrecy.adversary", where, plain(ballot)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return json.loads(told.stdout)


def scores(told, truth, title):
    """Channel by channel, the best first; and the share of the constant guess."""
    asked = Question("", set(truth), told["tally"])
    each = {name: score(guess, truth, asked) for name, guess in told["guesses"].items()}
    found = dict(sorted(each.items(), key=lambda item: -item[1]))
    chance = score({}, truth, asked)
    best, right = next(iter(found.items()))
    note(
        f"secrecy: {title}: {len(found)} channels, chance {chance:.1%}, "
        f"best {right:.1%} ({best})"
    )
    return found, chance


def beyond_chance(found, chance):
    return [name for name, share in found.items() if share > chance + MARGIN]


@pytest.mark.parametrize("seed", SEEDS)
def test_all_the_files_guess_no_better_than_the_result_does(held, seed):
    station, votes = held
    name = secret(seed)

    told = attacked(station.folder / "seized", station.ballots[name])

    found, chance = scores(told, votes[name], name)
    assert len(found) > 100
    assert beyond_chance(found, chance) == []


def test_of_a_named_ballot_the_same_program_learns_everything(held):
    station, votes = held

    told = attacked(station.folder / "seized", station.ballots[NAMED])

    found, _chance = scores(told, votes[NAMED], NAMED)
    assert found["closed/union.db: row of namedvote"] == 1
    assert found["closed/union.db: bytes after a member in closed/union.db"] > ONCE


@pytest.fixture
def naive(held, tmp_path):
    """The votes of a secret ballot in two tables, as one might first think of it."""
    _station, votes = held
    truth = votes[secret(0)]
    quick_poll(tmp_path / "naive", "b" * 32, truth)
    return tmp_path / "naive", truth


def test_a_naive_poll_falls_by_its_order_and_by_its_log(naive):
    folder, truth = naive

    told = attacked(folder, "b" * 32)

    found, _chance = scores(told, truth, "naive")
    by = {name.partition(": ")[2]: share for name, share in found.items()}
    assert by["mark as stored ~ answer_given as stored"] > 0.95
    assert by["mark by at ~ answer_given by _rowid"] > 0.95
    assert by["transactions in union.db-wal"] > 0.95


def laid(file, table, ballot=None):
    """The answers of a ballot in the order in which its papers lie."""
    only = "" if ballot is None else f"WHERE ballot_id = '{plain(ballot)}'"
    asked = f"SELECT choice FROM {table} {only}"  # noqa: S608
    with closing(sqlite3.connect(file)) as db:
        return [said for (said,) in db.execute(asked)]


def spearman(answers):
    """How far the papers lie in the order of casting: yes, then nay, then non."""
    ranks = [RANKS[answer] for answer in answers]
    middle = {rank: 2 * sorted(ranks).index(rank) + ranks.count(rank) for rank in ranks}
    return statistics.correlation(range(len(ranks)), [middle[rank] for rank in ranks])


def test_papers_lie_in_no_order_of_casting(held, naive):
    station, _votes = held
    after = station.folder / "seized" / "after.db"

    rhos = [
        spearman(laid(after, "paper", station.ballots[secret(seed)])) for seed in SEEDS
    ]

    told = ", ".join(f"{rho:+.3f}" for rho in rhos)
    note(f"secrecy: order of papers against order of casting (Spearman): {told}")
    assert abs(statistics.mean(rhos)) < 0.1
    assert spearman(laid(naive[0] / "union.db", "answer_given ORDER BY rowid")) > 0.9


def test_no_file_of_the_closed_house_holds_an_envelope(held):
    station, _votes = held
    seized = station.folder / "seized"
    with closing(sqlite3.connect(seized / "before.db")) as db:
        sealed = [row for (row,) in db.execute("SELECT sealed FROM envelope")]

    def kept(*files):
        whole = b"".join(file.read_bytes() for file in files)
        return sum(envelope in whole for envelope in sealed)

    assert len(sealed) == VOTERS * len(SEEDS)
    assert kept(seized / "before.db") > len(sealed) * 0.8  # the rest spans two pages
    assert kept(seized / "after.db", *(seized / "closed").iterdir()) == 0


def test_postgresql_tells_its_administrator_no_more(held_by_postgresql):
    station, votes, _inside, _sealed = held_by_postgresql
    url = station.settings["UNION_DATABASE_URL"]

    told = attacked(url, station.ballots[secret(0)])
    named = attacked(url, station.ballots[NAMED])

    found, chance = scores(told, votes[secret(0)], "PostgreSQL")
    assert beyond_chance(found, chance) == []
    found, _chance = scores(named, votes[NAMED], "PostgreSQL, named")
    assert found["PostgreSQL: row of namedvote"] == 1
    assert found["PostgreSQL: bytes after a member in heap of namedvote"] > ONCE


def test_postgresql_keeps_no_page_of_envelopes(held_by_postgresql):
    _station, _votes, inside, sealed = held_by_postgresql

    with inside.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pageinspect")
        pages = heap(connection, "envelope")

    assert len(sealed) == VOTERS
    assert sum(envelope in pages for envelope in sealed) == 0
