"""Every route, asked for by everybody, about everything: who is let in, who is not."""

from urllib.parse import parse_qs

import pytest

from tests.access import routes
from tests.access.people import KINDS
from tests.access.world import World

ROWS = routes.rows()
ASKED = (*routes.RELATIONS, "none")
READ, DONE = {200, 304}, {200, 204, 303}


def test_every_route_is_in_the_matrix_and_every_row_is_a_route(the_app):
    listed = [(row.method, row.endpoint) for row in ROWS]

    assert len(listed) == len(set(listed))
    assert set(listed) == routes.routes_of(the_app)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.endpoint}")
def test_a_route_lets_in_nobody_beyond_its_action(row):
    action = routes.matrix()[row.action]
    allowed = {kind for kind in KINDS if action.get(kind, "-") != "-"}

    beyond = row.lets_in["same"] - allowed

    assert not beyond or row.why, beyond
    assert not row.lets_in["other"] or row.why


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_is_let_in_where_they_should_be_and_nowhere_else(
    the_app, db, make, asking, kind, tally
):
    world = World(db, make)
    person = world.person(kind)
    wrong = []
    for row in ROWS:
        for relation, address, form in questions(the_app, world, row):
            answer = asking(person, row.method, address, form)
            tally["questions"] += 1
            if is_let_in(answer, row) != (kind in row.lets_in.get(relation, ())):
                wrong.append((row.method, row.endpoint, relation, answer.status_code))

    assert wrong == []


def questions(the_app, world, row):
    """Each address of a route, by how near what it is about is to who asks."""
    rule = next(the_app.url_map.iter_rules(row.endpoint))
    for relation in ASKED if rule.arguments - {"step", "form", "number"} else ["own"]:
        things = world.about(relation)
        with the_app.test_request_context():
            address = things.address(rule)
        if address:
            yield relation, address, parse_qs(row.form.lstrip("!").format(**things.ids))


def is_let_in(answer, row):
    """Whether a page was shown or a deed done; to be led elsewhere is neither."""
    if row.method == "GET":
        return answer.status_code in READ | ({302} if row.form == "302" else set())
    if answer.status_code == 422:
        return row.form.startswith("!")  # what it asks for cannot be known here
    led_away = (answer.location or "").startswith(("/sign-in", "/prove"))
    return answer.status_code in DONE and not led_away
