"""Fifty phones take the last place at once: one of them has it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, SQLModel, func, select

from tests.factories import Make
from union.core.base import now
from union.core.db import unit_of_work
from union.core.errors import Refused
from union.members.invitation import Invitation
from union.members.models import Arrival, Invite, Member, Poster
from union.members.rules import invites, inviting

PHONES, THREADS = 50, 8


@pytest.fixture
def committed(the_app):
    """Makes things in a database that threads share; it is emptied afterwards."""
    engine = the_app.extensions["engine"]
    the_app.extensions["new_session"] = partial(Session, engine)
    with Session(engine, expire_on_commit=False) as session:
        yield Make(session)
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def at_once(the_app):
    """Do a deed on many phones at the same moment; say which were not refused."""

    def deed_of(deed, number):
        with the_app.app_context():
            try:
                with unit_of_work() as db:
                    deed(db, number)
            except Refused:
                return False
            return True

    def do(deed, times=PHONES):
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(partial(deed_of, deed), range(times)))

    return do


@pytest.fixture
def counted(the_app):
    def count(asked):
        with the_app.app_context(), unit_of_work(writes=False) as db:
            return db.exec(asked).one()

    return count


def come(invitation, branch_id):
    """Join by an invitation, as slice d does: the row and the use in one unit."""

    def join(db, number):
        newcomer = Member(
            name=f"N {number}",
            sign_in_name=f"n {number}",
            sign_in_key=f"n {number}",
            passphrase_hash="",
            branch_id=branch_id,
        )
        db.add(newcomer)
        invites.take_up(db, invitation, newcomer, now())

    return join


def test_one_of_fifty_comes_by_a_link(committed, at_once, counted):
    ada = committed.member()
    invite = committed.save(
        Invite(digest="a" * 64, branch_id=ada.branch_id, made_by=ada.id)
    )

    came = at_once(come(Invitation("invite", invite.id), ada.branch_id))

    assert came.count(True) == 1
    assert counted(select(func.count(Arrival.member_id))) == 1
    assert counted(select(func.count(Member.id))) == 2
    assert counted(select(Member.brought).where(Member.id == ada.id)) == 1


def test_no_more_come_by_a_poster_than_may(committed, at_once, counted):
    ada = committed.member()
    poster = committed.save(
        Poster(
            code="K3M2Q7XD",
            branch_id=ada.branch_id,
            place="Door",
            most=7,
            made_by=ada.id,
            expires_at=now() + timedelta(days=1),
        )
    )

    came = at_once(come(Invitation("poster", poster.id), ada.branch_id))

    assert came.count(True) == 7
    assert counted(select(Poster.uses)) == 7
    assert counted(select(func.count(Arrival.member_id))) == 7
    assert counted(select(func.count(Member.id))) == 8


def test_a_member_makes_five_links_however_fast(committed, at_once, counted):
    ada = committed.member()

    def make_one(db, number):
        member = db.get_one(Member, ada.id)
        inviting.invite(db, member.branch, member, f"t{number}")

    made = at_once(make_one, 20)

    assert made.count(True) == 5
    assert counted(select(func.count(Invite.id))) == 5


def test_one_form_on_two_wires_is_one_link(committed, at_once, counted):
    ada = committed.member()

    def make_it(db, _number):
        member = db.get_one(Member, ada.id)
        inviting.invite(db, member.branch, member, "the same")

    assert all(at_once(make_it, 10))
    assert counted(select(func.count(Invite.id))) == 1
