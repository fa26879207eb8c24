"""The pages on which the tree of branches is shaped."""

from uuid import uuid4

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.members.editions import edition
from union.members.models import (
    City,
    Role,
)

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


@pytest.fixture
def zone(make, almaty):
    return make.branch(under=almaty, name_en="A zone", city_id=None)


def minuted(db):
    return [minute.event for minute in db.exec(select(Minute).order_by(Minute.number))]


@pytest.fixture
def city(make):
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    return make.save(City(id="almaty", **names))


def filled(branch, **given):
    return NAMES | {"edition": edition(branch)} | given


def test_a_branch_is_named_and_given_a_city(db, browser, almaty, city, chair):
    client = browser(chair)

    client.post(f"/branches/{almaty.id}/edit", data=filled(almaty, city_id="almaty"))

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
    {"parent_id": "00000000-0000-4000-8000-000000000000"},
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

    browser(chair).post(
        f"/branches/{almaty.id}/edit", data=filled(almaty, name_kk=name)
    )

    db.refresh(almaty)
    assert almaty.name_kk == name


def test_a_name_is_text(db, browser, almaty, chair):
    evil = "<img src=x onerror=alert(1)> {{7*7}}"

    browser(chair).post(
        f"/branches/{almaty.id}/edit", data=filled(almaty, name_en=evil)
    )

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
