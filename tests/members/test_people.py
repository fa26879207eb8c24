"""The list of members as far as an officer may see it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import TooOften
from union.core.web.limits import limiter
from union.members.models import City, Platform, Role, Unit, WorksIn
from union.members.rules import looks

NOT_LOOKING_AFTER = [None, *sorted(set(Role) - {Role.STEWARD, Role.BRANCH_ADMIN})]


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def almaty(make, union):
    return make.branch(under=union)


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty, name="Ерасыл")


@pytest.fixture
def admin(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty, name="Айгерім")


def shown(answer):
    """The names on a page of a list, in their order."""
    return re.findall(r"<button><span>([^<]+)<span", answer.text)


def next_page(client, answer):
    """What the form that leads on says."""
    further = answer.text.partition('id="further"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', further))


def minuted(db):
    return [minute.event for minute in db.exec(select(Minute))]


def test_a_steward_finds_people_of_their_branches_and_below(
    db, browser, make, union, almaty, steward
):
    zone = make.branch(under=almaty, name_en="The zone")
    make.member(branch=zone, name="Дина")
    make.member(branch=make.branch(under=union), name="Динара")

    page = browser(steward).post("/people", data={"name": "дин"})

    assert shown(page) == ["Дина"]
    assert "The zone · member" in page.text
    minute = db.exec(select(Minute)).one()
    assert (minute.event, minute.branch_id, minute.about) == (
        "MembersLookedUp",
        almaty.id,
        {},
    )
    assert minute.by == steward.id


@pytest.mark.parametrize("role", NOT_LOOKING_AFTER)
def test_no_other_role_sees_a_list(db, browser, make, almaty, role):
    who = make.officer(role, almaty) if role else make.member(branch=almaty)
    client = browser(who)

    assert client.get("/people").status_code == 403
    assert client.post("/people", data={"name": "Ada"}).status_code == 403
    assert client.get("/people/export").status_code == 403
    assert client.get("/people/exports").status_code == 403
    assert minuted(db) == []


@pytest.mark.parametrize("name", ["suspended_at", "left_at"])
def test_an_officer_who_is_suspended_or_gone_sees_nobody(db, browser, steward, name):
    client = browser(steward)
    setattr(steward, name, now())
    db.commit()

    assert client.post("/people", data={}).status_code in {401, 403}


def test_an_officer_may_ask_for_one_of_their_branches(browser, make, almaty, steward):
    zone = make.branch(under=almaty)
    make.member(branch=zone, name="Дина")

    page = browser(steward).post("/people", data={"branch_id": str(zone.id)})

    assert shown(page) == ["Дина"]
    assert f'value="{zone.id}" selected' in page.text


def test_a_branch_that_is_not_theirs_is_like_one_that_is_not(
    db, browser, make, union, steward
):
    make.member(branch=(other := make.branch(under=union)), name="Дина")
    client = browser(steward)

    answers = [
        client.post("/people", data={"name": "д", "branch_id": id_})
        for id_ in (str(other.id), str(union.id), "0" * 32)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert all("no such branch among yours" in answer.text for answer in answers)
    assert all('value="д"' in answer.text for answer in answers)
    assert shown(answers[0]) == []
    assert minuted(db) == []


@pytest.fixture
def four(make, almaty):
    """Four people who differ in everything that can be asked for."""
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food_delivery"))
    make.save(Platform(id="wolt", name="Wolt", origin="FI", work="food_delivery"))
    make.save(City(id="almaty", **names))
    units = {
        platform: make.save(Unit(platform_id=platform, city_id="almaty"))
        for platform in ("glovo", "wolt")
    }
    old, new = now() - timedelta(days=100), now() - timedelta(days=2)
    ada = make.member(branch=almaty, name="A", language="ru", joined_at=old)
    make.member(branch=almaty, name="B", joined_at=new, admitted_at=new)
    make.member(branch=almaty, name="C", joined_at=new, admitted_at=None)
    dina = make.member(branch=almaty, name="D", suspended_at=new, manages_since=old)
    make.member(branch=almaty, name="gone", left_at=new)
    make.member(branch=almaty, name="not come", joined_at=None, admitted_at=None)
    for who, platform in ((ada, "glovo"), (ada, "wolt"), (dina, "wolt")):
        make.save(WorksIn(member_id=who.id, unit_id=units[platform].id))


def day(days_ago):
    return (now() - timedelta(days=days_ago)).date().isoformat()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["A", "B", "C", "D", "Ерасыл"]),
        ({"standing": "pending"}, ["C"]),
        ({"standing": "probationer"}, ["B"]),
        ({"standing": "member"}, ["A", "Ерасыл"]),
        ({"standing": "suspended"}, ["D"]),
        ({"language": "ru"}, ["A"]),
        ({"managers": "yes"}, ["D"]),
        ({"platform_id": "wolt"}, ["A", "D"]),
        ({"platform_id": "glovo", "city_id": "almaty"}, ["A"]),
        ({"city_id": "almaty"}, ["A", "D"]),
        ({"city_id": "nowhere", "language": "kk"}, []),
        ({"joined_from": day(5)}, ["B", "C"]),
        ({"joined_from": day(110), "joined_to": day(90)}, ["A"]),
        ({"joined_to": "9999-12-31", "joined_from": "0001-01-01"}, list("ABCD")),
        ({"language": "kk", "standing": "pending", "name": "c"}, ["C"]),
    ],
)
def test_the_list_is_narrowed(browser, four, steward, asked, names):
    page = browser(steward).post("/people", data=asked)

    assert page.status_code == 200
    assert [name for name in shown(page) if name in names] == names
    assert set(shown(page)) <= {*names, "Ерасыл"}
    kept = [value for value in asked.values() if value != "nowhere"]
    assert all(f'value="{value}"' in page.text for value in kept)


def test_a_line_says_the_units_in_words_and_no_contact(browser, four, steward):
    page = browser(steward).post("/people", data={"name": "a"})

    assert "Almaty · member · Glovo, Almaty; Wolt, Almaty" in page.text
    assert "tel:" not in page.text
    assert "steppe" not in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "a" * 81),
        ("name", "a" * 1_000_000),
        ("name", "a\x00b"),
        ("name", "\x1b[31m"),
        ("branch_id", "1"),
        ("branch_id", "' OR 1=1--"),
        ("standing", "guest"),
        ("standing", "left"),
        ("standing", "king"),
        ("language", "de"),
        ("joined_from", "2026-02-30"),
        ("joined_from", "0000-01-01"),
        ("joined_from", "1e309"),
        ("joined_to", "१२"),
        ("managers", "true"),
        ("platform_id", "x" * 41),
        ("after", "zz"),
        ("after", "f" * 33),
        ("after", "f" * 900),
        ("after", "f" * 32 + "ff"),
        ("role", "admin"),
        ("is_admin", "1"),
    ],
)
def test_nonsense_is_refused_and_what_was_typed_is_kept(
    db, browser, make, almaty, steward, field, value
):
    make.member(branch=almaty, name="Дина")

    page = browser(steward).post("/people", data={"city_id": "almaty", field: value})

    assert page.status_code in {413, 422}
    assert shown(page) == []
    assert minuted(db) == []
    if field == "name" and len(value) < 100 and value.isprintable():
        assert f'value="{value}"' in page.text


def test_days_are_asked_in_their_order(browser, steward):
    asked = {"joined_from": "2026-02-02", "joined_to": "2026-02-01"}

    page = browser(steward).post("/people", data=asked)

    assert page.status_code == 422
    assert "lies before the first one" in page.text
    assert 'value="2026-02-02"' in page.text


@pytest.mark.parametrize("text", ["\u202eevil", "<b>x</b>", "{{7*7}}", "a\u200bb"])
def test_markup_and_hidden_marks_are_text(browser, steward, text):
    page = browser(steward).post("/people", data={"name": text})

    assert page.status_code == 200
    assert shown(page) == []
    assert "<b>x" not in page.text
    assert ">49" not in page.text


def test_an_administrator_pages_to_the_end(db, browser, make, almaty, admin):
    make.crowd(almaty, ["Арыс"] * 60 + ["Барыс"] * 60)
    client = browser(admin)

    pages = [client.post("/people", data={"name": "арыс"})]
    while form := next_page(client, pages[-1]):
        pages.append(client.post("/people", data=form))

    assert [len(shown(page)) for page in pages] == [50, 50, 20]
    ids = re.findall(r"/people/([0-9a-f-]+)/look", "".join(p.text for p in pages))
    assert len(set(ids)) == 120
    assert minuted(db) == ["MembersLookedUp"] * 3


def test_a_search_of_a_steward_ends_at_fifty(db, browser, make, almaty, steward, admin):
    make.crowd(almaty, ["Арыс"] * 51)
    onward = next_page(None, browser(admin).post("/people", data={"name": "арыс"}))

    page = browser(steward).post("/people", data={"name": "арыс"})
    beyond = browser(steward).post("/people", data=onward)

    assert len(shown(page)) == 50
    assert "Ask more exactly" in page.text
    assert 'id="further"' not in page.text
    assert beyond.status_code == 403
    assert shown(beyond) == []


def test_an_administrator_of_a_zone_does_not_page_through_the_city(
    browser, make, almaty, steward
):
    zone = make.branch(under=almaty)
    make.crowd(zone, ["Арыс"] * 51)
    make.crowd(almaty, ["Барыс"] * 51)
    both = make.officer(Role.STEWARD, almaty)
    make.appoint(both, Role.BRANCH_ADMIN, zone)
    client = browser(both)

    city = client.post("/people", data={"name": "арыс"})
    below = client.post("/people", data={"name": "арыс", "branch_id": str(zone.id)})

    assert 'id="further"' not in city.text
    assert 'id="further"' in below.text


@pytest.mark.parametrize("how_many", [3, 45])
def test_a_page_costs_as_many_queries_whatever_it_shows(
    db, browser, make, almaty, four, admin, statements, how_many
):
    unit = db.exec(select(Unit)).first()
    for member in make.crowd(almaty, [f"Арыс {n}" for n in range(how_many)]):
        make.save(WorksIn(member_id=member.id, unit_id=unit.id))
    client = browser(admin)

    del statements[:]
    page = client.post("/people", data={"name": "арыс"})

    assert len(shown(page)) == how_many
    asked = [s for s in statements if s.startswith("SELECT")]
    assert len(asked) <= 5, "\n\n".join(asked)


def test_the_first_page_costs_few_queries(browser, admin, statements):
    client = browser(admin)

    del statements[:]
    client.get("/people")

    assert len([s for s in statements if s.startswith("SELECT")]) <= 4


@pytest.fixture
def has_looked(db, almaty, steward):
    """The steward has looked at so many pages, so many hours ago."""

    def look(pages, hours_ago):
        at = now() - timedelta(hours=hours_ago)
        event = {"event": "MembersLookedUp", "by": steward.id, "branch_id": almaty.id}
        db.add_all(Minute(at=at, about={}, **event) for _number in range(pages))
        db.commit()

    return look


def test_a_steward_looks_at_so_many_pages_a_day(browser, steward, has_looked):
    has_looked(pages=looks.MOST_PAGES, hours_ago=1)

    page = browser(steward).post("/people", data={"name": "дина"})

    assert page.status_code == 429
    assert "Go on later" in page.text
    assert 'value="дина"' in page.text


def test_yesterday_is_counted_no_more(db, almaty, steward, has_looked):
    has_looked(pages=looks.MOST_PAGES, hours_ago=25)
    has_looked(pages=looks.MOST_PAGES - 1, hours_ago=1)

    looks.look_up(db, steward, [almaty], further=False)

    has_looked(pages=1, hours_ago=0)
    with pytest.raises(TooOften):
        looks.look_up(db, steward, [almaty], further=False)


def test_thirty_looks_a_minute_are_enough(browser, monkeypatch, steward):
    client = browser(steward)
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    said = [client.post("/people", data={"name": "а"}).status_code for _n in range(31)]

    assert said == [200] * 30 + [429]


def test_several_branches_are_minuted_each(db, browser, make, union, steward):
    other = make.branch(under=union)
    make.appoint(steward, Role.STEWARD, other)

    browser(steward).post("/people", data={"name": "а"})

    assert {m.branch_id for m in db.exec(select(Minute))} >= {other.id}
    assert minuted(db) == ["MembersLookedUp"] * 2
