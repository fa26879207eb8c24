"""A signer who was erased is a number where petitions closed, and nothing where not."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.petitions.factories import pledge
from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.members.models import Role
from union.members.rules import standing
from union.petitions import rules
from union.petitions.models import Disclosure, Petition, Signature, Wording
from union.petitions.queries import names_for_addressee, signers, tally, voices


@pytest.fixture
def ada(make, petition):
    return make.neighbour(petition, name="Айша")


def close(db, petition):
    petition.closes_at = now() - timedelta(seconds=1)
    rules.close_due(db)
    db.commit()


def leave_by_the_page(app, client):
    assert client.post("/me/leave", data={"erase_now": "yes"}).status_code == 303
    with app.app_context():
        jobs.empty_outbox()


def test_an_open_petition_loses_the_signature(db, app, browser, petition, ada):
    rules.sign(db, petition, ada, pledge(petition, word="Айша was here"))
    db.commit()

    leave_by_the_page(app, browser(ada))

    assert tally(db, petition.id).total == 0
    assert db.exec(select(Signature)).all() == []


def test_under_a_closed_one_only_the_number_stays(db, app, browser, petition, ada):
    word = {"word": "Айша was here", "disclosure": Disclosure.ADDRESSEE}
    rules.sign(db, petition, ada, pledge(petition, **word))
    close(db, petition)

    leave_by_the_page(app, browser(ada))

    db.expire_all()
    count = tally(db, petition.id)
    assert (count.total, count.of(Disclosure.ADDRESSEE)) == (1, 0)
    assert names_for_addressee(db, petition) == []
    assert signers(db, petition)[0] == []
    assert voices(db, petition)[0] == []


def test_no_minute_tells_that_the_erased_had_signed(db, app, browser, petition, ada):
    rules.sign(db, petition, ada, pledge(petition))
    db.commit()

    leave_by_the_page(app, browser(ada))

    events = [minute.event for minute in db.exec(select(Minute))]
    assert events == ["MemberLeft", "MemberErased"]


def test_who_left_is_named_nowhere_even_before_the_erasing(db, make, petition, ada):
    told = {"word": "Well said", "disclosure": Disclosure.ADDRESSEE}
    rules.sign(db, petition, ada, pledge(petition, **told))
    standing.leave(db, ada)
    db.commit()

    assert [voice.name for voice in voices(db, petition)[0]] == [None]
    assert names_for_addressee(db, petition) == []


def test_a_draft_goes_with_its_author(db, app, browser, make):
    ada = make.member()
    make.draft(author=ada, branch=ada.branch)

    leave_by_the_page(app, browser(ada))

    assert db.exec(select(Petition)).all() == []
    assert db.exec(select(Wording)).all() == []


def test_a_published_petition_is_by_a_former_member(app, browser, make):
    ada = make.member(name="Айша")
    petition = make.petition(author=ada, branch=ada.branch)
    reader = browser(make.neighbour(petition))

    leave_by_the_page(app, browser(ada))
    page = reader.get(f"/petitions/{petition.id}").text

    assert "former member" in page
    assert "Айша" not in page


def test_an_organiser_reads_no_erased_name(db, app, browser, make, petition, ada):
    rules.sign(db, petition, ada, pledge(petition))
    close(db, petition)
    steward = browser(make.officer(Role.STEWARD, petition.branch, name="Boss"))

    leave_by_the_page(app, browser(ada))
    page = steward.post(f"/petitions/{petition.id}/signers")

    assert "Айша" not in page.text


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    signed=st.lists(
        st.tuples(st.sampled_from(Disclosure), st.booleans()), min_size=1, max_size=6
    ),
    twice=st.booleans(),
)
def test_whoever_is_erased_old_counts_stay(db, make, signed, twice):
    petition = make.petition()
    people = [make.neighbour(petition) for _ in signed]
    for member, (disclosure, _) in zip(people, signed, strict=True):
        rules.sign(db, petition, member, pledge(petition, disclosure=disclosure))
    close(db, petition)

    for member, (_, leaves) in zip(people, signed, strict=True):
        for _ in range(leaves * (1 + twice)):
            standing.leave(db, member, erase_now=True)
            rules.forget_signer(db, member.id)
    db.commit()

    count = tally(db, petition.id)
    kinds = [s.disclosure for s in db.exec(select(Signature).where(Signature.petition_id == petition.id))]  # fmt: skip  # noqa: E501
    assert count.total == len(signed) == len(kinds)
    assert all(count.of(kind) == kinds.count(kind) for kind in Disclosure)


def test_what_i_signed_and_wrote_is_told(db, browser, make):
    ada = make.member()
    petition = make.petition(author=ada, branch=ada.branch)
    told = {"word": "Well said", "disclosure": Disclosure.UNION}
    rules.sign(db, petition, ada, pledge(petition, **told))
    db.commit()

    file = browser(ada).get("/me/known.json").json

    rows = {section["key"]: section["rows"] for section in file["sections"]}
    assert rows["signatures"][0]["word"] == "Well said"
    assert rows["petitions"][0]["petition"] == petition.title


def test_more_petitions_ask_no_more_questions(db, browser, make, statements):
    ada = make.member()
    client = browser(ada)

    def asked(more):
        for _ in range(more):
            petition = make.petition(author=ada, branch=ada.branch)
            rules.sign(db, petition, ada, pledge(petition))
        db.commit()
        statements.clear()
        client.get("/me/known")
        return len(statements)

    asked(0)
    assert asked(2) == asked(4)
