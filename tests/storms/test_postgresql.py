"""PostgreSQL dies under sixteen voters, again and again; what it confirmed is there."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Event

import pytest

from tests.browser import Page, inspect
from tests.cli.hall import SETTINGS, serving
from tests.storms.crowd import SAID_YES, Crowd, Persistent, choice_of, double_tap
from tests.storms.servers import postgres
from union.ballots.models import NO

VOTERS = 16
MEMBERS = 1000
BETWEEN = 4  # votes between two faults, at least
KINDS = {
    "backends killed": ("kill_a_backend", 20, 200),
    "immediate restarts": ("restart_immediately", 10, 60),
    "connections ended": ("terminate_a_backend", 50, 400),
}


@pytest.fixture(scope="module")
def server():
    with postgres() as server:
        yield server


def environment(server, folder):
    return SETTINGS | {
        "UNION_DATABASE_URL": server.url,
        "UNION_JOBS_PATH": f"{folder}/jobs.db",
    }


def empty(server):
    server.ask("DROP SCHEMA IF EXISTS public CASCADE")
    server.ask("CREATE SCHEMA public")


class Storm:
    """Voters who vote one after another, sixteen at a time, while faults befall."""

    def __init__(self, crowd, port):
        self.crowd, self.port = crowd, port
        self.voters = cycle(enumerate(crowd.members))  # who comes again changes it
        self.over = Event()
        self.acknowledged, self.choices, self.pages = set(), {}, []
        self.broken = self.double = self.votes = 0

    def run(self, fault, points):
        """Let a fault befall so often; those who wait their turn vote meanwhile."""
        fired, calm = 0, BETWEEN
        with ThreadPoolExecutor(VOTERS) as pool:
            voting = [pool.submit(self._go_on_voting) for _ in range(VOTERS)]
            try:
                while fired < points and not any(one.done() for one in voting):
                    if self.calm_after(calm):
                        fired += bool(fault())
                        calm = self.votes + BETWEEN
            finally:
                self.over.set()
            for one in voting:
                one.result()
        return fired

    def calm_after(self, votes):
        """Whether so many have got through: the next fault is to hit a busy hall."""
        time.sleep(0.005)
        return self.votes >= votes

    def _go_on_voting(self):
        for number, member in self.voters:
            if self.over.is_set():
                return
            self._vote(number, member)

    def _vote(self, number, member):
        phone = self.crowd.phone(member, self.port)
        path, form = self.crowd.vote(choice_of(number))
        self.choices[member] = form["choice"]
        someone = Persistent(phone)
        if number % 10 < 3:  # three of ten tap twice
            statuses = double_tap(lambda: someone.send(path, form))
            self.double += 1
        else:
            statuses = [someone.send(path, form)]
        assert set(statuses) == {SAID_YES}, (statuses, someone.seen)
        self.acknowledged.add(member)
        self.votes += 1
        self.pages += someone.pages
        self.broken += someone.seen.total() - someone.seen[SAID_YES]


def storm_over(server, folder, fault, points, first=None):
    crowd = Crowd(environment(server, folder), MEMBERS)
    log = folder / "log"
    with serving(environment(server, folder), log=log) as (port, _process):
        storm = Storm(crowd, port)
        if first:
            first()
        fired = storm.run(fault, points)
    return crowd, storm, fired, log.read_text()


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", KINDS)
def test_what_postgresql_confirmed_is_there(kind, server, tmp_path, toll, extent):
    deed, little, all_ = KINDS[kind]
    empty(server)
    points = extent(little, all_)

    crowd, storm, fired, log = storm_over(
        server, tmp_path, getattr(server, deed), points
    )
    stored = crowd.voted()
    closings, tally = crowd.end_the_ballot()
    noes = sum(storm.choices[member] == NO for member in storm.acknowledged)
    doubled = sum(tally.values()) - len(stored)
    more = f"{storm.double} double taps, {storm.broken} times told to press again"
    cost = toll(f"PostgreSQL, {kind}", fired, storm.acknowledged, stored, doubled, more)
    assert fired == points
    assert storm.broken, "nobody felt it"
    assert cost.lost == cost.doubled == 0
    assert closings == crowd.minutes("BallotClosed") == 1
    assert tally[NO] == noes
    assert "Traceback" not in log
    assert all(page.status == 503 for page in storm.pages)
    crowd.leave()


def test_whoever_is_turned_away_is_told_so_and_keeps_the_form(server, tmp_path):
    empty(server)
    crowd = Crowd(environment(server, tmp_path), 1)
    [member] = crowd.members
    path, form = crowd.vote()
    with serving(environment(server, tmp_path), log=tmp_path / "log") as (port, _):
        phone = crowd.phone(member, port)
        assert phone.get("/").status == 200
        crowd.leave()
        server.ask("ALTER DATABASE storms ALLOW_CONNECTIONS false", where="postgres")
        server.end_all()

        pages = {
            speaks: phone.ask("POST", path, form, **{"Accept-Language": speaks})
            for speaks in ("kk", "ru", "en")
        }
        read = phone.get("/ballots/")

        server.ask("ALTER DATABASE storms ALLOW_CONNECTIONS true", where="postgres")
        again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', pages["en"].text))
        assert phone.post(path, **again).status == SAID_YES
    for page in (*pages.values(), read):
        inspect(Page(page.text))
        assert page.status == 503
        assert page.headers["Retry-After"] == "5"
    assert "nothing is counted twice" in pages["en"].text
    assert "екі рет саналмайды" in pages["kk"].text
    assert "дважды ничего не засчитается" in pages["ru"].text
    assert again == {name: str(value) for name, value in form.items()}
    assert crowd.voted() == {member}
    crowd.leave()


@pytest.mark.timeout(1800)
def test_a_server_that_forgets_is_found_out(server, tmp_path, toll):
    """Now and then it has written all by chance when it is killed; not always."""
    for number in range(6):
        empty(server)
        folder = tmp_path / str(number)
        folder.mkdir()
        crowd, storm, fired, _log = storm_over(
            server, folder, server.kill_a_backend, 3, first=server.become_forgetful
        )

        cost = toll("negative control", fired, storm.acknowledged, crowd.voted())

        crowd.leave()
        if cost.lost:
            break
    assert cost.lost
