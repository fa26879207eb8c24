"""A line is a person, or names what is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.members.columns import Column, guess
from union.members.faults import FAULTS, Kind
from union.members.lines import Known, Person, read_line
from union.members.models import Vehicle
from union.members.sheets import Row

KNOWN = Known(
    cities={"алматы": "almaty", "almaty": "almaty", "оскемен": "oskemen"},
    platforms={"glovo": "glovo", "яндекс еда": "yandex-eda"},
    home_city=None,
    today=date(2026, 11, 25),
)
COLUMNS = {column.value: place for place, column in enumerate(Column)}


def line(**cells):
    said = {"name": "Ада"} | cells
    row = Row(7, [said.get(column, "") for column in Column])
    return read_line(row, COLUMNS, len(Column), KNOWN)


def kinds(found):
    return [] if isinstance(found, Person) else [fault.kind for fault in found]


@pytest.mark.parametrize(
    "name",
    [
        "Ада",
        "Әлия Ғ.",
        "O’Neil",
        "Нұр-Али",
        "Қызғалдақ 2",
        "Һәм Іңкәр",
        "Zoë",
    ],
)
def test_names_as_people_have_them_pass(name):
    assert line(name=name).name == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", Kind.NAME_MISSING),
        ("  ", Kind.NAME_MISSING),
        ("Я", Kind.NAME_SHORT),
        ("Я" * 81, Kind.NAME_LONG),
        ("ß" * 60, Kind.NAME_LONG),
        ("Ада\u202eадА", Kind.INVISIBLE),
        ("Ада\u2066", Kind.INVISIBLE),
        ("А\u200bда", Kind.INVISIBLE),
        ("Ада\U000e0041", Kind.INVISIBLE),
        ("Ада\x07", Kind.INVISIBLE),
        ("Z\u0300\u0301\u0302\u0303algo", Kind.INVISIBLE),
        ("?йг?рім", Kind.NAME_LOST),
        ("А\ufffdа", Kind.NAME_LOST),
        ("Аdа", Kind.NAME_MIXED),
        ("12 34", Kind.NAME_NO_LETTERS),
        ("१२", Kind.NAME_NO_LETTERS),
    ],
)
def test_names_that_cannot_stand_are_named(name, kind):
    assert kinds(line(name=name)) == [kind]


@pytest.mark.parametrize(
    ("phone", "normal"),
    [
        ("", None),
        ("8 701 123 45 67", "+77011234567"),
        ("+7 (701) 123-45-67", "+77011234567"),
        ("77011234567", "+77011234567"),
        ("7011234567", "+77011234567"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_numbers_are_written_in_one_way(phone, normal):
    assert line(phone=phone).phone == normal


@pytest.mark.parametrize(
    "phone", ["8701", "нет", "=1+1", "8701123456", "8" * 60, "1e309", "-1"]
)
def test_what_cannot_be_called_is_no_number(phone):
    assert kinds(line(phone=phone)) == [Kind.PHONE]


@pytest.mark.parametrize(
    ("said", "language"),
    [("", None), ("kk", "kk"), ("Қазақша", "kk"), ("Русский", "ru"), ("ENGLISH", "en")],
)
def test_languages_are_known_by_their_names(said, language):
    assert line(language=said).language == language


@pytest.mark.parametrize(
    ("said", "vehicle"),
    [
        ("", None),
        ("Вело", Vehicle.BICYCLE),
        ("жаяу", Vehicle.FOOT),
        ("E-bike", Vehicle.ELECTRIC),
        ("скутер", Vehicle.MOTORBIKE),
        ("Автокөлік", Vehicle.CAR),
    ],
)
def test_vehicles_are_known_by_their_names(said, vehicle):
    assert line(vehicle=said).vehicle == vehicle


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        ({"city": "г. Алматы", "platforms": "GLOVO"}, [("glovo", "almaty")]),
        ({"city": "Алматы қаласы", "platforms": "Glovo;glovo"}, [("glovo", "almaty")]),
        ({"city": "ӨСКЕМЕН", "platforms": "Яндекс.Еда"}, [("yandex-eda", "oskemen")]),
        (
            {"city": "Almaty", "platforms": "Glovo / Яндекс Еда,"},
            [("glovo", "almaty"), ("yandex-eda", "almaty")],
        ),
        ({"city": "Almaty"}, []),
    ],
)
def test_work_is_a_platform_in_a_city(cells, places):
    assert list(line(**cells).places) == places


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"city": "Атлантида"}, Kind.CITY),
        ({"platforms": "Glovo"}, Kind.CITY_NEEDED),
        ({"platforms": "Uber", "city": "Almaty"}, Kind.PLATFORM),
        ({"language": "клингонский"}, Kind.LANGUAGE),
        ({"vehicle": "верблюд"}, Kind.VEHICLE),
    ],
)
def test_what_nobody_knows_is_named(cells, kind):
    assert kinds(line(**cells)) == [kind]


def test_a_branch_of_a_city_lends_its_city():
    known = Known(KNOWN.cities, KNOWN.platforms, "almaty", KNOWN.today)
    row = Row(2, ["Ада", "Glovo"])

    found = read_line(row, {"name": 0, "platforms": 1}, 2, known)

    assert found.places == (("glovo", "almaty"),)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("", None),
        ("2024-02-29", date(2024, 2, 29)),
        ("29.02.2024", date(2024, 2, 29)),
        ("1.3.2025", date(2025, 3, 1)),
        ("31/12/2025", date(2025, 12, 31)),
        ("2024-02-29T00:00:00", date(2024, 2, 29)),
        ("29.02.2024 12:30", date(2024, 2, 29)),
        ("45351", date(2024, 2, 29)),
        ("2026-11-25", date(2026, 11, 25)),
        ("01.01.2000", date(2000, 1, 1)),
    ],
)
def test_days_are_read_as_people_and_excel_write_them(said, day):
    assert line(joined=said).joined == day


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("29.02.2023", Kind.JOINED),
        ("31.11.2025", Kind.JOINED),
        ("0000-01-01", Kind.JOINED),
        ("вчера", Kind.JOINED),
        ("12.2025", Kind.JOINED),
        ("01.02.25", Kind.JOINED),
        ("-45351", Kind.JOINED),
        ("१२.12.2025", Kind.JOINED),
        ("1e309", Kind.JOINED),
        ("26.11.2026", Kind.JOINED_LATER),
        ("9999-12-31", Kind.JOINED_LATER),
        ("999999", Kind.JOINED_LATER),
        ("31.12.1999", Kind.JOINED_EARLY),
        ("0", Kind.JOINED_EARLY),
        ("0001-01-01", Kind.JOINED_EARLY),
    ],
)
def test_days_that_cannot_be_are_named(said, kind):
    assert kinds(line(joined=said)) == [kind]


def test_every_fault_of_a_line_is_named():
    found = line(name="", phone="1", city="x", joined="x")

    assert kinds(found) == [Kind.NAME_MISSING, Kind.PHONE, Kind.CITY, Kind.JOINED]
    assert {fault.line for fault in found} == {7}
    assert [fault.place for fault in found] == [0, 1, 3, 5]


def test_a_line_wider_than_the_heads_is_named():
    found = read_line(Row(2, ["Ада", "", "x"]), {"name": 0}, 2, KNOWN)

    assert kinds(found) == [Kind.TOO_MANY_CELLS]


def test_every_fault_has_its_sentence():
    assert FAULTS.keys() == set(Kind)


@given(st.lists(st.text(max_size=60), min_size=7, max_size=7))
def test_any_text_is_a_person_or_a_named_fault(cells):
    found = read_line(Row(2, cells), COLUMNS, 7, KNOWN)

    if isinstance(found, Person):
        assert found.name == " ".join(cells[0].split())
        assert found.name.isprintable()
    else:
        assert all(fault.kind in FAULTS for fault in found)


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (["ФИО", "Номер телефона", "Город"], {"name": 0, "phone": 1, "city": 2}),
        (["Аты-жөні", "Ұялы телефон"], {"name": 0, "phone": 1}),
        (["Name", "WhatsApp", "Platform(s)"], {"name": 0, "phone": 1, "platforms": 2}),
        (["№", "Имя", "Дата вступления"], {"name": 1, "joined": 2}),
        (["x", "y"], {}),
        ([], {}),
    ],
)
def test_heads_are_known_in_three_languages(heads, found):
    assert guess(heads) == found
