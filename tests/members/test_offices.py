"""Offices: the database keeps pairs apart; two administrators come from outside."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from union.core.base import now
from union.core.errors import Refused
from union.members.models import (
    INCOMPATIBLE,
    HeldRole,
    Office,
    Role,
    Standing,
)
from union.members.rules.offices import appoint, end, hold


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def almaty(make, union):
    return make.branch(under=union)


def test_an_office_lasts_as_long_as_one_role_of_its_kind(db, make, union, almaty):
    ada = make.officer(Role.STEWARD, almaty)
    second = HeldRole(
        member_id=ada.id, role=Role.STEWARD, branch_id=union.id, granted_by=None
    )
    hold(db, second)
    db.commit()

    end(db, second)
    db.commit()
    assert db.get(Office, (ada.id, Role.STEWARD))

    end(db, db.exec(select(HeldRole).where(HeldRole.member_id == ada.id)).one())
    db.commit()
    assert db.get(Office, (ada.id, Role.STEWARD)) is None


@pytest.mark.parametrize("pair", INCOMPATIBLE)
def test_the_database_keeps_incompatible_roles_apart(db, make, union, pair):
    """Whatever two have checked at once, one of them fails, wherever the roles are."""
    ada = make.officer(pair[0], make.branch(under=union))

    hold(
        db,
        HeldRole(
            member_id=ada.id,
            role=pair[1],
            branch_id=make.branch(under=union).id,
            granted_by=None,
        ),
    )
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_role_without_its_office_is_no_role(db, make, almaty):
    ada = make.member(branch=almaty)
    db.add(
        HeldRole(
            member_id=ada.id, role=Role.TELLER, branch_id=almaty.id, granted_by=None
        )
    )
    db.flush()

    if db.get_bind().dialect.name == "postgresql":
        with pytest.raises(IntegrityError):
            db.connection().exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        left = db.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
        assert [row[0] for row in left] == ["heldrole"]


def test_the_union_has_two_administrators_from_outside(db, make, union):
    for member in (make.member(branch=union), make.member(branch=union)):
        appoint(db, member, union)
        db.commit()

    with pytest.raises(Refused, match="Two administrators"):
        appoint(db, make.member(branch=union), union)


def test_a_union_of_one_gets_its_second_from_the_lobby(db, make, union):
    second = make.member(branch=union, admitted_at=None)

    appoint(db, second, union)

    assert second.standing(now()) == Standing.MEMBER
    assert [held.role for held in second.roles] == [Role.BRANCH_ADMIN]


def test_who_is_suspended_is_no_longer_one_of_the_two(db, make, union):
    make.officer(Role.BRANCH_ADMIN, union)
    make.officer(Role.BRANCH_ADMIN, union, suspended_at=now())

    appoint(db, make.member(branch=union), union)


def test_nobody_is_appointed_twice_or_as_a_teller(db, make, union):
    with pytest.raises(Refused, match="already"):
        appoint(db, make.officer(Role.BRANCH_ADMIN, union), union)
    with pytest.raises(Refused, match="Nobody is both"):
        appoint(db, make.officer(Role.TELLER, union), union)
