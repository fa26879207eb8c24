"""The tree of branches: founded, named, moved and merged by those who answer for it."""

import pytest
from sqlmodel import func, select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotFound, Refused
from union.members import merging
from union.members.editions import edition
from union.members.forms import BranchEdit, BranchForm
from union.members.models import (
    Contact,
    HeldRole,
    Import,
    Invite,
    KnownColumns,
    Member,
    Office,
    Poster,
    Role,
    RoleProposal,
)
from union.members.queries import branch_to_choose, every_branch
from union.members.rules import branches
from union.members.rules.merging import merge

NAMES = {"name_kk": "Медеу", "name_ru": "Медеу", "name_en": "Medeu"}


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def almaty(make, union):
    return make.branch(under=union)


@pytest.fixture
def astana(make, union):
    return make.branch(under=union, name_en="Astana")


@pytest.fixture
def chair(make, union):
    return make.officer(Role.BRANCH_ADMIN, union)


def minuted(db):
    return [minute.event for minute in db.exec(select(Minute).order_by(Minute.number))]


def test_a_branch_is_founded_below_another(db, almaty, chair):
    new = branches.found(db, almaty, chair, BranchForm(**NAMES))

    assert new.parent_id == almaty.id
    assert new.path == f"{almaty.path}{new.id.hex}/"


def test_only_an_administrator_of_the_place_shapes_it(db, make, almaty, astana):
    elsewhere = make.officer(Role.BRANCH_ADMIN, astana)
    steward = make.officer(Role.STEWARD, almaty)

    for nobody in (elsewhere, steward, make.member(branch=almaty)):
        with pytest.raises(NotFound):
            branches.found(db, almaty, nobody, BranchForm(**NAMES))
        with pytest.raises(NotFound):
            branches.change(
                db, almaty, nobody, BranchEdit(**NAMES, edition=edition(almaty))
            )


def test_a_branch_moves_with_all_that_is_below(db, make, almaty, astana, chair):
    zone = make.branch(under=almaty)
    street = make.branch(under=zone)
    ada = make.member(branch=street)

    branches.rehome(db, zone, chair, astana.id)
    db.commit()

    assert street.path == f"{astana.path}{zone.id.hex}/{street.id.hex}/"
    assert astana.contains(ada.branch)
    assert not almaty.contains(ada.branch)


def test_a_branch_does_not_move_below_itself(db, make, union, almaty, chair):
    zone = make.branch(under=almaty)

    for below in (almaty, zone):
        with pytest.raises(Refused, match="below itself"):
            branches.rehome(db, almaty, chair, below.id)
    with pytest.raises(Refused, match="root"):
        branches.rehome(db, union, chair, almaty.id)


def test_both_ends_of_the_way_must_be_the_officers(db, make, almaty, astana):
    zone = make.branch(under=almaty)
    here = make.officer(Role.BRANCH_ADMIN, almaty)
    of_the_zone = make.officer(Role.BRANCH_ADMIN, zone)
    there = make.officer(Role.BRANCH_ADMIN, astana)

    for officer in (here, of_the_zone, there):
        with pytest.raises(NotFound):
            branches.rehome(db, zone, officer, astana.id)
        with pytest.raises(NotFound):
            merge(db, zone, officer, astana.id)


def test_where_it_lies_already_is_no_news(db, union, almaty, chair):
    branches.rehome(db, almaty, chair, union.id)
    db.commit()

    assert minuted(db) == []


@pytest.fixture
def zone(make, almaty):
    return make.branch(under=almaty, name_en="A zone", city_id=None)


def test_merging_brings_everything_along(db, make, almaty, zone, chair):
    ada = make.member(branch=zone)
    street = make.branch(under=zone)
    steward = make.officer(Role.STEWARD, zone)
    kept = [
        make.save(Invite(digest="a", branch_id=zone.id, made_by=steward.id)),
        make.save(
            Poster(
                code="A",
                branch_id=zone.id,
                place="a door",
                most=1,
                made_by=steward.id,
                expires_at=now(),
            )
        ),
        make.save(Import(branch_id=zone.id, by=steward.id, name="a", sealed=None)),
        make.save(
            RoleProposal(
                member_id=ada.id,
                role=Role.TELLER,
                branch_id=zone.id,
                reason="",
                proposed_by=steward.id,
            )
        ),
        make.save(
            Contact(
                member_id=ada.id, branch_id=zone.id, phone_sealed=b"s", phone_index=b"i"
            )
        ),
    ]

    merge(db, zone, chair, almaty.id)
    db.commit()

    assert (ada.branch_id, steward.branch_id) == (almaty.id, almaty.id)
    assert {row.branch_id for row in kept} == {almaty.id}
    assert kept[-1].phone_index is None
    assert [held.branch_id for held in steward.roles] == [almaty.id]
    assert street.path == f"{almaty.path}{street.id.hex}/"
    assert (zone.parent_id, zone.path) == (almaty.id, f"{almaty.path}{zone.id.hex}/")
    assert zone.closed_at


