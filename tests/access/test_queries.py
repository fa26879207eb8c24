"""What a page asks of the database: little, and no more when there is more to show.

Everything of a branch is made ten times over between two walks through all pages.
"""

from itertools import chain
from urllib.parse import parse_qs

import pytest
from sqlalchemy import event

from tests.access import routes
from tests.access.people import KINDS
from tests.access.rooms import Rooms
from union.core.db import db
from union.members.login import me
from union.members.models import Branch
from union.petitions.queries import petitions_for

MOST = 4
MORE = {  # so many, and why; none of the chain, and never more than this
    "members.branches": (5, "members are counted on the spot until the clock has"),
    "members.confirm_merger": (9, "an administrator sees all that would move"),
    "members.join_work": (7, "a form anew checks the invitation by which one comes"),
    "members.known": (35, "all that is kept of a member, a question for each table"),
    "members.known_file": (35, "the same as a file"),
    "members.operations": (5, "an operator's desk: every part is looked at"),
    "members.standing": (8, "an officer's desk, with the look that lets them see it"),
    "members.today": (6, "what waits for an officer is asked for besides"),
    "members.units": (5, "an officer's desk: cities, branches, platforms and units"),
}
LISTS = (
    "ballots.index",
    "counts.index",
    "demands.index",
    "documents.index",
)  # petitions: full before
TIMES = 10
SILENT = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")
NOTE = "UPDATE signinsession SET seen_at"  # once a minute, after the answer
ORDINARY_FIRST = ("M", *(kind for kind in KINDS if kind not in ("M", "BA")), "BA")


@pytest.fixture(scope="module")
def heard(engine):
    """Every statement that reaches the database."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith((*SILENT, NOTE)):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def cost(the_app, world, asking, heard):
    """How many questions a page asks for this reader, and how long it is."""
    come = {}  # a stranger follows a link first, which costs some

    def ask(row, kind, relation):
        rule = next(the_app.url_map.iter_rules(row.endpoint))
        things = world.about(kind, relation)
        with the_app.test_request_context():
            address = things.address(rule, row.state)
        form = parse_qs(row.form.lstrip(">").format_map(things.ids))
        if kind not in come:
            come[kind] = asking(kind, "GET", "/away", {})
        heard.clear()
        answer = asking(kind, "GET", address, form)
        assert answer.status_code in {200, 302, 303, 304}, (row, answer.status_code)
        return len(heard), len(answer.data)

    return ask


def visits():
    """Each page with whom it lets in: an ordinary reader, and one more, if there is."""
    for row in routes.rows():
        if row.method == "GET":
            allowed = (
                (row, kind, relation)
                for kind in ORDINARY_FIRST
                for relation in ("same", "own")
                if kind in row.lets_in[relation]
            )
            found = list(allowed)
            yield from chain(found[:1], found[1:][-1:])


def costs_of_all(cost):
    return {(row.endpoint, *who): cost(row, *who) for row, *who in visits()}


def make_more(world, ring):
    """Nine times again what there is in the branch of whoever asks."""
    branch = world.db.get_one(Branch, world.same.ids["branch_id"])
    for _ in range(TIMES - 1):
        Rooms(world.db, world.make, ring).fill(branch, [])
    world.db.commit()


@pytest.fixture(scope="module")
def walked():
    """What the walks found, for the tests of this module."""
    return {}


def test_a_page_asks_at_most_four_questions_however_many_rows_there_are(
    the_app, world, cost, walked
):
    few = costs_of_all(cost)

    make_more(world, the_app.extensions["keyring"])

    many = costs_of_all(cost)
    walked.update(few=few, many=many)
    dear = {who: n for who, (n, _) in many.items() if n > most_for(who[0])}
    grown = {who: (few[who][0], n) for who, (n, _) in many.items() if n > few[who][0]}
    assert dear == {}
    assert grown == {}


def most_for(endpoint):
    return MORE.get(endpoint, (MOST,))[0]


def test_there_was_more_to_show(walked):
    """Or the walks would have compared a page with itself."""
    grown = {
        endpoint
        for (endpoint, *who), (_, size) in walked["many"].items()
        if size > 1.5 * walked["few"][endpoint, *who][1]
    }

    assert grown >= set(LISTS)


def test_no_exception_is_left_that_nobody_needs(walked):
    asked = {}
    for (endpoint, *_who), (n, _) in walked["many"].items():
        asked[endpoint] = max(n, asked.get(endpoint, 0))

    assert {endpoint: asked[endpoint] for endpoint in MORE} == {
        endpoint: n for endpoint, (n, _why) in MORE.items()
    }


def test_a_careless_page_is_found(the_app, cost, walked, monkeypatch):
    """The walk would have heard of a list that asks again for each of its rows."""

    def careless():
        lines, _next = petitions_for(db, me())
        return str([line.petition.platforms for line in lines])

    monkeypatch.setitem(the_app.view_functions, "petitions.index", careless)
    row = next(row for row in routes.rows() if row.endpoint == "petitions.index")

    asked, _size = cost(row, "M", "own")

    assert walked
    assert asked > MOST
