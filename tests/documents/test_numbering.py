"""Numbers under many threads: on the real engine, without a test's own transaction."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select

from tests.documents.factories import paper
from tests.factories import Make
from union.core.audit import Minute
from union.core.db import unit_of_work
from union.documents import rules
from union.documents.models import Document
from union.members.models import Branch


@pytest.fixture
def union(the_app, engine):
    """A union that other connections see too, and nothing of it afterwards."""
    the_app.extensions["new_session"] = partial(Session, engine)
    with Session(engine, expire_on_commit=False) as db:
        branch = Make(db).branch()
    yield branch
    with Session(engine) as db:
        db.execute(delete(Document).where(col(Document.union_id) == branch.id))
        db.execute(delete(Minute).where(col(Minute.branch_id) == branch.id))
        db.execute(delete(Branch).where(col(Branch.id) == branch.id))
        db.commit()


@pytest.fixture
def issue(the_app, union):
    """Issue one paper in a unit of work of its own, which may fail at its end."""

    def issue_one(_number=0, fails=False):
        with the_app.app_context(), unit_of_work() as db:
            branch = db.get_one(Branch, union.id)
            given = {"kind": "test", "paper": paper(), "by": None}
            rules.issue(db, about=uuid4(), branch=branch, **given)
            if fails:
                raise InterruptedError

    return issue_one


@pytest.fixture
def serials(engine, union):
    def read():
        found = select(Document.serial).where(Document.union_id == union.id)
        with Session(engine) as db:
            return sorted(db.exec(found))

    return read


def test_ten_threads_number_without_gap_or_repetition(issue, serials):
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(issue, range(30)))

    assert serials() == list(range(1, 31))


def test_a_failed_transaction_leaves_no_gap(issue, serials):
    issue()
    with suppress(InterruptedError):
        issue(fails=True)

    issue()

    assert serials() == [1, 2]
