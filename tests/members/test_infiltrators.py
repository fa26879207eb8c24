"""Stopping an infiltrator, and those who came by their invites."""

from datetime import timedelta

import pytest
from flask import render_template
from pydantic import ValidationError
from sqlmodel import select

from union.core.base import now
from union.core.errors import NotAllowed
from union.members.forms import Suspension
from union.members.models import Arrival, Role, StandingChange
from union.members.queries import invitees_of
from union.members.rules.infiltrators import suspend

WHY = "Sold the list of the chat to a platform."
ALONE = Suspension(reason=WHY)
WITH_OTHERS = Suspension(reason=WHY, with_invitees="yes")
A_MONTH = timedelta(days=30)


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def admin(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty)


@pytest.fixture
def mole(make, almaty):
    return make.member(branch=almaty, name="Mole")


@pytest.fixture
def brought(make, mole):
    """Somebody who came by the mole's invite."""

    def bring(days=1, **given):
        usual = {"branch": mole.branch, "admitted_at": None, "language": "en"}
        member = make.member(**usual | given)
        came_at = now() - timedelta(days=days)
        make.save(Arrival(member_id=member.id, invited_by=mole.id, came_at=came_at))
        return member

    return bring


def test_those_who_came_lately_are_stopped_too(db, admin, mole, brought):
    waiting, admitted = brought(), brought(29, admitted_at=now())
    long_ago = brought(30)

    suspend(db, mole, admin, WITH_OTHERS)

    assert mole.suspended_at
    assert waiting.suspended_at
    assert admitted.suspended_at
    assert not long_ago.suspended_at


def test_what_they_read_tells_of_nobody_else(db, admin, mole, brought):
    waiting = brought()

    suspend(db, mole, admin, WITH_OTHERS)

    theirs = select(StandingChange.reason).where(StandingChange.member_id == waiting.id)
    assert db.exec(theirs).one().startswith("Stopped for a check, together")


def test_nobody_else_is_stopped_unless_it_is_said(db, admin, mole, brought):
    waiting = brought()

    suspend(db, mole, admin, ALONE)

    assert mole.suspended_at
    assert not waiting.suspended_at


def test_other_branches_decide_for_themselves(db, make, admin, mole, brought):
    elsewhere = brought(branch=make.branch())

    suspend(db, mole, admin, WITH_OTHERS)

    assert not elsewhere.suspended_at


def test_only_who_may_suspend_may_do_this(db, make, almaty, mole, brought):
    waiting = brought()

    with pytest.raises(NotAllowed):
        suspend(db, mole, make.officer(Role.STEWARD, almaty), WITH_OTHERS)

    assert not waiting.suspended_at


def test_how_many_there_are_is_a_number(db, mole, brought):
    brought()
    brought(left_at=now())
    brought(suspended_at=now())
    brought(31)

    assert invitees_of(db, mole, now() - A_MONTH) == 1


@pytest.mark.parametrize("said", ["no", "true", "1", "of me"])
def test_the_tick_is_a_tick(said):
    with pytest.raises(ValidationError):
        Suspension(reason=WHY, with_invitees=said)


def test_the_form_asks_only_where_there_is_somebody(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        asked, silent = (
            render_template("members/people/_invitees.html", invitees=band)
            for band in ("fewer than 10", "")
        )

    assert 'name="with_invitees"' in asked
    assert "People: fewer than 10." in asked
    assert "input" not in silent
