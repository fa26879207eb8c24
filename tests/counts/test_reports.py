"""What a report's page says of its grounds, and leaves out where it has none."""

import json

import pytest

from tests.counts.factories import ACTION, GRADES, THREE_SEATS, YES_NO, send, work


def test_industrial_action_shows_its_law_and_how_sure_we_are(client, counts):
    action = ACTION | {"important_public_service": True}

    count = counts.counted(json.dumps(action).encode(), "industrial-action")
    page = client.get(f"/counts/{count.id}").text

    assert "TULRCA s.226" in page
    assert "Confidence: medium" in page
    assert "March" in page
    assert "Important public service" in page
    assert "Spoilt papers count as votes cast" in page


def test_a_decision_by_numbers_names_no_law_that_was_not_asked(client, counts):
    page = client.get(f"/counts/{counts.counted(YES_NO, 'yes-no').id}").text

    assert "as whoever counts states it" in page
    assert "no law pack was asked" in page


def test_where_a_paper_is_in_several_sums_the_page_shows_no_rest(client, counts):
    page = client.get(f"/counts/{counts.counted(THREE_SEATS, 'approval').id}").text

    assert "Names approved" in page
    assert "Non-transferable" not in page


def test_who_might_have_voted_is_asked_and_shown(client, almaty, app):
    page = send(client, almaty, electorate="1240").location

    work(app)

    assert "1\N{NO-BREAK SPACE}240" in client.get(page).text
    assert send(client, almaty, electorate="3").status_code == 422
    assert (
        send(client, almaty, YES_NO, rule="yes-no", electorate="90").status_code == 422
    )


@pytest.mark.parametrize("speaks", ["kk", "ru"])
def test_what_is_no_json_is_said_without_an_english_word(
    browser, officer, almaty, speaks
):
    answer = send(browser(officer, speaks), almaty, b'{"yes": ', rule="yes-no")

    assert answer.status_code == 422
    assert "JSON" in answer.text
    assert "Expecting" not in answer.text


def test_grades_can_be_counted_again_by_a_stranger(client, counts):
    content = json.dumps(GRADES).encode()

    page = client.get(f"/counts/{counts.counted(content, 'majority-judgment').id}")
    votes = client.get(f"/counts/{counts.counted(YES_NO, 'yes-no').id}")

    assert "recount.py ballots.json report.json" in page.text
    assert "recount.py" not in votes.text
