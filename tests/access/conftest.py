"""How many questions of access were asked, told at the end of a run."""

from collections import Counter

import pytest

asked = Counter()


@pytest.fixture
def tally():
    """Where the questions asked are counted."""
    return asked


@pytest.fixture
def asking(the_app, db, browser):
    """Ask as somebody, and leave everything as it was."""

    def ask(person, method, address, form):
        db.commit()
        undone = db.get_bind().begin_nested()
        client = browser(person) if person else the_app.test_client()
        sent = {"data": form} if method == "POST" else {}
        part = {"HX-Request": "true"}  # how a page looks is others' business
        answer = client.open(address, method=method, headers=part, **sent)
        db.rollback()
        undone.rollback()
        return answer

    return ask


def pytest_terminal_summary(terminalreporter):
    if total := asked.total():
        routes = f"{asked['routes']} routes, " if asked["routes"] else ""
        terminalreporter.line(f"access: {routes}{total - asked['routes']} questions")
