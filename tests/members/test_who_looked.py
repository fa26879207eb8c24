"""Who looked at a member, and which lists may have named them."""

from datetime import timedelta

import pytest

from tests.browser import lasting
from union.core.base import now
from union.members.models import Look, Role, TakenList


@pytest.fixture
def ada(make):
    return make.member(joined_at=now() - timedelta(days=400))


def looks(make, ada, count, **given):
    boss = make.officer(Role.STEWARD, ada.branch, name="Boss")
    for n in range(count):
        at = now() - timedelta(hours=n)
        make.save(Look(member_id=ada.id, by=boss.id, at=at, **given))
    return boss


def test_looks_are_paged(make, browser, ada):
    looks(make, ada, 45)
    client, seen, address = browser(ada), 0, "/me/looked"

    while address:
        page = client.get(address).text
        seen += page.count("Your page")
        _, found, rest = page.partition('rel="next" href="')
        address = rest.partition('"')[0].replace("&amp;", "&") if found else None

    assert seen == 45


@pytest.mark.parametrize(
    "before",
    ["", "yesterday", "0000-00-00", "9999-99-99", "2026-11-25T09:00+14:01", "a\0b"],
)
def test_a_place_that_makes_no_sense_is_the_beginning(make, browser, ada, before):
    looks(make, ada, 1)

    answer = browser(ada).get("/me/looked", query_string={"before": before})

    assert "Your page" in answer.text


def test_an_officer_who_left_looked_as_a_former_member(db, make, browser, ada):
    boss = looks(make, ada, 1)
    boss.left_at = now()
    db.commit()

    page = browser(ada).get("/me/looked").text

    assert "Boss" not in lasting(page)
    assert "former member" in page


@pytest.mark.parametrize(
    ("where", "days", "is_told"),
    [("above", 1, True), ("own", 1, True), ("beside", 1, False), ("own", 900, False)],
)
def test_lists_of_my_branches_since_i_joined_are_told(
    make, browser, where, days, is_told
):
    union = make.branch()
    places = {
        "above": union,
        "own": make.branch(under=union),
        "beside": make.branch(under=union),
    }
    ada = make.member(branch=places["own"])
    boss = make.officer(Role.BRANCH_ADMIN, union, name="Boss")
    taken = TakenList(
        branch_id=places[where].id,
        by=boss.id,
        purpose="Ringing round",
        sought={"name": "Ada"},
        people=5,
        digest="d",
        at=now() - timedelta(days=days),
    )
    make.save(taken)

    page = browser(ada).get("/me/looked").text

    assert ("Ringing round" in page) is is_told
