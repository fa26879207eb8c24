"""A petition on paper: who is named there, and who is not."""

from datetime import timedelta

import pytest
from sqlmodel import select

from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.documents.models import Document
from union.members.models import Member, Role
from union.petitions import exports
from union.petitions.models import Disclosure
from union.writers.paper import Table


@pytest.fixture
def closed(make, db):
    """A closed petition: two named to the addressee, the others not."""
    petition = make.petition(branch=make.branch())
    for name, disclosure in [
        ("Яна", "addressee"),
        ("Әлия", "addressee"),
        ("Union Only", "union"),
        ("Counted Only", "counted"),
    ]:
        signed = make.signers(petition, 1, disclosure=disclosure)[0]
        signed.member.name = name
    make.signers(petition, 8, disclosure="counted")
    petition.closes_at = now() - timedelta(seconds=1)
    return make.save(petition)


def rows(paper):
    return next(block for block in paper.blocks if isinstance(block, Table)).rows


def test_only_those_who_chose_it_are_named(db, closed):
    paper = exports.sheet(db, closed, "en")

    assert [row[1] for row in rows(paper)] == ["Әлия", "Яна"]
    assert "Only" not in repr(paper.blocks)


def test_of_who_left_nobody_says_that_they_wanted_no_name(make, db, closed):
    leaver = db.exec(select(Member).where(Member.name == "Яна")).one()
    leaver.left_at = now()
    db.commit()

    said = repr(exports.sheet(db, closed, "en"))

    assert "('Signed by', '12'), ('Named on the sheet', '1')" in said
    assert "The others are counted without a name." in said


def test_the_sheet_says_how_many_signed_and_what(db, closed):
    said = repr(exports.sheet(db, closed, "en"))

    assert "('Signed by', '12')" in said
    assert closed.text_hash in said


def test_few_signers_are_not_counted_on_paper_either(make, db):
    petition = make.petition(closes_at=now() + timedelta(days=1))
    make.signers(petition, 3)

    assert "('Signed by', '<10')" in repr(exports.sheet(db, petition, "en"))


def test_an_open_petition_gives_no_sheet(make, db, petition):
    steward = make.officer(Role.STEWARD, petition.branch)

    with pytest.raises(Refused, match="once the petition has closed"):
        exports.issue_sheet(db, petition, steward, "en")


def test_only_organisers_make_and_read_the_sheet(make, db, closed):
    steward = make.officer(Role.STEWARD, closed.branch)

    document = exports.issue_sheet(db, closed, steward, "en")

    assert exports.may_read_sheet(db, steward, document.about)
    assert not exports.may_read_sheet(db, closed.author, document.about)
    with pytest.raises(NotAllowed):
        exports.issue_sheet(db, closed, closed.author, "en")


def test_a_sheet_is_the_same_before_and_after_its_closing_is_noted(make, db, closed):
    steward = make.officer(Role.STEWARD, closed.branch)
    closed.closes_at, closed.closed_at = now() - timedelta(minutes=2), None
    first = exports.issue_sheet(db, closed, steward, "en")
    closed.closed_at = now()
    db.commit()

    again = exports.issue_sheet(db, closed, steward, "en")

    assert again.version == first.version == 1


def test_the_same_sheet_is_one_document(make, db, closed):
    steward = make.officer(Role.STEWARD, closed.branch)

    first = exports.issue_sheet(db, closed, steward, "en")
    again = exports.issue_sheet(db, closed, steward, "en")

    assert again is first


def test_a_steward_makes_the_sheet_and_downloads_it(make, browser, db, closed):
    client = browser(make.officer(Role.STEWARD, closed.branch))

    made = client.post(f"/petitions/{closed.id}/sheet", data={"language": "en"})
    answer = client.get(f"/petitions/{closed.id}/sheet.pdf", follow_redirects=True)

    document = db.exec(select(Document)).one()
    assert made.location == f"/documents/{document.id}"
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_member_finds_no_sheet(make, browser, closed):
    client = browser(make.neighbour(closed))

    answer = client.get(f"/petitions/{closed.id}/sheet.pdf")

    assert answer.status_code == 404
    assert Disclosure.ADDRESSEE.value not in answer.text
