"""Units: how many work there, said by those who answer for the city."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.members.editions import edition
from union.members.models import City, Platform, Role, Unit

NAMES = {"name_kk": "Қосшы", "name_ru": "Косшы", "name_en": "Kosshy"}
GLOVO = {"name": "Glovo", "origin": "ES", "work": "food_delivery"}


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def chair(make, union):
    return make.officer(Role.BRANCH_ADMIN, union)


@pytest.fixture
def phone(browser, chair):
    return browser(chair)


@pytest.fixture
def glovo(make):
    return make.save(Platform(id="glovo", **GLOVO))


@pytest.fixture
def kosshy(make):
    return make.save(City(id="kosshy", **NAMES))


@pytest.fixture
def unit(make, glovo, kosshy):
    return make.save(Unit(platform_id="glovo", city_id="kosshy"))


def minuted(db):
    return [minute.event for minute in db.exec(select(Minute).order_by(Minute.number))]


def counted(unit, **given):
    usual = {
        "workforce": "2400",
        "workforce_source": "our own count at the malls",
        "workforce_on": now().date().isoformat(),
        "edition": edition(unit),
    }
    return usual | given


@pytest.fixture
def city_branch(make, union, kosshy):
    return make.branch(under=union, city_id="kosshy")


@pytest.fixture
def steward(browser, make, city_branch):
    return browser(make.officer(Role.STEWARD, city_branch))


def test_a_steward_estimates_their_city(db, steward, unit, city_branch):
    assert "Glovo" in steward.get("/units").text

    steward.post(f"/units/{unit.id}", data=counted(unit))

    db.refresh(unit)
    assert (unit.workforce, unit.workforce_source) == (
        2400,
        "our own count at the malls",
    )
    minute = db.exec(select(Minute)).one()
    assert (minute.event, minute.branch_id) == ("WorkforceEstimated", city_branch.id)
    assert "2\N{NO-BREAK SPACE}400" in steward.get("/branches").text


def test_an_estimate_can_be_given_up(db, steward, make, unit):
    unit.workforce = 10
    make.save(unit)

    steward.post(f"/units/{unit.id}", data=counted(unit, workforce=""))

    db.refresh(unit)
    assert unit.workforce is None


def test_the_second_of_two_counters_is_told(db, steward, unit):
    before = counted(unit)
    steward.post(f"/units/{unit.id}", data=before)

    answer = steward.post(f"/units/{unit.id}", data=before | {"workforce": "7"})

    assert answer.status_code == 409
    db.refresh(unit)
    assert unit.workforce == 2400


@pytest.mark.parametrize(
    "bad",
    [
        {"workforce": "0"},
        {"workforce": "-1"},
        {"workforce": "1000001"},
        {"workforce": str(2**63)},
        {"workforce": "1e309"},
        {"workforce": "NaN"},
        {"workforce": "true"},
        {"workforce": "[1]"},
        {"workforce": "१२"},
        {"workforce": "2.5"},
        {"workforce_source": ""},
        {"workforce_source": "me"},
        {"workforce_source": "x" * 201},
        {"workforce_source": "a\u2066b c"},
        {"workforce_on": ""},
        {"workforce_on": (now() + timedelta(days=2)).date().isoformat()},
        {"workforce_on": "9999-12-31"},
        {"workforce_on": "0000-01-01"},
        {"workforce_on": "1999-12-31"},
        {"workforce_on": "2026-02-29"},
        {"workforce_on": "1764000000"},
        {"workforce_on": "1764028800"},
        {"workforce_on": "yesterday"},
        {"city_id": "elsewhere"},
        {"platform_id": "other"},
    ],
)
def test_nonsense_is_no_estimate(db, steward, unit, bad):
    answer = steward.post(f"/units/{unit.id}", data=counted(unit, **bad))

    assert answer.status_code == 422
    db.refresh(unit)
    assert unit.workforce is None
    assert minuted(db) == []
    if "workforce" not in bad:
        assert 'value="2400"' in answer.text


def test_the_units_of_other_cities_might_as_well_not_be_there(
    db, browser, make, union, unit, city_branch
):
    other = make.save(City(id="other", **NAMES))
    client = browser(
        make.officer(Role.STEWARD, make.branch(under=union, city_id=other.id))
    )

    for unit_id in (unit.id, uuid4()):
        assert client.get(f"/units/{unit_id}").status_code == 404
        answer = client.post(f"/units/{unit_id}", data=counted(unit))
        assert answer.status_code == 404
    looked = {"platform_id": "glovo", "city_id": "kosshy"}
    assert client.post("/units", data=looked).status_code == 403
    assert minuted(db) == []


def test_members_and_officers_without_a_city_estimate_nothing(
    browser, make, union, unit, city_branch
):
    for member in (
        make.member(branch=city_branch),
        make.officer(Role.TELLER, city_branch),
        make.officer(Role.STEWARD, make.branch(under=union)),
    ):
        assert browser(member).get("/units").status_code == 403
        assert browser(member).get(f"/units/{unit.id}").status_code == 404


def test_a_unit_is_founded_by_whoever_estimates_it_first(
    db, steward, glovo, kosshy, city_branch
):
    looked = {"platform_id": "glovo", "city_id": "kosshy"}

    first = steward.post("/units", data=looked)
    again = steward.post("/units", data=looked)

    unit = db.exec(select(Unit)).one()
    assert first.location == again.location == f"/units/{unit.id}"


def test_no_unit_of_nothing_is_founded(db, phone, glovo, kosshy):
    glovo.retired_at = now()
    db.commit()
    for platform_id in ("glovo", "atlantis", "' OR 1=1--"):
        looked = {"platform_id": platform_id, "city_id": "kosshy"}
        assert phone.post("/units", data=looked).status_code == 404
    assert db.exec(select(Unit)).all() == []
