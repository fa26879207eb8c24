"""Who counts, who reads, what the minutes say, and what a merged branch leaves."""

import time

import pytest
from sqlmodel import select

from tests.counts.factories import THREE_SEATS, send, work
from union.core import jobs
from union.core.audit import Minute
from union.core.live.topics import room
from union.core.live.wire import newsroom
from union.core.pulse import last_beat
from union.counting.rules import count_file
from union.counts import rules
from union.counts.counting import Teller
from union.counts.models import BallotCount
from union.counts.wording import figure
from union.members.models import Role


def revision(app, count_id):
    with app.app_context():
        return newsroom.revision(room("count", count_id))


@pytest.fixture
def asked(counts):
    return counts.asked()


def test_who_belongs_to_the_branch_reads_the_report(browser, member, counts):
    count = counts.counted()

    page = browser(member).get(f"/counts/{count.id}")

    assert page.status_code == 200
    assert "Declare the lot" not in page.text


def test_a_member_draws_no_lot(browser, member, counts):
    tied = counts.tied()

    answer = browser(member).post(f"/counts/{tied.id}/again", data={"lot": "A\nB"})

    assert answer.status_code == 403


def test_before_there_is_a_report_only_officers_see_a_count(browser, member, asked):
    reader = browser(member)

    page, listed = reader.get(f"/counts/{asked.id}"), reader.get("/counts/")

    assert page.status_code == 404
    assert str(asked.id) not in listed.text


def test_another_branch_sees_nothing(browser, make, counts, almaty):
    stranger = make.member(branch=make.branch(under=make.branch()))
    count = counts.counted()

    for page in ("", "/file", "/report.json", "/sheet.csv"):
        assert browser(stranger).get(f"/counts/{count.id}{page}").status_code == 404


def test_a_steward_counts_nothing(browser, make, almaty):
    steward = make.officer(Role.STEWARD, almaty)

    assert send(browser(steward), almaty).status_code == 403
    assert browser(steward).get("/counts/new").status_code == 403


def test_the_minutes_say_that_a_file_came_and_that_it_was_counted(
    client, almaty, app, db
):
    send(client, almaty)
    work(app)

    said = [minute.event for minute in db.exec(select(Minute).order_by(Minute.number))]
    assert said[-2:] == ["CountAsked", "CountFinished"]


def test_open_pages_hear_that_it_is_counted(client, almaty, app, db):
    page = send(client, almaty).location
    count_id = db.exec(select(BallotCount.id)).one()
    before = revision(app, count_id)

    work(app)

    assert revision(app, count_id) > before
    assert (
        "The file is counted."
        in client.get(f"{page}/progress", headers={"HX-Request": "true"}).text
    )


def test_a_long_count_says_how_far_it_is(client, app, db, asked):
    teller = Teller(asked.id)
    teller.told_at -= 2

    with app.app_context():
        teller.tell(3, 8)
        teller.tell(4, 8)

    page = client.get(f"/counts/{asked.id}").text
    assert 'value="3" max="8"' in page


def test_working_twice_counts_once(app, db, asked):
    report = count_file(THREE_SEATS, "scottish-stv")
    work(app)
    db.expire_all()
    finished = db.get_one(BallotCount, asked.id).finished_at

    rules.finish(db, asked.id, report)
    rules.give_up(db, asked.id, "late")

    count = db.get_one(BallotCount, asked.id)
    assert (count.finished_at, count.trouble) == (finished, "")


def test_what_cannot_be_counted_stops_no_other(client, counts, app, db):
    wrong = counts.asked(THREE_SEATS, "irv", seats=2)
    right = counts.asked()

    work(app)

    page = client.get(f"/counts/{wrong.id}").text
    assert "An instant run-off fills one seat." in page
    assert client.get(f"/counts/{wrong.id}/report.json").status_code == 409
    assert "Elected, in this order" in client.get(f"/counts/{right.id}").text


def test_counting_the_same_file_gives_the_same_report(counts, client):
    first, second = counts.counted(), counts.counted()

    reports = {client.get(f"/counts/{c.id}/report.json").data for c in (first, second)}

    assert len(reports) == 1


@pytest.mark.parametrize(
    ("said", "signed", "shown"),
    [
        ("1914.00001", False, "1\N{NO-BREAK SPACE}914.00001"),
        ("-70.5", True, "\N{MINUS SIGN}70.5"),
        ("-0.50000", True, "\N{MINUS SIGN}0.50000"),
        ("70", True, "+70"),
        ("0.00000", True, "0"),
        (12, False, "12"),
    ],
)
def test_a_figure_is_written_as_readers_write_it(said, signed, shown):
    assert figure(said, signed=signed) == shown


def test_in_long_work_the_worker_keeps_the_hours(app, db):
    with app.app_context():
        app.extensions["looked"] = time.monotonic() - 61
        jobs.catch_breath()

        assert last_beat(db)


def test_in_short_work_it_does_not_stop(app, db):
    with app.app_context():
        app.extensions["looked"] = time.monotonic()
        jobs.catch_breath()

        assert last_beat(db) is None
