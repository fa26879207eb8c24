"""Two who vouch at one moment, on a real engine: the hours begin to run once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, SQLModel, select

from tests.factories import Make
from tests.members.way_back.deeds import wish
from union.core.audit import Minute
from union.core.db import unit_of_work
from union.core.errors import Refused
from union.members.models import Member, Vouch, WayBack
from union.members.rules import ways_back


@pytest.fixture
def hall(the_app):
    """Makes things in a database that threads share; it is emptied afterwards."""
    engine = the_app.extensions["engine"]
    the_app.extensions["new_session"] = partial(Session, engine)
    with Session(engine, expire_on_commit=False) as session:
        yield Make(session)
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())


def at_once(app, deed, ids):
    def act(id_):
        with app.app_context():
            try:
                with unit_of_work() as db:
                    return deed(db, id_)
            except Refused:
                return None

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(act, ids))


def vouch(db, member_id):
    way = db.exec(select(WayBack)).one()
    ways_back.vouch(db, way, db.get_one(Member, member_id))
    return way.opens_at


@pytest.mark.parametrize("times", range(3))
def test_of_many_words_at_once_exactly_one_is_the_second(hall, the_app, engine, times):
    branch = hall.branch()
    hall.member(branch=branch, sign_in_key="тау бүркіт 1")
    friends = [hall.member(branch=branch).id for _ in range(8)]
    ways_back.ask(hall.db, wish("тау бүркіт 1"), "kept", "")
    hall.db.commit()

    told = at_once(the_app, vouch, friends * 2)

    with Session(engine) as db:
        assert len(db.exec(select(Vouch)).all()) == 8
        opens = db.exec(select(WayBack)).one().opens_at
        minuted = db.exec(select(Minute).where(Minute.event == "WayBackVouched"))
        assert len(minuted.all()) == 8
    assert {moment for moment in told if moment} == {opens}


def test_an_account_is_opened_once(hall, the_app, engine):
    branch = hall.branch()
    owner = hall.member(branch=branch, sign_in_key="тау бүркіт 2")
    ways_back.ask(hall.db, wish("тау бүркіт 2"), "kept", "")
    way = hall.db.exec(select(WayBack)).one()
    for _ in range(2):
        ways_back.vouch(hall.db, way, hall.member(branch=branch))
    way.opens_at -= timedelta(hours=73)
    hall.db.commit()

    codes = at_once(the_app, take, [way.id] * 6)

    assert len([code for code in codes if code]) == 1
    with Session(engine) as db:
        assert db.get_one(Member, owner.id).recovery_digest


def take(db, way_id):
    return ways_back.take(db, db.get_one(WayBack, way_id), "")[1]
