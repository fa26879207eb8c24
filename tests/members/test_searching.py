"""Names found by a part of them, on either database, whatever is typed."""

import sqlite3
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update
from sqlmodel import col

from union.core.base import now
from union.core.engines import connect
from union.core.migrations import downgrade, upgrade
from union.members.forms import Sought
from union.members.models import PROBATION, Member, Standing
from union.members.names import sought
from union.members.queries.lists import sheet, standing_at

HOSTILE = ["%", "_", "'", '"', "*", "' OR 1=1--", "NEAR(a b)", "a OR b", "-a", "^a"]
HOSTILE += ["{{7*7}}", "%s%n", "\u202eabc", "a\\", "аль%", "name_key:а", "(", "а" * 80]


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def found(db, almaty):
    """The names a search in one branch finds."""
    return lambda **form: [
        line.name for line in sheet(db, [almaty], Sought(**form)).lines
    ]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("алия", ["Ғалия Қ.", "Әлия"]),
        ("ӘЛИ", ["Ғалия Қ.", "Әлия"]),
        ("галия", ["Ғалия Қ."]),
        ("я қ.", ["Ғалия Қ."]),
        ("ал", ["Әлия"]),  # less than three letters are those a name begins with
        ("ң", []),
        ("н", ["Ң"]),
        ("", ["Ғалия Қ.", "Ң", "Әлия"]),
        ("зззз", []),
    ],
)
def test_a_part_of_a_name_finds_it_on_either_keyboard(
    make, almaty, found, typed, names
):
    for name in ("Әлия", "Ғалия Қ.", "Ң"):
        make.member(branch=almaty, name=name)
    expected = {"ң": ["Ң"]}.get(typed, names)

    assert sorted(found(name=typed)) == sorted(expected)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_text_and_nothing_else(make, almaty, found, typed):
    make.member(branch=almaty, name="Альфия")
    make.member(branch=almaty, name=f"x{typed}"[:80])

    assert "Альфия" not in found(name=typed)
    if len(typed) >= 3:
        assert found(name=typed[:79]) == [f"x{typed}"[:80]]


def test_whoever_is_renamed_is_found_by_the_new_name_only(db, make, almaty, found):
    ada = make.member(branch=almaty, name="Қыран")

    ada.name, ada.name_key = "Тұлпар", sought("Тұлпар")
    db.commit()

    assert found(name="тулп") == ["Тұлпар"]
    assert found(name="қыра") == []


def test_a_name_that_two_have_stays_when_one_is_erased(db, make, almaty, found):
    first, _second = (make.member(branch=almaty, name="Қыран") for _ in range(2))

    db.execute(delete(Member).where(col(Member.id) == first.id))

    assert found(name="кыра") == ["Қыран"]


def test_many_are_named_at_once(db, make, almaty, found):
    people = [make.member(branch=almaty, name=f"Арыс {n}") for n in range(3)]
    ids = [member.id for member in people]

    db.execute(
        update(Member)
        .where(col(Member.id).in_(ids))
        .values(name="Барыс", name_key="барыс")
    )

    assert found(name="арыс") == ["Барыс"] * 3
    assert found(name="арыс 1") == []


LETTERS = "абәқ 1"


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(st.text(LETTERS, min_size=1, max_size=8), max_size=8),
    part=st.text(LETTERS, min_size=3, max_size=4),
)
def test_it_finds_what_reading_every_name_would_find(db, make, names, part):
    branch = make.branch()
    make.crowd(branch, names)

    lines = sheet(db, [branch], Sought(name=part)).lines

    wanted = sorted(name for name in names if sought(part) in sought(name))
    assert sorted(line.name for line in lines) == wanted


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(
        st.sampled_from(["Арыс", "арыс", "Арыс б", "Барыс", "Б"]), max_size=6
    ),
    part=st.sampled_from(["", "а", "арыс"]),
)
def test_page_after_page_shows_each_person_once(db, make, names, part):
    branch = make.branch()
    crowd = make.crowd(branch, names * 25)
    wanted = {ada.id for ada in crowd if matches(ada.name_key, part)}

    seen, after = [], ""
    while after is not None:
        page = sheet(db, [branch], Sought(name=part, after=after))
        seen, after = seen + [line.id for line in page.lines], page.after

    assert len(seen) == len(set(seen))
    assert set(seen) == wanted


