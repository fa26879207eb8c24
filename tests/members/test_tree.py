"""The tree of branches: founded, named, moved and merged by those who answer for it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotFound, Refused
from union.members import merging
from union.members.editions import edition
from union.members.forms import BranchEdit, BranchForm
from union.members.models import (
    Branch,
    City,
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
from union.members.queries import branch_to_choose, every_branch, tree_to_change
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
        make.save(Contact(member_id=ada.id, branch_id=zone.id, phone_sealed=b"s", phone_index=b"i")),  # fmt: skip  # noqa: E501
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


@pytest.fixture
def city(make):
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    return make.save(City(id="almaty", **names))


def filled(branch, **given):
    return NAMES | {"edition": edition(branch)} | given


def test_a_branch_is_named_and_given_a_city(db, browser, almaty, city, chair):
    client = browser(chair)

    client.post(
        f"/branches/{almaty.id}/edit", data=filled(almaty, city_id="almaty")
    )

    db.refresh(almaty)
    assert (almaty.name_en, almaty.city_id) == ("Medeu", "almaty")
    assert minuted(db) == ["BranchChanged"]


def test_the_second_of_two_editors_is_told(db, browser, almaty, chair):
    client, before = browser(chair), filled(almaty)
    client.post(f"/branches/{almaty.id}/edit", data=before | {"name_en": "First"})

    answer = client.post(
        f"/branches/{almaty.id}/edit", data=before | {"name_en": "Second"}
    )

    assert answer.status_code == 409
    assert "Someone was faster" in answer.text
    assert 'value="Second"' in answer.text
    db.refresh(almaty)
    assert almaty.name_en == "First"
    assert f'value="{edition(almaty)}"' in answer.text


BAD = [
    {"name_kk": ""},
    {"name_kk": "x"},
    {"name_ru": "x" * 121},
    {"name_en": "a\x00b"},
    {"name_en": "line\nbreak"},
    {"name_en": "\u202egnp.exe"},
    {"name_en": "zero\u200bwidth"},
    {"name_en": "tag\U000e0041"},
    {"name_en": "z" + "\u0301" * 5},
    {"name_en": "—…"},
    {"city_id": "atlantis"},
    {"city_id": "' OR 1=1--"},
    {"city_id": "x" * 41},
    {"parent_id": str(uuid4())},
    {"path": "/"},
    {"closed_at": "2026-01-01"},
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: ascii(*bad.values())[:20])
def test_nonsense_names_no_branch(db, browser, almaty, city, chair, bad):
    client, before = browser(chair), edition(almaty)

    new = client.post(f"/branches/{almaty.id}/new", data=NAMES | bad)
    changed = client.post(f"/branches/{almaty.id}/edit", data=filled(almaty, **bad))

    assert (new.status_code, changed.status_code) == (422, 422)
    db.expire_all()
    assert edition(almaty) == before
    assert minuted(db) == []
    if "name_kk" not in bad:
        assert 'value="Медеу"' in new.text


def test_kazakh_letters_and_quotation_marks_pass(db, browser, almaty, chair):
    name = "«Әуезов — Ұлт» № 7 (ғқңөүһі)"

    browser(chair).post(f"/branches/{almaty.id}/edit", data=filled(almaty, name_kk=name))

    db.refresh(almaty)
    assert almaty.name_kk == name


def test_a_name_is_text(db, browser, almaty, chair):
    evil = "<img src=x onerror=alert(1)> {{7*7}}"

    browser(chair).post(f"/branches/{almaty.id}/edit", data=filled(almaty, name_en=evil))

    assert "&lt;img src=x" in browser(chair).get("/branches").text


@pytest.mark.parametrize("what", ["edit", "new", "move", "merge"])
def test_another_branch_might_as_well_not_be_there(
    db, browser, make, almaty, astana, what
):
    client = browser(make.officer(Role.BRANCH_ADMIN, astana))
    data = filled(almaty) if what == "edit" else NAMES
    data = {"into_id": str(astana.id)} if what == "move" else data

    real, unreal = f"/branches/{almaty.id}/{what}", f"/branches/{uuid4()}/{what}"
    if what == "merge":
        real, unreal = (f"{page}/{astana.id}" for page in (real, unreal))
    for address in (real, unreal):
        assert client.get(address).status_code == 404
        assert client.post(address, data=data).status_code == 404
    assert minuted(db) == []


def test_moving_page_by_page(db, browser, make, almaty, astana, chair):
    client = browser(chair)

    page = client.get(f"/branches/{astana.id}/move").text
    assert f'value="{almaty.id}"' in page
    client.post(f"/branches/{astana.id}/move", data={"into_id": str(almaty.id)})

    db.refresh(astana)
    assert astana.parent_id == almaty.id
    assert minuted(db) == ["BranchRehomed"]


@pytest.mark.parametrize("into", ["", "1", "x" * 40, "\x00"])
def test_a_branch_moves_nowhere_by_nonsense(db, browser, almaty, chair, into):
    answer = browser(chair).post(f"/branches/{almaty.id}/move", data={"into_id": into})

    assert answer.status_code == 422
    assert minuted(db) == []


def test_merging_says_what_happens_and_asks_once_more(
    db, browser, make, almaty, zone, chair
):
    make.member(branch=zone)
    make.officer(Role.STEWARD, zone, name="Сәуле")
    client = browser(chair)

    choice = client.get(f"/branches/{zone.id}/merge").text
    assert f"/branches/{zone.id}/merge/{almaty.id}" in choice
    page = client.get(f"/branches/{zone.id}/merge/{almaty.id}").text
    assert "fewer than 10" in page
    assert "Сәуле, steward" in page
    client.post(f"/branches/{zone.id}/merge/{almaty.id}")

    assert minuted(db) == ["BranchMerged"]


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
def test_the_pages_open_in_each_language(browser, almaty, zone, chair, speaks):
    client = browser(chair, speaks)

    for page in ("edit", "new", "move", "merge", f"merge/{almaty.id}"):
        assert client.get(f"/branches/{zone.id}/{page}").status_code == 200


MOST = 6
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["found", "move", "merge"]),
        st.integers(0, MOST),
        st.integers(0, MOST),
    ),
    max_size=12,
)


def do(db, chair, known, deed):
    kind, one, other = deed
    branch, into = known[one % len(known)], known[other % len(known)]
    if kind == "found":
        known.append(branches.found(db, branch, chair, BranchForm(**NAMES)))
    elif kind == "move":
        branches.rehome(db, branch, chair, into.id)
    else:
        merge(db, branch, chair, into.id)


def branch_where_people_join(known):
    return [branch for branch in known if not branch.closed_at][-1]


def line_of(tree, branch):
    """The ids from the root down to here, by asking each for its parent."""
    line = [branch.id]
    while parent := tree[line[-1]].parent_id:
        assert parent not in line, "a circle"
        line.append(parent)
    return line[::-1]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_whatever_happens_the_tree_is_a_tree(db, make, deeds):
    known = [root] = [make.branch()]
    chair = make.officer(Role.BRANCH_ADMIN, root)
    joined = {make.member(branch=root).id, chair.id}
    for deed in deeds:
        try:
            do(db, chair, known, deed)
        except Refused:
            continue
        db.commit()
        joined.add(make.member(branch=branch_where_people_join(known)).id)

    db.expire_all()
    tree = {branch.id: branch for branch in tree_to_change(db, root)}
    lines = {branch.id: line_of(tree, branch) for branch in tree.values()}

    for branch in tree.values():
        assert [UUID(part) for part in branch.path.split("/")[:-1]] == lines[branch.id]
        for other in tree.values():
            assert branch.contains(other) == (branch.id in lines[other.id])
    people = db.exec(select(Member).where(Member.branch_id.in_(list(tree)))).all()
    assert {person.id for person in people} == joined
    assert not [person for person in people if person.branch.closed_at]


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
