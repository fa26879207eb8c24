"""Who came by whom is forgotten: after a month no table tells."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import SQLModel, select

from union.core.base import now
from union.core.jobs import do_chores
from union.members.invitation import Invitation
from union.members.models import EDGES_KEPT, Arrival, Invite, Poster, Role
from union.members.rules import invites, inviting
from union.members.rules.edges import forget_edges, forget_posters


@pytest.fixture
def ada(make):
    return make.member(name="Ada")


@pytest.fixture
def poster(make):
    branch = make.branch()
    officer = make.officer(Role.STEWARD, branch)
    return make.save(
        Poster(
            code="K3M2Q7XD",
            branch_id=branch.id,
            place="Door",
            most=2,
            made_by=officer.id,
            expires_at=now() + timedelta(days=1),
        )
    )


def rows_that_name(db, one: UUID, other: UUID):
    """Every row of any table in which both stand, however deep."""
    return [
        (table.name, row)
        for table in SQLModel.metadata.sorted_tables
        for row in db.execute(table.select()).mappings()
        if one.hex in plain(row) and other.hex in plain(row)
    ]


def plain(row):
    return " ".join(map(str, row.values())).replace("-", "")


def bring(db, make, inviter):
    """Invite somebody through the pages' own rules; whoever comes is returned."""
    invite = inviting.invite(db, inviter.branch, inviter, "t")
    newcomer = make.member(name="New", branch=inviter.branch, admitted_at=None)
    invites.take_up(db, Invitation("invite", invite.id), newcomer, now())
    db.commit()
    return newcomer


def test_after_a_month_no_table_tells_who_invited_whom(app, db, make, browser, ada):
    newcomer = bring(db, make, ada)
    browser(ada).post("/invites")
    assert [table for table, _row in rows_that_name(db, ada.id, newcomer.id)] == [
        "arrival"
    ]

    with time_machine.travel(now() + timedelta(days=31)), app.app_context():
        do_chores()

    db.expire_all()
    assert rows_that_name(db, ada.id, newcomer.id) == []
    assert db.exec(select(Invite)).all() == db.exec(select(Arrival)).all() == []
    assert ada.brought == 1


@pytest.mark.parametrize(
    ("age", "kept"),
    [(timedelta(days=30) - timedelta(seconds=1), 1), (timedelta(days=30), 0)],
)
def test_an_edge_is_kept_for_thirty_days(db, make, ada, age, kept):
    bring(db, make, ada)

    forget_edges(db, db.exec(select(Arrival.came_at)).one() + age - EDGES_KEPT)

    assert len(db.exec(select(Arrival)).all()) == kept


def test_by_which_poster_somebody_came_is_forgotten_too(db, make, poster):
    invites.take_up(db, Invitation("poster", poster.id), make.member(), now())

    forget_edges(db, now())

    assert db.exec(select(Arrival)).all() == []
    assert db.exec(select(Poster.uses)).one() == 1


def test_old_posters_are_taken_off_the_list(db, poster):
    forget_posters(db, poster.expires_at - timedelta(days=1))
    assert db.exec(select(Poster)).all() == [poster]

    forget_posters(db, poster.expires_at)
    assert db.exec(select(Poster)).all() == []


def test_a_poster_somebody_came_by_lately_stays(db, make, poster):
    make.save(Arrival(member_id=make.member().id, poster_id=poster.id, came_at=now()))

    forget_posters(db, poster.expires_at)

    assert db.exec(select(Poster)).all() == [poster]
