"""Open pages of a petition hear that it changed, and nothing more."""

import pytest

from tests.petitions.factories import pledge
from union.core.live.wire import newsroom, topics
from union.petitions.queries import shown


def part(client, path, tag=""):
    """Fetch a part of a page as htmx does, naming the version that is shown."""
    return client.get(path, headers={"HX-Request": "true", "If-None-Match": tag})


@pytest.fixture
def room(app, petition):
    with app.app_context():
        return topics.room("petition", petition.id)


def test_signing_moves_the_revision_of_an_open_page(make, browser, petition, room):
    make.signers(petition, 9)
    client = browser(make.neighbour(petition))
    before = newsroom.revision(room)

    client.post(f"/petitions/{petition.id}/sign", data=pledge(petition).model_dump())

    assert newsroom.revision(room) > before


def test_the_first_few_are_not_counted_by_listening(make, browser, petition, room):
    make.signers(petition, 3)
    first, last = (browser(make.neighbour(petition)) for _ in range(2))
    form, path = pledge(petition).model_dump(), f"/petitions/{petition.id}"
    before, tag = newsroom.revision(room), part(first, f"{path}/tally").headers["ETag"]

    first.post(f"{path}/sign", data=form)
    first.post(f"{path}/signature/withdraw")
    last.post(f"{path}/sign", data=form)

    assert newsroom.revision(room) == before
    assert part(first, f"{path}/tally", tag).status_code == 304


def test_the_first_signature_of_all_is_no_news_either(make, browser, petition):
    path = f"/petitions/{petition.id}/tally"
    tag = part(browser(petition.author), path).headers["ETag"]

    make.signers(petition, 1)

    assert part(browser(petition.author), path, tag).status_code == 304


def test_a_refused_signature_moves_nothing(make, browser, petition, room):
    client = browser(make.member())
    before = newsroom.revision(room)

    client.post(f"/petitions/{petition.id}/sign", data=pledge(petition).model_dump())

    assert newsroom.revision(room) == before


def test_the_tally_is_fetched_again_only_when_it_changed(make, browser, petition):
    make.signers(petition, 12)
    client, path = browser(petition.author), f"/petitions/{petition.id}/tally"
    tag = part(client, path).headers["ETag"]

    same = part(client, path, tag)
    make.signers(petition, 1)
    other = part(client, path, tag)

    assert (same.status_code, same.text) == (304, "")
    assert other.status_code == 200
    assert "<strong>13</strong>" in other.text


def test_the_same_number_in_another_language_is_another_answer(make, browser, petition):
    path = f"/petitions/{petition.id}/tally"
    tag = part(browser(petition.author), path).headers["ETag"]

    kazakh = part(browser(petition.author, speaks="kk"), path, tag)

    assert kazakh.status_code == 200


def test_the_first_nine_are_only_few():
    assert shown(0) == shown(9) == "<10"
    assert shown(10) == "10"
