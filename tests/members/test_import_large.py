"""The organiser who arrives with fifty thousand names loses none of them."""

import csv
import io
import random
import re
from itertools import count

import pytest
from sqlmodel import col, func, select

from tests.members.lists import checked, csv_of, entered, xlsx_of
from union.members.models import City, Import, Member, Platform, Role, Stage

# Each is a way to spoil a line, and the words by which it is named.
FAULTS = [
    (0, "", "The name is missing."),
    (0, "Ж", "at least two letters"),
    (0, "Ж" * 81, "longer than 80"),
    (0, "?йжан", "A letter was lost"),
    (0, "Aйжан", "two alphabets are mixed"),
    (0, "Ай\u202eжан", "invisible characters"),
    (1, "8 701 12", "no phone number"),
    (2, "клингонский", "none of: Kazakh"),
    (3, "Атлантида", "This city is not"),
    (4, "Glovo; Uber", "This platform is not"),
    (5, "30.02.2024", "no date that exists"),
    (5, "01.01.2199", "has not come yet"),
    (5, "31.12.1999", "before the year 2000"),
    (6, "верблюд", "none of: foot"),
]
NAMES = ["Айгерім", "Ерлан", "Дина", "Мадина", "Нұрлан", "Сергей", "Ольга", "Жанна"]


@pytest.fixture
def almaty(make):
    make.save(City(id="almaty", name_kk="Алматы", name_ru="Алматы", name_en="Almaty"))
    for id_, name in (("glovo", "Glovo"), ("wolt", "Wolt")):
        make.save(Platform(id=id_, name=name, origin="ES", work="food_delivery"))
    return make.branch()


@pytest.fixture
def client(browser, make, almaty):
    return browser(make.officer(Role.BRANCH_ADMIN, almaty, name="Ada Admin"))


def people(many, dice):
    """Couriers as lists have them: some with a number, all with a name of their own."""
    for number in range(many):
        name = f"{dice.choice(NAMES)} {number}"
        phone = f"8 70{number % 2 + 1} {number // 10000:03} {number % 10000:04}"
        yield [
            name,
            phone if number % 5 else "",
            dice.choice(["қазақша", "русский", ""]),
            "Алматы",
            dice.choice(["Glovo", "Wolt", "Glovo, Wolt"]),
            f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.2024",
            dice.choice(["вело", "авто", ""]),
        ]


def spoilt(rows, many, dice):
    """Spoil as many lines; the faults by the number of their line."""
    planted = {}
    for place, number in zip(
        dice.sample(range(len(rows)), many), count(), strict=False
    ):
        cell, value, words = FAULTS[number % len(FAULTS)]
        rows[place][cell] = value
        planted[place + 2] = words  # the heads are line 1
    return planted


def named(client, page):
    """Every fault that the pages name, by line."""
    found, address = {}, f"{page}/faults"
    while address:
        text = client.get(address).text
        for line, sentence in re.findall(
            r'<tr><th scope="row">Line (\d+)</th>.*?What is wrong">(.*?)</td></tr>',
            text,
        ):
            found[int(line)] = sentence
        more = re.search(r'rel="next" href="([^"]+)"', text)
        address = more and f"{page}/faults{more[1]}"
    return found


def hold_an_import(client, db, almaty, rows, faults, name):
    """From the file to the members, by the pages and the worker."""
    dice = random.Random(2026)  # noqa: S311
    planted = spoilt(rows, faults, dice)
    content = xlsx_of(rows) if name.endswith("xlsx") else csv_of(rows)
    page = checked(client, almaty, content, name)

    told = named(client, page)
    assert told.keys() == planted.keys()
    assert [n for n, words in planted.items() if words not in told[n]] == []
    lines = client.get(f"{page}/faults.csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(lines), delimiter=";"))) == faults + 1

    entered(client, page, leave_out="yes")

    names = set(db.exec(select(Member.name).where(col(Member.branch_id) == almaty.id)))
    wanted = {row[0] for at, row in enumerate(rows) if at + 2 not in planted}
    assert names - {"Ada Admin"} == wanted
    assert len(wanted) == len(rows) - faults
    return page, content


def hold_it_again(client, db, almaty, content, name):
    """The same file once more: everybody is known already, and nobody comes twice."""
    before = db.exec(select(func.count(col(Member.id)))).one()
    page = checked(client, almaty, content, name)
    text = client.get(f"{page}/preview").text

    client.post(f"{page}/doubles", data={"sure": "same", "possible": "same"})
    entered(client, page, leave_out="yes")

    db.expire_all()
    stages = db.exec(select(Import.stage)).all()
    assert stages == [Stage.ENTERED, Stage.ENTERED]
    assert db.exec(select(func.count(col(Member.id)))).one() == before
    return text


def test_fifty_thousand_lines_with_two_hundred_faults(client, db, almaty, request):
    if request.config.getoption("--database") == "postgresql":
        pytest.skip("once is enough; the smaller lists run here too")
    rows = list(people(50_000, random.Random(7)))  # noqa: S311

    _page, content = hold_an_import(client, db, almaty, rows, 200, "list.csv")
    again = checked(client, almaty, content)
    text = client.get(f"{again}/preview").text

    assert "49\N{NO-BREAK SPACE}800 lines may tell of somebody once more" in text


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_a_smaller_list_of_either_kind(client, db, almaty, name):
    rows = list(people(3_000, random.Random(7)))  # noqa: S311

    _page, content = hold_an_import(client, db, almaty, rows, 42, name)
    text = hold_it_again(client, db, almaty, content, name)

    assert "2\N{NO-BREAK SPACE}958 lines may tell of somebody once more" in text
