"""Every route, asked for by everybody, about everything: who is let in, who is not."""

from urllib.parse import parse_qs

import pytest

from tests.access import routes
from tests.access.people import KINDS
from tests.tally import tally

ROWS = routes.rows()
READ, DONE = {200, 304}, {200, 204, 303}
ELSEWHERE = ("/sign-in", "/prove", "/code")
WAY_IN = {"/join", "/join/code"}
JOINING = COMING_IN, FINISHING = "39", "41"


def test_every_route_is_in_the_matrix_and_every_row_is_a_route(the_app):
    listed = [(row.method, row.endpoint) for row in ROWS]
    tally("access")["routes"] = len(listed)

    assert len(listed) == len(set(listed))
    assert set(listed) == routes.routes_of(the_app)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.endpoint}")
def test_a_route_lets_in_nobody_beyond_its_action(row):
    beyond = (row.lets_in["own"] | row.lets_in["same"]) - routes.allowed(row.action)

    assert not beyond or row.why, beyond
    assert not row.lets_in["other"] - {"U"} or row.why
    assert not row.lets_in["none"] or row.why


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_is_let_in_where_they_should_be_and_nowhere_else(
    the_app, world, asking, kind
):
    wrong = []
    for row in ROWS:
        for relation, address, form in questions(the_app, world, row, kind):
            answer = asking(kind, row.method, address, form)
            tally("access")["questions"] += 1
            if is_let_in(answer, row, kind) != (kind in row.lets_in[relation]):
                said = f"{answer.status_code} {answer.location or ''}"
                wrong.append((row.method, row.endpoint, relation, said))

    assert wrong == []


def questions(the_app, world, row, kind):
    """Each address of a route, by how near what it is about is to who asks.

    What has no owner is asked for once: as a thing of the branch.
    """
    rule = next(the_app.url_map.iter_rules(row.endpoint))
    asked = {}
    for relation in ("same", "own", "other", "none"):
        things = world.about(kind, relation)
        with the_app.test_request_context():
            address = things.address(rule, row.state)
        form = row.form.lstrip("!>").format_map(things.ids)
        asked.setdefault((address, form), relation)
    if len(asked) == 1:  # it is about nothing but who asks
        asked = dict.fromkeys(asked, "own")
    for (address, form), relation in asked.items():
        yield relation, address, parse_qs(form)


def is_let_in(answer, row, kind):
    """Whether a page was shown or a deed done; to be led elsewhere is neither."""
    to = answer.location or ""
    detours = WAY_IN | ({"/"} if row.action in JOINING else set())
    if to.startswith(ELSEWHERE) or (to in detours and not is_coming_in(kind, row)):
        return False
    if row.method == "GET":
        return answer.status_code in READ | ({302, 303} if row.form == ">" else set())
    if answer.status_code == 422:
        return row.form.startswith("!")  # what it asks for cannot be known here
    return answer.status_code in DONE


def is_coming_in(kind, row):
    """Whether the next screen of joining is where a deed leads, and not a detour."""
    return (kind == "X" and row.action == COMING_IN) or (
        kind == "G" and row.action == FINISHING
    )
