"""Who is here already, or twice in a list: asked, and merged field by field."""

import re

import pytest
from sqlmodel import col, func, select

from tests.browser import lasting
from tests.members.lists import HEADS, checked, csv_of, entered, places
from union.core.base import now
from union.members.models import (
    City,
    Contact,
    Import,
    Member,
    Platform,
    Role,
    Unit,
    WorksIn,
)
from union.members.rules.importing.prepare import place_of_phone

NUMBER = "+77011234567"
TWO = places("name", "phone")


@pytest.fixture
def almaty(make):
    make.save(City(id="almaty", name_kk="Алматы", name_ru="Алматы", name_en="Almaty"))
    for id_, name in (("glovo", "Glovo"), ("wolt", "Wolt")):
        make.save(Platform(id=id_, name=name, origin="ES", work="food_delivery"))
    return make.branch()


@pytest.fixture
def admin(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty, name="Ерасыл", language="ru")


@pytest.fixture
def client(browser, admin):
    return browser(admin)


@pytest.fixture
def numbers(the_app):
    """The keyring that seals and opens numbers."""
    return the_app.extensions["keyring"]


@pytest.fixture
def with_phone(make, db, numbers):
    def made(number=NUMBER, **given):
        member = make.member(**given)
        sealed = numbers.seal(number.encode(), place_of_phone(member.id))
        make.save(
            Contact(
                member_id=member.id, branch_id=member.branch_id, phone_sealed=sealed
            )
        )
        return member

    return made


@pytest.fixture
def works(make):
    def at(member, platform):
        unit = make.save(Unit(platform_id=platform, city_id="almaty"))
        make.save(WorksIn(member_id=member.id, unit_id=unit.id))
        return member

    return at


def doubles(db):
    db.expire_all()
    return db.exec(select(Import)).all()[-1].found["doubles"]


def called(db, name):
    db.expire_all()
    return db.exec(select(Member).where(Member.name == name)).all()


def test_the_same_number_is_the_same_person(db, client, almaty, with_phone):
    member = with_phone(branch=almaty, name="Ada")

    checked(
        client, almaty, csv_of([["Ада Ким", "8 701 1234567"]], HEADS[:2]), columns=TWO
    )

    assert doubles(db) == [[2, str(member.id), True]]


def test_people_of_branches_below_are_found_and_of_others_not(
    db, client, almaty, make, with_phone
):
    below = with_phone(branch=make.branch(under=almaty))
    with_phone("+77011234568", branch=make.branch())
    rows = [["Аа", NUMBER], ["Бб", "+77011234568"]]

    checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    assert doubles(db) == [[2, str(below.id), True]]


def test_whoever_left_is_nobodys_double(db, client, almaty, with_phone):
    with_phone(branch=almaty, left_at=now())

    checked(client, almaty, csv_of([["Ада", NUMBER]], HEADS[:2]), columns=TWO)

    assert doubles(db) == []


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        (["Әлия Ким", "", "", "Алматы", "Glovo"], True),
        (["алия ким", "", "", "Алматы", "Glovo, Wolt"], True),
        (["Әлия Ким"], True),
        (["Әлия Ким", "", "", "Алматы", "Wolt"], False),
        (["Әлия Кимова", "", "", "Алматы", "Glovo"], False),
        (["Әлия Ким", "+77010000009", "", "Алматы", "Glovo"], True),
    ],
)
def test_the_same_name_is_a_question_unless_the_work_answers(
    db, client, almaty, make, works, row, is_asked
):
    works(make.member(branch=almaty, name="Әлия Ким"), "glovo")

    checked(client, almaty, csv_of([row]))

    assert [double[2] for double in doubles(db)] == [False] * is_asked


def test_two_numbers_are_two_people_of_one_name(db, client, almaty, with_phone):
    with_phone(branch=almaty, name="Ада Ким")
    rows = [["Ада Ким", "+77010000001"], ["Ада Ким", "+77010000002"]]

    checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    assert doubles(db) == []


def test_lines_of_one_list_are_held_beside_each_other(db, client, almaty):
    rows = [["Ада", NUMBER], ["Ли", ""], ["Ада Ким", NUMBER], ["ли", ""]]

    checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    assert doubles(db) == [[4, 2, True], [5, 3, False]]


def test_nobody_is_entered_before_doubles_are_decided(db, client, almaty):
    rows = [["Ада", NUMBER], ["Ада Ким", NUMBER]]
    page = checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    answer = client.post(f"{page}/enter")

    assert answer.status_code == 409
    assert "Decide about the doubles first" in answer.text


@pytest.mark.parametrize(
    ("whose", "names"),
    [("same", {"Ада"}), ("take", {"Ада Ким"}), ("new", {"Ада", "Ада Ким"})],
)
def test_lines_become_one_person_or_two(db, client, almaty, whose, names, admin):
    rows = [["Ада", NUMBER], ["Ада Ким", NUMBER]]
    page = checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)
    client.post(f"{page}/doubles", data={"sure": whose})

    entered(client, page)

    db.expire_all()
    assert set(db.exec(select(Member.name))) - {admin.name} == names
    assert db.exec(select(func.count(col(Contact.member_id)))).one() == 1


