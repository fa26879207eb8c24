"""Roles: two grant, two take back, one lays down; the database keeps pairs apart."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, NotFound, Refused
from union.core.jobs import do_chores
from union.members.forms import NewRole, Reason
from union.members.models import (
    INCOMPATIBLE,
    HeldRole,
    Office,
    Role,
    RoleProposal,
    SignInSession,
)
from union.members.queries import proposal_for
from union.members.rules import roles
from union.members.rules.sessions import is_alive

WHY = "Knows every courier of the district."


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def almaty(make, union):
    return make.branch(under=union)


@pytest.fixture
def first(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty, name="Айгерім")


@pytest.fixture
def other(make, union):
    return make.officer(Role.BRANCH_ADMIN, union, name="Болат")


@pytest.fixture
def ada(make, almaty):
    return make.member(branch=almaty, name="Ада")


def asked(branch, role=Role.STEWARD):
    return NewRole(role=role, branch_id=branch.id, reason=WHY)


def propose(db, member, officer, form):
    """A proposal that is kept, as after its request."""
    proposal = roles.propose(db, member, officer, form)
    db.commit()
    return proposal


def minuted(db):
    return [minute.event for minute in db.exec(select(Minute).order_by(Minute.number))]


def roles_of(db, member):
    db.expire_all()
    return {held.role for held in member.roles}


@pytest.fixture
def proposal(db, almaty, first, other, ada):
    return propose(db, ada, first, asked(almaty))


def test_a_role_is_held_when_two_want_it(db, almaty, first, other, ada, proposal):
    assert roles_of(db, ada) == set()

    roles.second(db, proposal, other)

    held = db.exec(select(HeldRole).where(HeldRole.member_id == ada.id)).one()
    assert (held.role, held.branch_id) == (Role.STEWARD, almaty.id)
    assert (held.granted_by, held.seconded_by) == (first.id, other.id)
    assert proposal.is_granted


def test_nobody_is_both_of_the_two_or_decides_for_themselves(
    db, make, almaty, first, other
):
    with pytest.raises(NotAllowed, match="their own"):
        roles.propose(db, first, first, asked(almaty))

    about_other = propose(
        db,
        make.officer(Role.BRANCH_ADMIN, almaty),
        first,
        asked(almaty, Role.CASEWORKER),
    )
    for nobody in (first, about_other.member, make.member(branch=almaty)):
        with pytest.raises(NotAllowed):
            roles.second(db, about_other, nobody)


def test_an_administrator_of_another_branch_is_no_second(db, make, union, proposal):
    elsewhere = make.officer(Role.BRANCH_ADMIN, make.branch(under=union))

    with pytest.raises(NotAllowed):
        roles.second(db, proposal, elsewhere)
    with pytest.raises(NotFound):
        proposal_for(db, elsewhere, proposal.id)


def test_one_administrator_alone_is_told_what_to_do(db, almaty, first, ada):
    with pytest.raises(Refused, match="Whoever runs the server can appoint"):
        roles.propose(db, ada, first, asked(almaty))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"admitted_at": None}, "full member"),
        ({"admitted_at": now() - timedelta(days=3)}, "full member"),
        ({"suspended_at": now()}, "full member"),
        ({"left_at": now()}, "full member"),
        ({"manages_since": now()}, "manages"),
    ],
)
def test_only_full_members_who_manage_nobody_hold_roles(
    db, make, almaty, first, other, given, words
):
    with pytest.raises(Refused, match=words):
        roles.propose(db, make.member(branch=almaty, **given), first, asked(almaty))


def test_what_was_true_must_be_true_still(db, make, almaty, first, other, ada):
    late = propose(db, ada, first, asked(almaty))
    ada.manages_since = now()
    with pytest.raises(Refused, match="manages"):
        roles.second(db, late, other)

    ada.manages_since, first.suspended_at = None, now()
    with pytest.raises(Refused, match="no longer an administrator"):
        roles.second(db, late, other)

    assert roles_of(db, ada) == set()


def test_a_role_is_proposed_once_and_granted_once(db, almaty, first, other, ada):
    proposal = propose(db, ada, first, asked(almaty))
    with pytest.raises(Refused, match="proposed already"):
        roles.propose(db, ada, other, asked(almaty))

    roles.second(db, proposal, other)

    with pytest.raises(Refused):
        roles.second(db, proposal, other)
    with pytest.raises(Refused, match="holds the role already"):
        roles.propose(db, ada, first, asked(almaty))


def test_declining_and_withdrawing_change_nothing(db, almaty, first, other, ada):
    for decider in (other, first):
        proposal = propose(db, ada, first, asked(almaty))

        roles.decline(db, proposal, decider)

        with pytest.raises(Refused, match="waits no more"):
            roles.second(db, proposal, other)
    assert roles_of(db, ada) == set()


def test_a_stranger_to_the_two_declines_nothing(db, make, almaty, proposal):
    with pytest.raises(NotAllowed):
        roles.decline(db, proposal, make.member(branch=almaty))


def test_taking_back_takes_two_and_ends_the_office(db, first, other, ada, proposal):
    roles.second(db, proposal, other)
    held = db.exec(select(HeldRole).where(HeldRole.member_id == ada.id)).one()

    back = roles.propose_taking_back(db, held, other, Reason(reason=WHY))
    db.commit()
    assert roles_of(db, ada) == {Role.STEWARD}
    roles.second(db, back, first)

    assert roles_of(db, ada) == set()
    assert db.get(Office, (ada.id, Role.STEWARD)) is None


@pytest.mark.parametrize("pair", INCOMPATIBLE)
def test_an_incompatible_role_is_refused_with_a_sentence(
    db, make, union, almaty, other, pair
):
    make.officer(Role.BRANCH_ADMIN, union)
    ada = make.officer(pair[0], make.branch(under=union))

    with pytest.raises(Refused, match="Nobody is both"):
        roles.propose(db, ada, other, asked(union, pair[1]))


def test_the_same_role_in_two_branches_is_fine(db, make, union, almaty, first, other):
    ada = make.officer(Role.STEWARD, make.branch(under=union))
    proposal = propose(db, ada, first, asked(almaty))

    roles.second(db, proposal, other)
    db.commit()

    assert len(ada.roles) == 2


def test_a_system_administrator_serves_the_whole_union(db, almaty, first, other, ada):
    with pytest.raises(Refused, match="choose its root"):
        roles.propose(db, ada, first, asked(almaty, Role.SYSTEM_ADMIN))


def test_an_administrator_grants_only_in_their_branches(
    db, make, union, first, other, ada
):
    for branch_id in (union.id, make.branch(under=union).id, uuid4()):
        form = NewRole(role=Role.STEWARD, branch_id=branch_id, reason=WHY)
        with pytest.raises(NotFound, match="no such branch"):
            roles.propose(db, ada, first, form)


def test_laying_down_takes_nobodys_consent(db, browser, make, almaty):
    steward = make.officer(Role.STEWARD, almaty)
    [held] = steward.roles
    client = browser(steward)

    assert "ends at once" in client.get(f"/roles/{held.id}/lay-down").text
    assert client.post(f"/roles/{held.id}/lay-down").status_code == 303

    assert roles_of(db, steward) == set()
    assert minuted(db) == ["RoleLaidDown"]


def test_nobody_lays_down_what_another_holds(db, browser, make, almaty, first):
    [held] = first.roles
    client = browser(make.member(branch=almaty))

    for method in (client.get, client.post):
        assert method(f"/roles/{held.id}/lay-down").status_code == 404
    assert roles_of(db, first) == {Role.BRANCH_ADMIN}


def test_what_nobody_seconds_lapses_after_14_days(app, db, proposal, other):
    proposal.proposed_at = now() - timedelta(days=14, milliseconds=1)  # as SQLite tells
    db.commit()
    with pytest.raises(Refused, match="waits no more"):
        roles.second(db, proposal, other)
    db.rollback()

    with app.app_context():
        do_chores()

    db.refresh(proposal)
    assert (proposal.decided_by, proposal.is_granted) == (None, False)
    assert minuted(db)[-1] == "RoleDeclined"


def test_reasons_are_forgotten_after_90_days(app, db, proposal, first):
    roles.decline(db, proposal, first)
    proposal.decided_at = now() - timedelta(days=90)
    db.commit()

    with app.app_context():
        do_chores()

    db.expire_all()
    assert db.exec(select(RoleProposal)).all() == []


def test_a_new_officers_sessions_become_short(db, browser, ada, other, proposal):
    browser(ada)
    session = db.exec(select(SignInSession)).one()
    later = session.seen_at + timedelta(hours=1)
    assert is_alive(session, later)

    roles.second(db, proposal, other)
    db.commit()
    db.refresh(ada)

    assert not is_alive(session, later)
