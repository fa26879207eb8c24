"""Lists of people come in: each line entered, or named with what is wrong with it."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from tests.members.lists import (
    ALL,
    HEADS,
    checked,
    csv_of,
    entered,
    places,
    send,
    sent,
    work,
    xlsx_of,
)
from union.core.audit import Minute
from union.core.base import now
from union.core.jobs import do_chores
from union.members import sheets
from union.members.models import (
    City,
    Contact,
    Import,
    KnownColumns,
    Member,
    Platform,
    Role,
    SignInSession,
    Stage,
    Standing,
    StandingChange,
    Unit,
    WorksIn,
)
from union.members.rules.importing.prepare import place_of_phone

TWO = places("name", "phone")
ROWS = [
    [
        "Айгерім",
        "8 701 123 45 67",
        "қазақша",
        "Алматы",
        "Glovo, Wolt",
        "29.02.2024",
        "вело",
    ],
    ["Борис Ким", "", "русский", "г. Алматы", "", "", ""],
    ["Dana", "+7 702 000 00 01", "", "", "", "2025-01-31", "Car"],
]


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


def members(db):
    return db.exec(select(func.count(Member.id))).one()


def one(db, name):
    db.expire_all()
    return db.exec(select(Member).where(Member.name == name)).one()


def the_list(db):
    db.expire_all()
    return db.exec(select(Import)).one()


@pytest.fixture
def phone_of(db, the_app):
    keys = the_app.extensions["keyring"]

    def opened(name):
        member = one(db, name)
        sealed = db.get_one(Contact, member.id).phone_sealed
        return keys.open(sealed, place_of_phone(member.id)).decode()

    return opened


def test_a_list_becomes_members(db, client, almaty, admin, phone_of):
    page = checked(client, almaty, csv_of(ROWS))

    answer = entered(client, page)

    assert "Everybody is entered" in answer.text
    person = one(db, "Айгерім")
    assert phone_of("Айгерім") == "+77011234567"
    assert (person.language, person.vehicle, person.branch_id) == (
        "kk",
        "bicycle",
        almaty.id,
    )
    assert person.joined_at == person.admitted_at
    assert person.joined_at.isoformat() == "2024-02-28T18:00:00+00:00"
    assert {unit.platform_id for unit in person.units} == {"glovo", "wolt"}
    assert one(db, "Борис Ким").language == "ru"
    assert one(db, "Dana").language == admin.language
    assert members(db) == 4


def test_nobody_is_a_member_before_the_organiser_says_so(db, client, almaty):
    page = checked(client, almaty, csv_of(ROWS))

    preview = client.get(f"{page}/preview")

    assert members(db) == 1
    assert "Enter 3 people" in preview.text
    assert "+77011234567" in preview.text
    assert "count in rolls and quorums" in preview.text


def test_each_reads_that_they_were_entered_and_by_whom(db, client, almaty, admin):
    entered(client, checked(client, almaty, csv_of(ROWS)))

    changes = db.exec(select(StandingChange)).all()

    assert {change.by for change in changes} == {admin.id}
    said = {"Бөлімше тізімімен енгізілді": 1, "Внесён по списку отделения": 2}
    assert Counter(c.reason for c in changes) == said  # in the language of each
    assert [c.standing for c in changes].count(Standing.MEMBER) == 2
    assert [c.standing for c in changes].count(Standing.PROBATIONER) == 1


def test_the_minutes_say_that_a_list_came_and_was_entered(db, client, almaty):
    entered(client, checked(client, almaty, csv_of(ROWS)))

    told = [(m.event, sorted(m.about)) for m in db.exec(select(Minute))]

    assert told == [("ImportSent", ["import_id"]), ("PeopleImported", ["import_id"])]


def test_nobody_signs_in_by_an_imported_name(db, client, stranger, almaty):
    entered(client, checked(client, almaty, csv_of(ROWS)))
    person = one(db, "Dana")

    answer = stranger.post(
        "/sign-in", data={"sign_in_name": person.sign_in_name, "passphrase": ""}
    )

    assert answer.status_code == 422
    assert person.sign_in_name.startswith("import-")


def test_the_sealed_file_is_gone_when_everybody_is_entered(db, client, almaty):
    page = checked(client, almaty, csv_of(ROWS))
    assert the_list(db).sealed

    entered(client, page)

    kept = the_list(db)
    assert (kept.sealed, kept.heads, kept.choices) == (None, [], {})
    assert kept.found == {"people": 3, "faulty": 0}


def test_no_phone_number_lies_open_anywhere_on_the_way(db, client, almaty):
    rows = [["Aa", "8 701 123 45 67"], ["Bb", "8 701 123 45 6x"], ["Cc", "87011234567"]]
    checked(client, almaty, csv_of(rows, HEADS[:2]), columns=places("name", "phone"))

    kept = the_list(db)

    written = (b"701 123 45", b"7011234567")  # fewer digits may stand there by chance
    assert not [number for number in written if number in kept.sealed]
    assert "701" not in f"{kept.found} {kept.choices} {kept.heads}"


def test_an_xlsx_becomes_members_too(db, client, almaty, phone_of):
    page = checked(client, almaty, xlsx_of(ROWS), "list.xlsx")

    entered(client, page)

    assert phone_of("Айгерім") == "+77011234567"
    assert members(db) == 4


def test_two_presses_enter_once(db, client, almaty):
    page = checked(client, almaty, csv_of(ROWS))

    first, second = (client.post(f"{page}/enter") for _ in range(2))
    work(client)
    third = client.post(f"{page}/enter")
    work(client)

    assert first.location == second.location == third.location == page
    assert members(db) == 4


def test_sending_a_form_twice_is_one_list(db, client, almaty):
    first, second = (send(client, almaty, csv_of(ROWS), once="k" * 22) for _ in "12")

    assert first.location == second.location
    assert the_list(db).lines == 3


def test_columns_are_guessed_from_their_heads(client, almaty):
    page = sent(client, almaty, csv_of(ROWS))

    chosen = client.get(f"{page}/columns").text

    assert chosen.count(" selected") == 7


def test_columns_are_remembered_for_such_heads(db, client, almaty):
    content = csv_of([["x", "Ada"]], ["one", "two"])
    checked(client, almaty, content, columns={"name": "1"})

    again = client.get(f"{sent(client, almaty, content)}/columns").text

    assert '<option value="1" selected>' in again
    assert db.exec(select(KnownColumns)).one().columns == {"name": 1}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"phone": "1"}, "Fill this in."),
        ({"name": "0", "phone": "0"}, "chosen for “Name” already"),
        ({"name": "99"}, "Choose one of the answers."),
        ({"name": "-1"}, "too small"),
        ({"name": "x"}, "Write a number."),
        ({"name": "0", "stage": "entered"}, "does not know such a field"),
        ({"name": "99999999999999999999"}, "Choose one of the answers."),
    ],
)
def test_columns_that_make_no_sense_are_refused(db, client, almaty, form, words):
    page = sent(client, almaty, csv_of(ROWS))

    answer = client.post(f"{page}/columns", data=form)

    assert answer.status_code == 422
    assert words in answer.text
    assert the_list(db).stage == Stage.SENT


def test_what_was_chosen_stays_when_columns_are_refused(client, almaty):
    page = sent(client, almaty, csv_of(ROWS, ["a", "b", "c", "d", "e", "f", "g"]))

    answer = client.post(f"{page}/columns", data={"phone": "1", "city": "3"})

    assert '<option value="1" selected>B: b' in answer.text
    assert '<option value="3" selected>D: d' in answer.text


def test_faulty_lines_are_named_and_hold_the_others_up(db, client, almaty):
    page = checked(client, almaty, csv_of([*ROWS, ["", "12"], ["Ли", "8701"]]))

    refused = client.post(f"{page}/enter")
    faults = client.get(f"{page}/faults").text

    assert refused.status_code == 409
    assert "2 lines are faulty" in refused.text
    assert ["Line 5" in faults, "Line 6" in faults] == [True, True]
    assert "The name is missing." in faults
    assert the_list(db).stage == Stage.CHECKED


def test_faulty_lines_that_are_left_out_stay_as_a_file(db, client, almaty):
    page = checked(client, almaty, csv_of([*ROWS, ["Ли", "+7 870", "", "=1+1"]]))

    answer = entered(client, page, leave_out="yes")
    kept = client.get(f"{page}/faults.csv")

    assert "Download the faulty lines" in answer.text
    assert members(db) == 4
    lines = kept.data.decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"Ли";"\'+7 870";"";"\'=1+1"')
    assert '"5"' in lines[1]


def test_the_file_of_faulty_lines_can_be_mended_and_sent_again(
    client, almaty, phone_of
):
    page = checked(client, almaty, csv_of([["Ли", "+7 870"]]))
    faulty = client.get(f"{page}/faults.csv").data.decode("utf-8-sig")

    mended = faulty.replace("'+7 870", "'+7 701 000 00 02").encode()
    entered(client, checked(client, almaty, mended))

    assert phone_of("Ли") == "+77010000002"


def test_a_list_of_faults_alone_enters_nobody(client, almaty):
    page = checked(client, almaty, csv_of([["", "12"]]))

    answer = client.post(f"{page}/enter", data={"leave_out": "yes"})

    assert answer.status_code == 409
    assert "Nobody on this list can be entered" in answer.text


def test_faults_are_paged_by_line(client, almaty):
    page = checked(client, almaty, csv_of([["", "x"]] * 60))

    first = client.get(f"{page}/faults").text
    second = client.get(f"{page}/faults?after=51").text

    assert ("Line 51<" in first, "Line 52<" in first) == (True, False)
    assert 'href="?after=51"' in first
    assert ("Line 51<" in second, "Line 61<" in second) == (False, True)


def test_the_bar_moves_in_steps_while_the_worker_checks(db, client, almaty):
    page = sent(client, almaty, csv_of(ROWS))
    client.post(f"{page}/columns", data=ALL)

    waiting = client.get(page).text
    work(client)
    part = client.get(f"{page}/progress", headers={"HX-Request": "true"}).text

    assert '<progress id="bar" value="0" max="3">' in waiting
    assert "data-topic=" in waiting
    assert "Look through it" in part


def test_a_worker_that_died_in_the_middle_begins_again(db, client, almaty):
    page = sent(client, almaty, csv_of(ROWS))
    client.post(f"{page}/columns", data=ALL)
    the_list(db).done = 2
    db.commit()

    work(client)

    assert the_list(db).stage == Stage.CHECKED


def test_a_crash_while_entering_leaves_nobody(db, client, almaty, monkeypatch):
    page = checked(client, almaty, csv_of(ROWS))
    monkeypatch.setattr("union.members.rules.importing.enter._close", lambda *_: 1 / 0)

    entered(client, page)

    assert members(db) == 1
    assert db.exec(select(func.count(col(Unit.id)))).one() == 0
    kept = the_list(db)
    assert (kept.stage, kept.trouble, kept.sealed) == (
        Stage.FAILED,
        "ZeroDivisionError",
        None,
    )


def test_a_file_that_cannot_be_opened_fails_with_a_sentence(db, client, almaty):
    page = sent(client, almaty, csv_of(ROWS))
    client.post(f"{page}/columns", data=ALL)
    the_list(db).sealed = b"\x01\x011 never sealed here"
    db.commit()

    work(client)

    assert "could not be used" in client.get(page).text
    assert the_list(db).trouble == "Unreadable"


def test_somebody_who_came_meanwhile_sends_the_list_back(db, client, make, almaty):
    page = checked(client, almaty, csv_of(ROWS))
    client.post(f"{page}/enter")
    make.member(name="Борис Ким", branch=almaty)

    work(client)

    assert "Checked. Nobody is entered yet." in client.get(page).text
    assert members(db) == 2
    assert the_list(db).found["people"] == 3
    assert len(the_list(db).found["doubles"]) == 1


def test_a_list_is_forgotten_after_a_week(db, client, almaty):
    page = checked(client, almaty, csv_of(ROWS))
    the_list(db).sent_at = now() - timedelta(days=7, minutes=1)
    db.commit()

    work(client, do_chores)

    kept = the_list(db)
    assert (kept.stage, kept.sealed, kept.heads) == (Stage.FAILED, None, [])
    assert "doubles" not in kept.found
    assert "Seven days went by" in client.get(page).text


def test_a_list_can_be_thrown_away(db, client, almaty):
    page = checked(client, almaty, csv_of(ROWS))

    answer = client.post(f"{page}/drop")

    assert answer.location == "/imports"
    assert db.exec(select(func.count(Import.id))).one() == 0
    assert client.get(page).status_code == 404


def test_what_is_entered_cannot_be_thrown_away(client, almaty):
    page = checked(client, almaty, csv_of(ROWS))
    entered(client, page)

    assert client.post(f"{page}/drop").status_code == 409


def test_a_list_dropped_while_it_is_checked_is_let_go(db, client, almaty):
    page = sent(client, almaty, csv_of(ROWS))
    client.post(f"{page}/columns", data=ALL)
    client.post(f"{page}/drop")

    work(client)

    assert db.exec(select(func.count(Import.id))).one() == 0


@pytest.mark.parametrize("role", [None, Role.STEWARD, Role.SYSTEM_ADMIN])
def test_only_administrators_of_a_branch_import(db, browser, make, almaty, role):
    member = make.officer(role, almaty) if role else make.member(branch=almaty)
    other = browser(member)

    assert other.get("/imports").status_code == 403
    assert other.get("/imports/new").status_code == 403
    assert send(other, almaty, csv_of(ROWS)).status_code == 403
    assert db.exec(select(func.count(Import.id))).one() == 0


@pytest.mark.parametrize(
    "part",
    ["", "/columns", "/preview", "/faults", "/faults.csv", "/doubles", "/progress"],
)
def test_lists_of_other_branches_are_not_there(client, browser, make, almaty, part):
    page = checked(client, almaty, csv_of([*ROWS, ["", "x"]]))
    other = browser(make.officer(Role.BRANCH_ADMIN, make.branch()))

    assert other.get(page + part).status_code == 404


@pytest.mark.parametrize(
    "deed", ["/columns", "/enter", "/drop", "/doubles", "/doubles/2"]
)
def test_nothing_is_done_to_lists_of_other_branches(
    db, client, browser, make, almaty, deed
):
    page = checked(client, almaty, csv_of(ROWS))
    other = browser(make.officer(Role.BRANCH_ADMIN, make.branch()))

    answer = other.post(page + deed, data={"name": "0"} if deed == "/columns" else {})

    assert answer.status_code == 404
    assert the_list(db).stage == Stage.CHECKED


def test_a_list_goes_into_own_branches_only(db, client, make):
    assert send(client, make.branch(), csv_of(ROWS)).status_code == 403
    assert db.exec(select(func.count(Import.id))).one() == 0


def test_people_of_a_list_are_units_of_work_that_did_not_exist(db, client, almaty):
    entered(client, checked(client, almaty, csv_of(ROWS)))

    assert db.exec(select(func.count(col(WorksIn.unit_id)))).one() == 2
    assert {u.platform_id for u in db.exec(select(Unit))} == {"glovo", "wolt"}


def test_the_example_to_fill_in_is_understood(client, browser, admin, almaty):
    for language in ("kk", "ru", "en"):
        reader = browser(admin, speaks=language)
        page = sent(reader, almaty, reader.get("/imports/template.csv").data)
        assert reader.get(f"{page}/columns").text.count(" selected>") == 7


def test_a_list_page_of_another_language_says_faults_in_it(browser, admin, almaty):
    reader = browser(admin, speaks="kk")
    page = checked(reader, almaty, csv_of([["", "x"]]))

    assert "The name is missing." not in reader.get(f"{page}/faults").text


def test_large_files_have_room_and_larger_ones_are_told_so(client, almaty):
    row = [["Ада", "", "x" * 50_000]]
    assert send(client, almaty, csv_of(row * 60)).status_code == 303

    answer = send(client, almaty, b"x" * (sheets.LARGEST_FILE + 20_000))

    assert answer.status_code == 413
    assert "too large" in answer.text


def test_other_forms_still_take_little(client):
    assert client.post("/me/name", data={"name": "x" * 1_100_000}).status_code == 413


def test_lists_are_told_apart_on_one_page(client, almaty):
    page = sent(client, almaty, csv_of(ROWS), "../../Тізім <b>.csv")

    text = client.get("/imports").text

    assert "Тізім &lt;b&gt;.csv" in text
    assert f'href="{page}"' in text
    assert UUID(page.rpartition("/")[2])


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "empty"),
        (b"%PDF-1.7", "a.csv", "This is no table"),
        (b"name\nAda", "a.svg", "Only files that end in"),
        (b"name\nAda", "", "Choose a file"),
        (b'name\n"Ada', "a.csv", "Line 2: a quotation mark"),
    ],
)
def test_a_file_that_is_no_list_is_refused_where_it_was_chosen(
    db, client, make, almaty, content, name, words
):
    make.branch(under=almaty)

    answer = send(client, almaty, content, name)

    assert answer.status_code == 422
    assert words in answer.text
    assert f'<option value="{almaty.id}" selected>' in answer.text
    assert db.exec(select(func.count(Import.id))).one() == 0


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"branch_id": "1"}, 422),
        ({"branch_id": "00000000-0000-0000-0000-000000000000"}, 404),
        ({"stage": "entered"}, 422),
        ({"by": "x"}, 422),
    ],
)
def test_a_form_that_makes_no_sense_brings_no_list(db, client, almaty, form, status):
    assert send(client, almaty, csv_of(ROWS), **form).status_code == status
    assert db.exec(select(func.count(Import.id))).one() == 0


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xlsx", "a.pdf"]))
def test_any_bytes_are_taken_or_refused(client, almaty, content, name):
    assert send(client, almaty, content, name).status_code in {303, 422}


@pytest.mark.parametrize(
    "part", ["/columns", "/preview", "/faults", "/faults.csv", "/doubles"]
)
def test_names_are_shown_only_after_a_fresh_proof(db, client, almaty, part):
    page = checked(client, almaty, csv_of(ROWS))
    db.exec(select(SignInSession)).one().proved_at = now() - timedelta(minutes=11)
    db.commit()

    assert client.get(page + part).location.startswith("/prove?next=")
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("part", ["/columns", "/enter", "/doubles"])
def test_deeds_need_a_fresh_proof_too(db, client, almaty, part):
    page = checked(client, almaty, csv_of(ROWS))
    db.exec(select(SignInSession)).one().proved_at = now() - timedelta(minutes=11)
    db.commit()

    assert client.post(page + part).location.startswith("/prove?next=")
    assert the_list(db).stage == Stage.CHECKED


def test_a_hostile_cell_is_shown_as_text(client, almaty):
    row = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"]
    page = checked(
        client, almaty, csv_of([row, ["Ада \u202e", ""]], HEADS[:2]), columns=TWO
    )

    text = client.get(f"{page}/faults").text

    assert "<img src=x" not in text
    assert "⟦U+202E⟧" in text


def test_a_platform_that_left_meanwhile_sends_the_list_back(db, client, almaty):
    page = checked(client, almaty, csv_of(ROWS))
    client.post(f"{page}/enter")
    db.get_one(Platform, "wolt").retired_at = now()
    db.commit()

    work(client)

    kept = the_list(db)
    assert (kept.stage, kept.found["people"], kept.found["faulty"]) == (
        Stage.CHECKED,
        2,
        1,
    )
    assert members(db) == 1


def test_a_page_asks_few_questions(client, almaty, statements):
    page = checked(client, almaty, csv_of(ROWS * 30))
    statements.clear()

    client.get(f"{page}/preview")

    assert len(statements) <= 4
