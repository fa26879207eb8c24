"""A ballot file goes in; a report comes out that anybody of the branch can check."""

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from tests.counting.elections import ballots
from tests.counts.factories import ACTION, GRADES, THREE_SEATS, YES_NO, send, work
from union.counting import recount
from union.counting.rules import RULES
from union.counts.models import BallotCount

HOSTILE = [
    "<script>alert(1)</script>",
    "=HYPERLINK('x')",
    "{{ 7 * 7 }}",
    "a\u202eb",
    "%(names)s",
]


def only_count(db):
    db.expire_all()
    return db.exec(select(BallotCount)).one()


def test_a_file_is_counted_by_the_worker_and_read_as_a_page(client, almaty, app):
    page = send(client, almaty).location
    assert "is being counted" in client.get(page).text

    work(app)

    report = client.get(page).text
    assert "Elected, in this order" in report
    assert "31.00000" in report


def test_sending_twice_is_counting_once(client, almaty, db):
    key = uuid4().hex

    first = send(client, almaty, once=key)
    second = send(client, almaty, once=key)

    assert first.location == second.location
    assert only_count(db)


def test_a_malformed_file_is_refused_with_its_line_and_what_was_expected(
    client, almaty, db
):
    answer = send(
        client, almaty, b"2 1\n1 1 0\n1 3 0\n0\n", seats="2", lot="Aigerim\nDias"
    )

    assert answer.status_code == 422
    assert "Line 3: expected candidates from 1 to 2." in answer.text
    assert "Aigerim\nDias" in answer.text
    assert 'value="2"' in answer.text
    assert db.exec(select(BallotCount)).all() == []


@pytest.mark.parametrize("speaks", ["kk", "ru"])
def test_what_was_expected_is_said_in_the_readers_language(
    browser, officer, almaty, speaks
):
    answer = send(browser(officer, speaks), almaty, b"2 1\n1 1 0\n1 3 0\n0\n")

    assert answer.status_code == 422
    assert "expected" not in answer.text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"rule": "irv", "seats": "2"}, "An instant run-off fills one seat."),
        ({"rule": "first-past"}, "There is no rule"),
        ({"seats": "0"}, "This is too small."),
        ({"lot": "Nobody"}, "who is no candidate"),
        ({"lot": "A", "lot_seed": "7"}, "not both"),
        ({"rule": "schulze", "lot": "A"}, "draws no lot"),
        ({"quorum": "gte 1/3 of members"}, "does not ask for it"),
        ({"spoilt_papers_vote": "yes"}, "does not ask for it"),
        ({"rule": "yes-no", "quorum": "gt 9/8 of all"}, "Choose one of the answers."),
    ],
)
def test_what_makes_no_sense_is_refused_before_anybody_counts(
    client, almaty, db, more, sentence
):
    answer = send(client, almaty, **more)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.exec(select(BallotCount)).all() == []


def test_a_form_without_a_file_asks_for_one(client, almaty):
    fields = {"branch_id": str(almaty.id), "rule": "meek"}

    answer = client.post("/counts/", data=fields)

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize("rule", [r for r in RULES if r not in ("irv", "score")])
def test_every_rule_has_a_page(client, counts, rule):
    content = {
        "yes-no": YES_NO,
        "majority-judgment": json.dumps(GRADES).encode(),
        "industrial-action": json.dumps(ACTION).encode(),
    }.get(rule, THREE_SEATS)

    page = client.get(f"/counts/{counts.counted(content, rule).id}")

    assert page.status_code == 200
    has_notice = "not legal advice" in page.text
    assert has_notice == (rule in ("yes-no", "industrial-action"))


def test_a_run_off_and_scores_have_pages(client, counts):
    scores = json.dumps({"scores": [{"A": 3, "B": 1}, {"B": 1}]}).encode()

    run_off = client.get(f"/counts/{counts.counted(THREE_SEATS, 'irv', 1).id}")
    sums = client.get(f"/counts/{counts.counted(scores, 'score').id}")

    assert "more than half of the continuing votes" in run_off.text
    assert "Sums of scores" in sums.text


