"""Lists of members that leave the house."""

import csv
import io
from datetime import timedelta
from hashlib import sha256
from time import process_time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.i18n import speaking
from union.members import exports
from union.members.forms import Filters, Taking
from union.members.legend import legend_of
from union.members.models import (
    City,
    Contact,
    Member,
    Platform,
    Role,
    SignInSession,
    TakenList,
    Unit,
    WorksIn,
)
from union.members.rules import lists

WHY = "To call everybody to the meeting on Sunday."


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def almaty(make, union):
    return make.branch(under=union)


@pytest.fixture
def admin(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty, name="Айгерім")


@pytest.fixture
def unit(make):
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food_delivery"))
    make.save(City(id="almaty", **names))
    return make.save(Unit(platform_id="glovo", city_id="almaty"))


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def asked(branch, **more):
    return {"branch_id": str(branch.id), "purpose": WHY} | more


def test_an_administrator_takes_a_list_out_for_a_purpose(
    db, browser, make, almaty, admin, unit
):
    dina = make.member(branch=make.branch(under=almaty), name="Дина", language="ru")
    make.save(WorksIn(member_id=dina.id, unit_id=unit.id))
    make.member(name="Алыс")
    sealed = {"phone_sealed": b"sealed", "may_call": True}
    make.save(Contact(member_id=dina.id, branch_id=dina.branch_id, **sealed))

    answer = browser(admin).post("/people/export", data=asked(almaty, language="ru"))

    taken = db.exec(select(TakenList)).one()
    number = exports.number_of(taken.id)
    heads, *rows = rows_of(answer.data)
    day = dina.joined_at.astimezone(ZoneInfo("Asia/Almaty")).date().isoformat()
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].endswith(f'="ortaq-{number}.csv"')
    assert heads[:3] == ["Name others see", "Branch", "Works for"]
    assert [row[:5] for row in rows] == [
        ["Дина", "Almaty", "Glovo, Almaty", "member", "Русский"]
    ]
    assert rows[0][5:] == [day, number]
    assert "steppe" not in answer.text
    assert (taken.by, taken.branch_id, taken.people) == (admin.id, almaty.id, 1)
    assert (taken.purpose, taken.sought) == (WHY, {"language": "ru"})
    assert taken.digest == sha256(answer.data).hexdigest()
    minute = db.exec(select(Minute)).one()
    assert (minute.event, minute.by) == ("ListTaken", admin.id)
    assert minute.about == {"list_id": str(taken.id)}


def test_the_heads_speak_the_language_of_the_officer(browser, almaty, admin):
    client = browser(admin, speaks="kk")

    answer = client.post("/people/export", data=asked(almaty))

    assert rows_of(answer.data)[0][1] == "Бөлімше"


def test_a_name_that_is_a_formula_stays_a_name(browser, make, almaty, admin):
    make.member(branch=almaty, name="=HYPERLINK(1);=2")

    answer = browser(admin).post("/people/export", data=asked(almaty))

    assert "'=HYPERLINK(1);'=2" in [row[0] for row in rows_of(answer.data)]


def test_a_list_is_sorted_by_name_and_has_no_one_who_left(browser, make, almaty, admin):
    make.crowd(almaty, ["В", "Б"])
    make.crowd(almaty, ["Г"], left_at=now())
    make.crowd(almaty, ["Д"], joined_at=None)

    rows = rows_of(browser(admin).post("/people/export", data=asked(almaty)).data)

    assert [row[0] for row in rows[1:]] == ["Айгерім", "Б", "В", "Д"]
    assert rows[-1][5] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", ""),
        ("purpose", "short"),
        ("purpose", "x" * 281),
        ("purpose", "a purpose\x00 with more"),
        ("branch_id", ""),
        ("branch_id", "1"),
        ("standing", "left"),
        ("name", "Дина"),
        ("people", "0"),
        ("by", "0" * 32),
    ],
)
def test_nonsense_takes_no_list(db, browser, almaty, admin, field, value):
    given = asked(almaty, joined_from="2026-01-01") | {field: value}

    answer = browser(admin).post("/people/export", data=given)

    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    assert 'value="2026-01-01"' in answer.text
    assert db.exec(select(TakenList)).all() == []