def test_what_would_be_there_twice_is_left_out(db, make, almaty, zone, chair):
    steward = make.officer(Role.STEWARD, almaty)
    db.add(
        HeldRole(
            member_id=steward.id, role=Role.STEWARD, branch_id=zone.id, granted_by=None
        )
    )
    for branch in (almaty, zone):
        db.add(KnownColumns(branch_id=branch.id, heads_digest="d", columns={}))
    db.commit()

    merge(db, zone, chair, almaty.id)
    db.commit()

    held = db.exec(select(HeldRole).where(HeldRole.member_id == steward.id)).one()
    assert held.branch_id == almaty.id
    assert db.get(Office, (steward.id, Role.STEWARD))
    assert db.exec(select(func.count()).select_from(KnownColumns)).one() == 1


def test_numbers_of_two_branches_do_not_clash(db, make, almaty, zone, chair):
    for branch in (almaty, zone):
        member = make.member(branch=branch)
        make.save(
            Contact(
                member_id=member.id,
                branch_id=branch.id,
                phone_sealed=b"s",
                phone_index=b"the same",
            )
        )

    merge(db, zone, chair, almaty.id)
    db.commit()

    found = {contact.phone_index for contact in db.exec(select(Contact))}
    assert found == {b"the same", None}


def test_a_branch_merges_into_its_neighbour(db, make, almaty, astana, chair):
    ada = make.member(branch=astana)

    merge(db, astana, chair, almaty.id)
    db.commit()

    assert ada.branch_id == almaty.id
    assert merging.where_it_went(db, astana.id) == almaty.id


def test_a_branch_merged_twice_over_is_followed_to_the_end(
    db, make, union, almaty, zone, chair
):
    merge(db, zone, chair, almaty.id)
    merge(db, almaty, chair, union.id)
    db.commit()

    assert merging.where_it_went(db, zone.id) == union.id


def test_a_closed_branch_is_offered_and_taken_nowhere(
    db, make, browser, almaty, astana, zone, chair
):
    merge(db, zone, chair, almaty.id)
    db.commit()
    ada = make.member(branch=astana)

    assert zone not in every_branch(db)
    assert "A zone" not in browser(ada).get("/me/branch").text
    assert "A zone" not in browser(ada).get("/branches").text
    answer = browser(ada).post("/me/branch", data={"branch_id": str(zone.id)})
    assert answer.status_code == 409
    with pytest.raises(Refused, match="merged into another"):
        branch_to_choose(db, zone.id)
    for deed in (branches.rehome, merge):
        with pytest.raises(NotFound):
            deed(db, astana, chair, zone.id)
        with pytest.raises(NotFound):
            deed(db, zone, chair, astana.id)


def test_the_log_of_a_merged_branch_is_read_by_the_other(
    db, make, browser, almaty, astana, chair
):
    make.save(
        Minute(at=now(), event="MemberRenamed", by=None, branch_id=astana.id, about={})
    )
    merge(db, astana, chair, almaty.id)
    db.commit()

    page = browser(make.officer(Role.STEWARD, almaty)).get("/activity").text

    assert "the name others see" in page


def test_whoever_has_a_reason_is_heard(db, make, almaty, zone, chair, monkeypatch):
    monkeypatch.setattr(merging, "_objections", [])
    merging.may_object(lambda _db, branch: "Not now." if branch == zone else None)

    with pytest.raises(Refused, match="Not now"):
        merge(db, zone, chair, almaty.id)

    assert zone.closed_at is None


def test_merging_loses_nobody(db, make, almaty, zone, astana, chair):
    for branch in (almaty, zone, zone, astana):
        make.member(branch=branch)
    before = db.exec(select(func.count()).select_from(Member)).one()

    merge(db, zone, chair, almaty.id)
    merge(db, almaty, chair, astana.id)
    db.commit()

    there = select(func.count()).where(Member.branch_id == astana.id)
    assert db.exec(there).one() == 4
    assert db.exec(select(func.count()).select_from(Member)).one() == before
