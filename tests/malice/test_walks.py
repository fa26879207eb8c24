"""Walks at random through a demo, by role: nothing breaks, nothing leaks."""

import os
import re
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, col, select

from app import create_app
from tests.malice.walks import Walker
from union.ballots.models import Ballot
from union.cli.demo.content import content
from union.cli.demo.seed import seed
from union.core import migrations
from union.core.base import now
from union.core.db import unit_of_work
from union.core.jobs import empty_outbox
from union.core.settings import Settings
from union.core.web.limits import limiter
from union.demands.models import Demand
from union.members.models import Branch, Member
from union.members.names import folded
from union.members.rules.sessions import new_session
from union.petitions.models import Petition

STEPS = 400 if os.environ.get("WALKS") == "all" else 40
WALKERS = [
    "steward-almaty",
    "returning-officer-1",
    "representative-1",
    "chair",
    "system-admin",
    "member",
    "probationer",
    "pending",
    None,
]
SEEDS = range(5 if STEPS > 40 else 1)
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The application over a demo union of its own, in this process."""
    folder = tmp_path_factory.mktemp("walks")
    settings = Settings(
        database_url=f"sqlite:///{folder}/union.db",
        jobs_path=f"{folder}/jobs.db",
        public_url="http://localhost",
        testing=True,
    )
    app = create_app(settings)
    migrations.upgrade(app.extensions["engine"])
    with app.app_context():
        with unit_of_work() as db:
            seed(db, 60, lambda _done: None)
        empty_outbox()
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def undone(demo):
    """Whatever a walk does, the next begins from the first day."""
    engine = demo.extensions["engine"]
    with engine.connect().execution_options(writes=True) as connection:
        with connection.begin() as transaction:
            usual = demo.extensions["new_session"]
            demo.extensions["new_session"] = partial(
                Session, connection, join_transaction_mode="create_savepoint"
            )
            yield
            demo.extensions["new_session"] = usual
            transaction.rollback()


def signed_in(demo, who):
    """A browser in somebody's hands; who they are."""
    client = demo.test_client()
    if who is None:
        return client, None
    [person] = [p for p in content("officers")["people"] if p["key"] == who]
    with demo.app_context():
        with unit_of_work() as db:
            key = folded(person["sign_in"])
            member = db.exec(select(Member).where(Member.sign_in_key == key)).one()
            session, secret = new_session(member, "a walk", strong=True)
            session.proved_at = now() + timedelta(days=1)
            db.add(session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
    return client, person


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("who", WALKERS, ids=str)
def test_a_walk_breaks_nothing(demo, undone, who, number, tally):
    limiter.reset()
    client, _person = signed_in(demo, who)
    walker = Walker(client, f"{who} {number}")

    walker.walk(STEPS)

    tally["walks: steps"] += walker.steps
    tally["walks: requests"] += len(walker.met)
    assert walker.broken == []
    assert len({path for _method, path, _status in walker.met}) > STEPS // 20


@pytest.mark.parametrize("who", ["member", "steward-almaty", "probationer"])
def test_a_walk_meets_nothing_of_another_branch(demo, undone, who, tally):
    """No address of another branch's things is offered, and none answers."""
    client, _person = signed_in(demo, who)
    walker = Walker(client, who)

    walker.walk(STEPS)

    tally["walks: steps"] += walker.steps
    elsewhere = of_other_branches(demo, who)
    opened = {
        found
        for _method, path, status in walker.met
        if status == 200
        for found in ID.findall(path)
    }
    assert elsewhere
    assert opened & set(elsewhere) == set()
    for id_, where in elsewhere.items():
        assert client.get(f"/{where}/{id_}").status_code == 404


def of_other_branches(demo, who):
    """The petitions, ballots and demands that do not concern somebody: id, place."""
    [person] = [p for p in content("officers")["people"] if p["key"] == who]
    found = {}
    with demo.app_context(), unit_of_work(writes=False) as db:
        key = folded(person["sign_in"])
        member = db.exec(select(Member).where(Member.sign_in_key == key)).one()
        held = [role.branch.path for role in member.roles]
        for kind in (Petition, Ballot, Demand):
            rows = db.exec(
                select(kind.id, Branch.path).join(
                    Branch, col(Branch.id) == col(kind.branch_id)
                )
            )
            for id_, path in rows:
                is_above = member.branch.path.startswith(path)
                if not is_above and not any(path.startswith(own) for own in held):
                    found[str(id_)] = f"{kind.__tablename__}s"
    return found
