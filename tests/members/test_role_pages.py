"""The pages of roles: open to see for members, to decide for two administrators."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.members.models import HeldRole, Role, RoleProposal, SignInSession

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


@pytest.fixture
def form(almaty):
    return {"role": "steward", "branch_id": str(almaty.id), "reason": WHY}


def propose(client, member, form):
    return client.post(f"/roles/propose/{member.id}", data=form)


def test_two_grant_a_role_page_by_page(db, browser, first, other, ada, form):
    client, second = browser(first), browser(other)

    found = client.post("/roles/propose", data={"name": "Ада"})
    assert f"/roles/propose/{ada.id}" in found.text
    assert "Almaty" in client.get(f"/roles/propose/{ada.id}").text
    page = propose(client, ada, form).location
    assert "Waits for another administrator" in client.get(page).text
    assert "Grant a role?" in second.get("/").text
    assert WHY in second.get(page).text
    answer = second.post(f"{page}/second", follow_redirects=True)

    assert "Ада" in answer.text
    assert "proposed by Айгерім, seconded by Болат" in answer.text
    told = [minute.event for minute in db.exec(select(Minute).order_by(Minute.number))]
    assert told == ["MembersLookedUp", "RoleProposed", "RoleGranted"]
    assert WHY not in str([minute.about for minute in db.exec(select(Minute))])
    assert "Grant a role?" not in second.get("/").text


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
def test_the_pages_open_in_each_language(browser, first, other, ada, form, speaks):
    client = browser(first, speaks)
    page = propose(client, ada, form).location
    [held] = other.roles

    for address in ("/roles", "/roles/propose", f"/roles/propose/{ada.id}", page):
        assert client.get(address).status_code == 200
    root = browser(other, speaks)
    assert root.get(page).status_code == 200
    assert root.get(f"/roles/{first.roles[0].id}/take-back").status_code == 200
    assert root.get(f"/roles/{held.id}/lay-down").status_code == 200


def test_every_member_sees_who_holds_what(browser, make, first, other):
    page = browser(make.member()).get("/roles").text

    assert "Айгерім" in page
    assert "branch administrator" in page
    assert "take-back" not in page


def test_who_waits_sees_no_officers(browser, make, first):
    client = browser(make.member(admitted_at=None))

    assert client.get("/roles").status_code == 403


def test_taking_back_goes_the_same_way(db, browser, make, almaty, first, other):
    steward = make.officer(Role.STEWARD, almaty)
    [held] = steward.roles

    page = browser(first).post(f"/roles/{held.id}/take-back", data={"reason": WHY})
    browser(other).post(f"{page.location}/second")

    theirs = select(HeldRole).where(HeldRole.member_id == steward.id)
    assert db.exec(theirs).all() == []


def test_declining_is_told_by_name(browser, first, other, ada, form):
    page = propose(browser(first), ada, form).location

    answer = browser(other).post(f"{page}/decline", follow_redirects=True)

    assert "Declined by Болат" in answer.text


def test_deciding_asks_for_proof_first(db, browser, first, other, ada, form):
    page = propose(browser(first), ada, form).location
    client = browser(other)
    for session in db.exec(select(SignInSession)):
        session.proved_at = now() - timedelta(minutes=11)
    db.commit()

    for address in (f"{page}/second", f"{page}/decline"):
        assert client.post(address).location.startswith("/prove")
    assert client.get("/roles/propose").location.startswith("/prove")
    assert db.exec(select(RoleProposal)).one().decided_at is None


def test_officers_without_branches_to_shape_propose_nothing(
    browser, make, almaty, ada, form
):
    client = browser(make.officer(Role.STEWARD, almaty))

    assert client.get("/roles/propose").status_code == 403
    assert client.post("/roles/propose", data={"name": "Ада"}).status_code == 403
    assert propose(client, ada, form).status_code == 403


def test_another_branch_might_as_well_not_be_there(
    browser, make, union, first, other, ada, form
):
    page = propose(browser(first), ada, form).location
    client = browser(make.officer(Role.BRANCH_ADMIN, make.branch(under=union)))
    held = first.roles[0].id

    there = [page, f"/roles/propose/{ada.id}", f"/roles/{held}/take-back"]
    nowhere = [f"/roles/proposals/{uuid4()}", f"/roles/propose/{uuid4()}"]
    nowhere.append(f"/roles/{uuid4()}/take-back")
    for real, unreal in zip(there, nowhere, strict=True):
        assert client.get(real).status_code == client.get(unreal).status_code == 404
    assert client.post(f"{page}/second").status_code == 404
    assert client.post(f"{page}/decline").status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"role": "chairman"},
        {"role": ""},
        {"role": "steward\x00"},
        {"branch_id": "1"},
        {"branch_id": "' OR 1=1--"},
        {"branch_id": ""},
        {"reason": "short"},
        {"reason": "x" * 281},
        {"reason": "a\x00bcdefghijkl"},
        {"is_granted": "true"},
        {"proposed_by": str(uuid4())},
        {"takes_back": "1"},
    ],
)
def test_nonsense_is_refused_and_what_was_typed_kept(
    db, browser, first, other, ada, form, bad
):
    answer = propose(browser(first), ada, form | bad)

    assert answer.status_code == 422
    assert db.exec(select(RoleProposal)).all() == []
    if "reason" not in bad:
        assert WHY in answer.text


def test_a_branch_of_nobodys_is_not_found(db, browser, first, other, ada, form, union):
    for branch_id in (uuid4(), union.id):
        answer = propose(browser(first), ada, form | {"branch_id": str(branch_id)})
        assert answer.status_code == 404
        assert WHY in answer.text
    assert db.exec(select(RoleProposal)).all() == []


def test_other_sites_propose_nothing(db, browser, first, other, ada, form):
    answer = browser(first).post(
        f"/roles/propose/{ada.id}",
        data=form,
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert db.exec(select(RoleProposal)).all() == []


def test_what_is_typed_is_text(browser, first, other, ada, form):
    evil = "<script>alert(1)</script> {{7*7}}"

    page = propose(browser(first), ada, form | {"reason": evil}).location

    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in browser(other).get(page).text
    )


def test_the_page_of_roles_costs_few_queries(browser, make, union, other, statements):
    for _number in range(5):
        make.officer(Role.TELLER, make.branch(under=union))
    client = browser(other)

    del statements[:]
    client.get("/roles")

    assert len(statements) <= 4, "\n\n".join(statements)