def test_what_is_missing_here_is_added_and_the_rest_stays(
    db, client, almaty, with_phone, works
):
    member = works(with_phone(branch=almaty, name="Ada", language="ru"), "glovo")
    rows = [["Ада Ким", NUMBER, "kk", "Алматы", "Glovo, Wolt", "", "вело"]]
    page = checked(client, almaty, csv_of(rows))
    client.post(f"{page}/doubles", data={"sure": "same"})

    entered(client, page)

    db.expire_all()
    assert (member.name, member.language, member.vehicle) == ("Ada", "ru", "bicycle")
    assert {unit.platform_id for unit in member.units} == {"glovo", "wolt"}
    assert called(db, "Ада Ким") == []


def test_a_field_is_taken_from_the_file_where_it_is_right(
    db, client, almaty, with_phone
):
    member = with_phone(branch=almaty, name="Ada", language="ru")
    rows = [["Ада Ким", NUMBER, "kk", "", "", "29.02.2024", ""]]
    page = checked(client, almaty, csv_of(rows))

    shown = client.get(f"{page}/doubles/2").text
    client.post(f"{page}/doubles/2", data={"whose": "same", "name": "file"})
    entered(client, page)

    assert 'name="name" value="file"' in shown
    assert "Русский" in shown
    db.expire_all()
    assert (member.name, member.name_key, member.language) == (
        "Ада Ким",
        "ада ким",
        "ru",
    )
    assert member.joined_at.year != 2024


def test_a_number_is_taken_anew_where_the_name_is_the_same(
    db, client, almaty, make, numbers
):
    member = make.member(branch=almaty, name="Ада Ким")
    page = checked(
        client, almaty, csv_of([["Ада Ким", NUMBER]], HEADS[:2]), columns=TWO
    )
    client.post(f"{page}/doubles", data={"possible": "same"})

    entered(client, page)

    db.expire_all()
    sealed = db.get_one(Contact, member.id).phone_sealed
    assert numbers.open(sealed, place_of_phone(member.id)).decode() == NUMBER


def test_numbers_of_members_are_not_shown(client, almaty, with_phone):
    with_phone("+77017654321", branch=almaty, name="Ада")
    page = checked(client, almaty, csv_of([["Ада"]], HEADS[:1]), columns={"name": "0"})

    for told in (client.get(f"{page}/doubles/2"), client.get(f"{page}/doubles")):
        assert not re.search(r"765\s?4321", lasting(told.text))


def test_whoever_signs_in_keeps_what_they_said_of_themselves(
    db, client, almaty, make, works
):
    member = works(
        make.member(branch=almaty, name="Ada", language="ru", passphrase_hash="x"),
        "glovo",
    )
    rows = [["ada", NUMBER, "kk", "Алматы", "Glovo, Wolt", "29.02.2024", "авто"]]
    page = checked(client, almaty, csv_of(rows))
    shown = client.get(f"{page}/doubles/2").text
    client.post(f"{page}/doubles", data={"possible": "take"})

    entered(client, page)

    assert "This member signs in here" in shown
    db.expire_all()
    assert (member.name, member.language, member.vehicle) == ("Ada", "ru", None)
    assert db.get(Contact, member.id) is None
    assert {unit.platform_id for unit in member.units} == {"glovo", "wolt"}


def test_what_was_decided_alone_outweighs_what_was_for_all(db, client, almaty):
    rows = [["Ада", NUMBER], ["Ли", NUMBER], ["Ким", NUMBER]]
    page = checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)
    client.post(f"{page}/doubles/3", data={"whose": "new"})
    client.post(f"{page}/doubles", data={"sure": "same"})

    listed = client.get(f"{page}/doubles").text
    entered(client, page)

    assert ("somebody else" in listed, "the same person" in listed) == (True, True)
    assert [len(called(db, name)) for name in ("Ада", "Ли", "Ким")] == [1, 1, 0]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/doubles", {"sure": "maybe"}),
        ("/doubles", {"member_id": "1"}),
        ("/doubles/3", {}),
        ("/doubles/3", {"whose": "nobody"}),
        ("/doubles/3", {"whose": "same", "name": "both"}),
        ("/doubles/3", {"whose": "same", "passphrase_hash": "x"}),
    ],
)
def test_choices_that_make_no_sense_are_refused(db, client, almaty, path, form):
    rows = [["Ада", NUMBER], ["Ли", NUMBER]]
    page = checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    assert client.post(page + path, data=form).status_code == 422
    assert db.exec(select(Import)).one().choices == {}


@pytest.mark.parametrize("line", [0, 2, 99, 2**63])
def test_a_line_that_is_no_double_has_no_page(client, almaty, line):
    rows = [["Ада", NUMBER], ["Ли", NUMBER]]
    page = checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    assert client.get(f"{page}/doubles/{line}").status_code == 404


def test_doubles_are_paged_by_line(client, almaty):
    rows = [["Ада", NUMBER]] * 40
    page = checked(client, almaty, csv_of(rows, HEADS[:2]), columns=TWO)

    first, second = (
        client.get(f"{page}/doubles{more}").text for more in ("", "?after=32")
    )

    assert ('href="?after=32"' in first, "Line 33&" in first) == (True, False)
    assert ("Line 33&" in second, "Line 41&" in second) == (True, True)
