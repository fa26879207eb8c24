"""Two administrators at the same moment, on a real engine: one of them is told no."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from tests.factories import Make
from union.core.db import unit_of_work
from union.core.errors import Refused
from union.members.models import Branch, HeldRole, Member, Office, Role, RoleProposal
from union.members.rules import branches, roles
from union.members.rules.merging import merge


@pytest.fixture
def make(the_app):
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
    """Do each deed in a thread and a unit of work of its own; say which were done."""

    def act(deed):
        with the_app.app_context():
            try:
                with unit_of_work() as db:
                    deed(db)
            except (Refused, IntegrityError):
                return False
            return True

    def together(*deeds):
        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(act, deeds))

    return together


@pytest.fixture
def union(make):
    return make.branch()


def seconded(proposal, officer):
    def deed(db):
        here = db.get(RoleProposal, proposal.id)
        roles.second(db, here, db.get(Member, officer.id))

    return deed


def proposed(make, branch, member, role, by):
    return make.save(
        RoleProposal(
            member_id=member.id,
            role=role,
            branch_id=branch.id,
            reason="Counts well, and is trusted.",
            proposed_by=by.id,
        )
    )


def test_incompatible_roles_are_not_both_granted(make, at_once, union):
    first, other = (make.officer(Role.BRANCH_ADMIN, union) for _ in range(2))
    for _round in range(4):
        ada = make.member(branch=union)
        deeds = [
            seconded(proposed(make, union, ada, role, first), other)
            for role in (Role.TELLER, Role.RETURNING_OFFICER)
        ]

        assert sorted(at_once(*deeds)) == [False, True]

        make.db.rollback()  # and read what is there now
        held = select(HeldRole).where(HeldRole.member_id == ada.id)
        offices = select(Office).where(Office.member_id == ada.id)
        assert len(make.db.exec(held).all()) == 1
        assert len(make.db.exec(offices).all()) == 1
        make.db.commit()


def test_one_proposal_is_granted_once(make, at_once, union):
    first, other, third = (make.officer(Role.BRANCH_ADMIN, union) for _ in range(3))
    ada = make.member(branch=union)
    proposal = proposed(make, union, ada, Role.STEWARD, first)

    done = at_once(*(seconded(proposal, officer) for officer in (other, third) * 2))

    assert sorted(done) == [False, False, False, True]


def shaped(rule, branch, officer, into):
    def deed(db):
        here = db.get(Branch, branch.id)
        rule(db, here, db.get(Member, officer.id), into.id)

    return deed


@pytest.mark.parametrize("rule", [branches.rehome, merge])
def test_two_that_cross_make_no_circle(make, at_once, union, rule):
    chair = make.officer(Role.BRANCH_ADMIN, union)
    for _round in range(4):
        one, other = make.branch(under=union), make.branch(under=union)

        done = at_once(shaped(rule, one, chair, other), shaped(rule, other, chair, one))

        assert sorted(done) == [False, True]
        make.db.rollback()  # and read what is there now
        make.db.expire_all()
        pair = make.db.exec(
            select(Branch).where(col(Branch.id).in_([one.id, other.id]))
        ).all()
        upper, lower = sorted(pair, key=lambda branch: len(branch.path))
        assert lower.parent_id == upper.id
        assert lower.path == f"{upper.path}{lower.id.hex}/"
        make.db.commit()
