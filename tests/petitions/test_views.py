"""The pages of petitions, as members meet them."""

from sqlmodel import select

from tests.petitions.factories import TITLE, filled_in
from union.petitions.models import Petition, Signature


def test_a_petition_can_be_read_and_signed(make, browser, petition, db):
    member = make.neighbour(petition)
    page = browser(member).get(f"/petitions/{petition.id}")

    answer = browser(member).post(
        f"/petitions/{petition.id}/sign",
        data={
            "disclosure": "counted",
            "word": "Time!",
            "text_hash": petition.text_hash,
        },
        follow_redirects=True,
    )

    assert TITLE in page.text
    assert "Your signature is in" in answer.text
    assert db.get(Signature, (petition.id, member.id)).word == "Time!"


def test_a_member_drafts_and_publishes(make, browser, db):
    member = make.member()
    client = browser(member)

    draft = client.post("/petitions", data=filled_in(member.branch))
    client.post(f"{draft.location}/publish")

    page = client.get(draft.location)
    assert draft.status_code == 303
    assert "fewer than ten have signed so far" in page.text
    assert db.exec(select(Petition)).one().author_id == member.id


def test_every_page_opens(make, browser, petition):
    make.signers(petition, 12, word="Time is ours too.")
    client = browser(petition.author)

    for path in (
        "",
        "/new",
        f"/{petition.id}",
        f"/{petition.id}/words",
        f"/{petition.id}/withdraw",
    ):
        assert client.get(f"/petitions{path}").status_code == 200
