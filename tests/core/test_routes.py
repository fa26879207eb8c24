"""Every route: open by decree, or closed; and no page that breaks."""

from uuid import uuid4

import pytest
from sqlalchemy import event
from werkzeug.routing import UUIDConverter

from union.core.pulse import beat
from union.members.models import Role

CLOSED = {301, 302, 303, 308, 401}


def something(converter):
    """What a part of an address can be."""
    if isinstance(converter, UUIDConverter):
        return uuid4()
    return min(getattr(converter, "items", ["1"]))


@pytest.fixture
def routes(the_app):
    """Each rule with an address of it, about things that do not exist."""
    addresses = the_app.url_map.bind("localhost")

    def address(rule):
        parts = {n: something(part) for n, part in rule._converters.items()}
        return addresses.build(rule.endpoint, parts)

    rules = [r for r in the_app.url_map.iter_rules() if r.endpoint != "static"]
    return [(rule, address(rule)) for rule in rules]


def is_public(app, rule):
    return getattr(app.view_functions[rule.endpoint], "is_public", False)


def test_every_route_is_public_by_decree_or_closed_to_strangers(
    the_app, stranger, routes
):
    let_in = [
        (rule.endpoint, method)
        for rule, address in routes
        if not is_public(the_app, rule)
        for method in rule.methods - {"OPTIONS"}
        if stranger.open(address, method=method).status_code not in CLOSED
    ]

    assert let_in == []


def test_a_stranger_led_away_is_led_to_the_door(the_app, stranger, routes):
    for rule, address in routes:
        if "GET" in rule.methods and not is_public(the_app, rule):
            assert stranger.get(address).location.startswith("/sign-in")


@pytest.mark.parametrize("role", [None, *Role])
def test_no_page_breaks_for_anyone(browser, make, db, routes, role):
    beat(db)  # without a worker nothing is ready
    db.commit()
    branch = make.branch()
    client = browser(make.officer(role, branch) if role else make.member(branch=branch))

    for rule, address in routes:
        if "GET" in rule.methods:
            assert client.get(address).status_code < 500, address


def test_no_empty_form_breaks_anything(browser, make, routes):
    for rule, address in routes:
        if "POST" in rule.methods:
            client = browser(make.member())
            assert client.post(address).status_code < 500, address


def test_no_page_writes_when_it_is_read(db, browser, make, routes):
    client = browser(make.officer(Role.STEWARD, make.branch()))
    connection, written = db.connection(), []

    @event.listens_for(connection, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_others):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    for rule, address in routes:
        if "GET" in rule.methods:
            client.get(address)

    assert written == []