def matches(name, part):
    return part in name if len(part) >= 3 else name.startswith(part)


@pytest.mark.parametrize("left", [None, 1])
@pytest.mark.parametrize("suspended", [None, 1])
@pytest.mark.parametrize("admitted", [None, 20, 14, 13, 1])
@pytest.mark.parametrize("joined", [None, 30])
def test_the_database_says_of_a_standing_what_the_member_says(
    db, make, joined, admitted, suspended, left
):
    at = now()
    days = {"joined_at": joined, "admitted_at": admitted}
    days |= {"suspended_at": suspended, "left_at": left}
    ada = make.member(**{n: d and at - timedelta(days=d) for n, d in days.items()})

    said = db.scalar(select(standing_at(at)).where(col(Member.id) == ada.id))

    assert Standing(said) == ada.standing(at)


def test_the_last_moment_of_probation_is_told_alike(db, make):
    at = now()
    ada = make.member(admitted_at=at - PROBATION)

    said = db.scalar(select(standing_at(at)).where(col(Member.id) == ada.id))

    assert Standing(said) == ada.standing(at) == Standing.MEMBER


def file_of_union(tmp_path, revision="head"):
    engine = connect(f"sqlite:///{tmp_path}/union.db")
    upgrade(engine, revision)
    return engine


def people(engine, *names):
    """Write members past our models, as any other program would."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO branch (id, name_kk, name_ru, name_en, path) "
            "VALUES ('b', 'b', 'b', 'b', 'b/')"
        )
        for name in names:
            connection.execute(
                text(
                    "INSERT INTO member (id, name, name_key, sign_in_name, sign_in_key,"
                    " passphrase_hash, language, branch_id, joined_at, brought)"
                    " VALUES (:n, :n, :n, :n, :n, '', 'kk', 'b', '2026-01-01', 0)"
                ),
                {"n": name},
            )


def trigrams(engine):
    with engine.connect() as connection:
        return set(
            connection.execute(text("SELECT trigram FROM nametrigram")).scalars()
        )


def test_the_migration_takes_the_names_along(tmp_path):
    engine = file_of_union(tmp_path, "belonging")
    people(engine, "арыс", "ю")

    upgrade(engine)
    assert trigrams(engine) == {"ары", "рыс"}

    downgrade(engine, "belonging")
    people(engine, "барыс")
    upgrade(engine)
    assert trigrams(engine) == {"ары", "рыс", "бар"}
    engine.dispose()


def test_an_erased_name_is_in_no_byte_of_the_file(tmp_path):
    engine = file_of_union(tmp_path)
    people(engine, *(f"арыс {n}" for n in range(500)), "кжфцщэ")

    with engine.begin() as connection:
        gone = "name='', name_key='', sign_in_name='', sign_in_key='', id='x'"
        connection.exec_driver_sql(
            f"UPDATE member SET {gone} WHERE name_key = 'кжфцщэ'"  # noqa: S608
        )
    engine.dispose()
    with sqlite3.connect(tmp_path / "union.db") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    file.close()

    kept = b"".join(path.read_bytes() for path in tmp_path.glob("union.db*"))
    assert [w for w in ("кжф", "жфц", "фцщ", "цщэ") if w.encode() in kept] == []
    assert "арыс 499".encode() in kept


def test_no_search_reads_a_whole_branch(db, make, almaty, statements):
    """SQLite says how it will go about it; PostgreSQL decides by what it counted."""
    if db.get_bind().dialect.name != "sqlite":
        pytest.skip("each database plans in its own way")
    sheet(db, [almaty, make.branch()], Sought(name="алия"))

    plan = db.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {statements[-1]}",
        (0,) * statements[-1].count("?"),
    )

    steps = [row[3] for row in plan]
    assert steps[0].startswith("SEARCH nametrigram USING PRIMARY KEY (trigram=?")
    assert not any("TEMP B-TREE" in step or "SCAN" in step for step in steps)
    assert db.scalar(select(func.count(col(Member.id)))) == 0
