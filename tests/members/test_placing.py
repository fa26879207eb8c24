import pytest

from tests.members.joining import place
from union.core.base import now
from union.members.models import Lobby, Role
from union.members.rules.placing import branch_for, captain_for


@pytest.fixture
def tree(make):
    place(make)
    root = make.branch(name_en="Union")
    city = make.branch(under=root, city_id="almaty")
    return root, city


def test_a_newcomer_belongs_to_the_branch_of_their_city(db, tree):
    _root, city = tree

    assert branch_for(db, "almaty") == city


def test_a_single_zone_is_deeper(db, make, tree):
    zone = make.branch(under=tree[1], city_id="almaty")

    assert branch_for(db, "almaty") == zone


def test_of_zones_side_by_side_it_is_the_city(db, make, tree):
    for _ in range(2):
        make.branch(under=tree[1], city_id="almaty")

    assert branch_for(db, "almaty") == tree[1]


def test_the_invitation_chooses_among_zones(db, make, tree):
    zones = [make.branch(under=tree[1], city_id="almaty") for _ in range(2)]

    assert branch_for(db, "almaty", zones[1]) == zones[1]
    assert branch_for(db, "almaty", tree[0]) == tree[1]


def test_a_closed_branch_gives_way_to_the_one_above(db, tree):
    tree[1].closed_at = now()
    db.commit()

    assert branch_for(db, "almaty") == tree[0]


def test_a_city_without_a_branch_belongs_to_the_union(db, tree):
    assert branch_for(db, "astana") == tree[0]
    assert branch_for(db, None) == tree[0]


def test_the_captain_is_who_has_the_fewest_to_welcome(db, make, tree):
    busy = make.officer(Role.STEWARD, tree[1])
    free = make.officer(Role.STEWARD, tree[0])
    waiting = make.member(branch=tree[1], admitted_at=None)
    make.save(
        Lobby(member_id=waiting.id, code="A", captain_id=busy.id, welcome_by=now())
    )

    assert captain_for(db, tree[1]) == free.id


def test_among_equals_the_nearest_is_captain(db, make, tree):
    make.officer(Role.STEWARD, tree[0])
    near = make.officer(Role.STEWARD, tree[1])
    make.officer(Role.BRANCH_ADMIN, tree[1])
    make.officer(Role.STEWARD, make.branch(under=tree[1]))

    assert captain_for(db, tree[1]) == near.id


def test_a_branch_without_stewards_has_no_captain(db, tree):
    assert captain_for(db, tree[1]) is None