def test_lists_of_other_branches_are_not_there(db, browser, make, union, admin):
    other = make.branch(under=union)
    client = browser(admin)

    said = [
        client.post("/people/export", data=asked(almaty) | {"purpose": WHY})
        for almaty in (other, union)
    ]

    assert [answer.status_code for answer in said] == [404, 404]
    assert db.exec(select(TakenList)).all() == []
    assert db.exec(select(Minute)).all() == []


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - {Role.BRANCH_ADMIN})])
def test_nobody_else_takes_a_list(db, browser, make, almaty, role):
    who = make.officer(role, almaty) if role else make.member(branch=almaty)
    client = browser(who)

    assert client.get("/people/export").status_code == 403
    assert client.get("/people/exports").status_code == 403
    assert client.post("/people/export", data=asked(almaty)).status_code in {403, 404}
    assert db.exec(select(TakenList)).all() == []


def test_the_rule_asks_who_it_is(db, make, almaty):
    file = lists.File(almaty.id, b"", "", 0)
    steward = make.officer(Role.STEWARD, almaty)

    with pytest.raises(NotAllowed):
        lists.take(db, almaty, steward, Taking(branch_id=almaty.id, purpose=WHY), file)


def test_taking_a_list_asks_for_a_fresh_proof(db, browser, almaty, admin):
    client = browser(admin)
    for session in db.exec(select(SignInSession)):
        session.proved_at = now() - timedelta(minutes=11)
    db.commit()

    for answer in (
        client.get("/people/export?standing=member"),
        client.post("/people/export", data=asked(almaty)),
    ):
        assert answer.location.startswith("/prove?next=")
    assert db.exec(select(TakenList)).all() == []


def test_what_was_asked_of_the_list_is_asked_of_the_file(browser, make, almaty, admin):
    client = browser(admin)
    asking = {"name": "Дина", "standing": "member", "branch_id": str(almaty.id)}

    page = client.post("/people", data=asking).text
    link = page.partition('href="/people/export?')[2].partition('"')[0]
    form = client.get("/people/export?" + link.replace("&amp;", "&")).text

    assert "Дина" not in link
    assert 'value="member" selected' in form
    assert f'value="{almaty.id}" selected' in form


def test_administrators_read_which_lists_left_their_branches(
    db, browser, make, union, almaty, admin
):
    zone, far = make.branch(under=almaty), make.branch(under=union)
    helper = make.officer(Role.BRANCH_ADMIN, zone, name="Көмекші")
    for who, branch, why in (
        (helper, zone, "For the drivers of the zone"),
        (make.officer(Role.BRANCH_ADMIN, far), far, "For people far away"),
    ):
        browser(who).post("/people/export", data=asked(branch, purpose=why))

    page = browser(admin).get("/people/exports").text
    helper.left_at = now()
    db.commit()
    later = browser(admin).get("/people/exports").text

    assert "For the drivers of the zone" in page
    assert "Көмекші" in page
    assert "far away" not in page
    assert "Көмекші" not in later
    assert "former member" in later


def test_fifty_thousand_are_written_in_one_query(db, make, almaty, statements):
    arys = make.member(branch=almaty, name="Арыс")
    usual = arys.model_dump(exclude={"id", "sign_in_key"})
    people = [{"id": uuid4(), "sign_in_key": f"a {n}"} for n in range(49_999)]
    db.execute(insert(Member), [usual | each for each in people])
    legend = legend_of([almaty], [])

    del statements[:]
    began = process_time()
    file = exports.list_of(db, [almaty], Filters(), legend)

    assert process_time() - began < 10  # however busy the machine is
    assert len(statements) == 1
    assert file.people == 50_000
    assert len(rows_of(file.content)) == 50_001


def test_a_list_has_an_end(db, make, almaty, monkeypatch):
    monkeypatch.setattr(exports, "MOST_TAKEN", 2)
    make.crowd(almaty, ["А", "Б", "В"])

    with pytest.raises(Refused, match="at most 2 people"):
        exports.list_of(db, [almaty], Filters(), legend_of([almaty], []))


def test_the_number_of_people_is_right_whatever_they_are_called(db, make, almaty):
    make.crowd(almaty, ["a\nb", '"\r\n', "\u2028", ""])

    with speaking("ru"):
        file = exports.list_of(db, [almaty], Filters(), legend_of([almaty], []))

    assert file.people == 4