def test_everything_can_be_taken_away_and_counted_again(client, counts, tmp_path):
    page = f"/counts/{counts.counted().id}"

    taken = {
        name: client.get(f"{page}/{name}")
        for name in ("file", "report.json", "sheet.csv")
    }
    script = client.get("/counts/recount.py")

    assert taken["file"].data == THREE_SEATS
    assert all("attachment" in a.headers["Content-Disposition"] for a in taken.values())
    (tmp_path / "ballots.blt").write_bytes(taken["file"].data)
    recount.recount(tmp_path / "ballots.blt", json.loads(taken["report.json"].data))
    rows = list(csv.reader(io.StringIO(taken["sheet.csv"].text.lstrip("\ufeff"))))
    assert ["winners", "A, B, D"] in rows
    assert script.data == Path(recount.__file__).read_bytes()


def test_only_a_lot_could_go_on(client, counts, app, db):
    tied = counts.tied()
    page = client.get(f"/counts/{tied.id}").text
    assert "only a lot could go on" in page

    answer = client.post(f"/counts/{tied.id}/again", data={"lot": "B\nA"})

    assert answer.status_code == 303
    work(app)
    again = client.get(answer.location).text
    assert "Decided by the lot: B" in again
    assert str(tied.id) in again
    assert answer.location in client.get(f"/counts/{tied.id}").text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "one of the two"),
        ({"lot": "A\nB", "lot_seed": "7"}, "one of the two"),
        ({"lot": "A"}, "Missing: B."),
        ({"lot": "A\nB\nZhanar"}, "There is no candidate with this name: Zhanar."),
        ({"lot": "A\nB\nA"}, "Write every name once."),
    ],
)
def test_half_a_lot_decides_nothing(client, counts, form, sentence):
    answer = client.post(f"/counts/{counts.tied().id}/again", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_seed_draws_the_lot(client, counts, app):
    answer = client.post(
        f"/counts/{counts.tied().id}/again", data={"lot_seed": "5 of 36: 4 8 15 16 23"}
    )

    work(app)
    page = client.get(answer.location).text
    assert "5 of 36: 4 8 15 16 23" in page
    assert "Decided by the lot" in page


def test_a_count_that_is_not_tied_takes_no_lot(client, counts):
    answer = client.post(f"/counts/{counts.counted().id}/again", data={"lot": "A"})

    assert answer.status_code == 409


def test_hostile_names_are_only_names(client, counts):
    content = (
        b"5 1\n3 1 0\n2 2 0\n1 3 0\n1 4 0\n1 5 0\n0\n"
        + "\n".join(f'"{name}"' for name in [*HOSTILE, "A <b>title</b>"]).encode()
    )

    page = client.get(f"/counts/{counts.counted(content, 'plurality').id}").text
    sheet = client.get(f"/counts/{counts.counted(content, 'plurality').id}/sheet.csv")

    assert "<script>alert(1)" not in page
    assert "<b>title" not in page
    assert "\u202e" not in page
    assert "{{ 7 * 7 }}" in page
    assert "'=HYPERLINK" in sheet.text


def test_a_hundred_candidates_fit(client, counts, statements):
    names = [f"Candidate{n}" for n in range(100)]
    papers = {" ".join(names[n:] + names[:n]): n + 1 for n in range(100)}
    count = counts.counted(ballots(papers, seats=3), "scottish-stv")

    page = client.get(f"/counts/{count.id}?open=all")

    assert page.status_code == 200
    assert page.text.count('class="stage"') > 90
    assert len(page.data) < 3_000_000


def test_for_paper_every_stage_is_open(client, counts):
    content = ballots({"A": 9, "B": 5, "C B": 3, "D C B": 2, "E D C": 1}, seats=1)
    page = f"/counts/{counts.counted(content, 'irv').id}"

    on_screen, on_paper = client.get(page).text, client.get(f"{page}?open=all").text

    assert on_screen.count('class="stage"') == on_paper.count('class="stage"')
    assert on_screen.count(" open>") == 2
    assert on_paper.count(" open>") > 2


def test_a_level_file_is_in_the_list_with_what_it_waits_for(client, counts):
    counts.tied()

    page = client.get("/counts/").text

    assert "a lot must decide" in page
