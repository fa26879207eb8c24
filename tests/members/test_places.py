"""Platforms, cities and units: edited by administrators, chosen by members."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from union.core.audit import Minute
from union.members.countries import COUNTRIES
from union.members.editions import edition
from union.members.models import City, Platform, Role, Unit, Vehicle, WorksIn
from union.members.queries import cities, platforms
from union.members.slugs import slug

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


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Glovo", "glovo"),
        ("Яндекс.Еда", "yandeks-eda"),
        ("Өскемен", "oskemen"),
        ("  São  Paulo! ", "sao-paulo"),
        ("Қызылорда", "qyzylorda"),
        ("外卖", "place"),
        ("Щучинск — Бурабай", "shuchinsk-burabai"),
    ],
)
def test_ids_are_made_of_names(name, made):
    assert slug(name) == made


@given(names=st.lists(st.text(min_size=1, max_size=120), max_size=8))
def test_ids_are_plain_short_and_never_the_same(names):
    taken = set()
    for name in names:
        made = slug(name, taken)
        assert made not in taken
        assert len(made) <= 40
        assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        taken.add(made)


def test_there_are_the_countries_of_the_standard():
    assert len(COUNTRIES) == 249
    assert {"KZ", "RU", "ES", "FI"} < COUNTRIES
    assert not {"EU", "ZZ", "UN", "001"} & COUNTRIES


def test_a_platform_and_a_city_are_added(db, phone, glovo, kosshy):
    phone.post("/places/platforms/new", data=GLOVO)
    phone.post("/places/cities/new", data=NAMES)

    assert db.get(Platform, "glovo-2").origin == "ES"
    assert db.get(City, "kosshy-2").name_kk == "Қосшы"
    assert minuted(db) == ["PlaceAdded", "PlaceAdded"]


def test_a_place_called_new_has_a_page_of_its_own(db, phone):
    phone.post("/places/platforms/new", data=GLOVO | {"name": "New"})

    assert 'value="New"' in phone.get("/places/platforms/new-2").text


def test_a_change_keeps_the_id(db, phone, glovo, kosshy):
    new_name = GLOVO | {"name": "Glovo KZ", "edition": edition(glovo)}
    phone.post("/places/platforms/glovo", data=new_name)
    in_english = NAMES | {"name_en": "Koshi", "edition": edition(kosshy)}
    phone.post("/places/cities/kosshy", data=in_english)

    db.expire_all()
    assert glovo.name == "Glovo KZ"
    assert kosshy.name_en == "Koshi"
    assert minuted(db) == ["PlaceChanged", "PlaceChanged"]


def test_the_second_of_two_editors_is_told(db, phone, glovo):
    before = GLOVO | {"edition": edition(glovo)}
    phone.post("/places/platforms/glovo", data=before | {"name": "First"})

    answer = phone.post("/places/platforms/glovo", data=before | {"name": "Second"})

    assert answer.status_code == 409
    assert "Someone was faster" in answer.text
    assert 'value="Second"' in answer.text
    db.refresh(glovo)
    assert glovo.name == "First"


def test_what_has_left_is_offered_no_more_and_stays(db, make, browser, phone, unit):
    ada = make.member()
    make.save(WorksIn(member_id=ada.id, unit_id=unit.id))

    phone.post("/places/platforms/glovo/retire")
    phone.post("/places/platforms/glovo/retire")

    assert minuted(db) == ["PlaceRetired"]
    assert "offered no more" in phone.get("/places").text
    page = browser(ada).get("/me/work").text
    assert "Glovo" in page
    assert "It has left" in page
    assert 'value="glovo"' not in page
    chosen = {"platform_id": "glovo", "city_id": "kosshy"}
    assert browser(make.member()).post("/me/work", data=chosen).status_code == 404


def test_what_comes_back_is_offered_again(db, phone, glovo, kosshy):
    for place in ("platforms/glovo", "cities/kosshy"):
        phone.post(f"/places/{place}/retire")
    db.expire_all()
    assert (platforms(db), cities(db)) == ([], [])
    assert platforms(db, kept=["glovo"])

    for place in ("platforms/glovo", "cities/kosshy"):
        phone.post(f"/places/{place}/bring-back")
        phone.post(f"/places/{place}/bring-back")

    db.expire_all()
    assert [one.id for one in [*platforms(db), *cities(db)]] == ["glovo", "kosshy"]
    assert minuted(db).count("PlaceBroughtBack") == 2


PAGES = [
    "/places",
    "/places/platforms/new",
    "/places/platforms/glovo",
    "/places/cities/new",
    "/places/cities/kosshy",
    "/units",
]


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
def test_the_pages_open_in_each_language(browser, chair, unit, speaks):
    client = browser(chair, speaks)

    for page in [*PAGES, f"/units/{unit.id}"]:
        assert client.get(page).status_code == 200


def test_places_are_for_administrators_of_the_whole(db, browser, make, union, unit):
    below = make.branch(under=union)
    client = browser(make.officer(Role.BRANCH_ADMIN, below))
    posts = ["platforms/new", "platforms/glovo", "cities/new", "cities/kosshy"]
    posts += ["platforms/glovo/retire", "cities/kosshy/bring-back"]

    for page in PAGES[:5]:
        assert client.get(page).status_code == 403
    for page in posts:
        assert client.post(f"/places/{page}", data=NAMES).status_code == 403
    assert minuted(db) == []


def test_what_is_not_there_is_not_found(phone):
    for place in ("platforms/atlantis", "cities/atlantis", "cities/%27%20OR%201=1"):
        assert phone.get(f"/places/{place}").status_code == 404
        assert phone.post(f"/places/{place}/retire").status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x"},
        {"name": "x" * 81},
        {"name": "G\u202elovo"},
        {"name": "a\nb"},
        {"origin": "EU"},
        {"origin": "es"},
        {"origin": "ESP"},
        {"origin": ""},
        {"work": "mining"},
        {"id": "chosen"},
        {"retired_at": "2026-01-01"},
    ],
)
def test_nonsense_makes_no_platform(db, phone, glovo, bad):
    new = phone.post("/places/platforms/new", data=GLOVO | bad)
    changed = phone.post(
        "/places/platforms/glovo", data=GLOVO | {"edition": edition(glovo)} | bad
    )

    assert (new.status_code, changed.status_code) == (422, 422)
    assert len(db.exec(select(Platform)).all()) == 1
    assert minuted(db) == []
    if "name" not in bad:
        assert 'value="Glovo"' in new.text


@pytest.mark.parametrize(
    "bad",
    [{"name_kk": ""}, {"name_en": "\u200b\u200b"}, {"id": "a"}],
)
def test_nonsense_makes_no_city(db, phone, kosshy, bad):
    answer = phone.post("/places/cities/new", data=NAMES | bad)

    assert answer.status_code == 422
    assert len(db.exec(select(City)).all()) == 1


def test_an_edition_is_needed(db, phone, glovo):
    assert phone.post("/places/platforms/glovo", data=GLOVO).status_code == 422


def test_a_member_says_what_they_ride(db, browser, make):
    ada = make.member()
    client = browser(ada)

    client.post("/me/vehicle", data={"vehicle": "electric"})
    db.refresh(ada)
    assert ada.vehicle is Vehicle.ELECTRIC
    assert 'value="electric" selected' in client.get("/me/work").text
    client.post("/me/vehicle", data={"vehicle": ""})

    db.refresh(ada)
    assert ada.vehicle is None
    assert minuted(db) == []


@pytest.mark.parametrize("bad", [{"vehicle": "tank"}, {"name": "Eve"}])
def test_nobody_rides_nonsense(db, browser, make, bad):
    ada = make.member()

    assert browser(ada).post("/me/vehicle", data=bad).status_code == 422

    db.refresh(ada)
    assert (ada.name, ada.vehicle) == ("Ada", None)
