"""What each feature does with the things of a branch that was merged into another."""

import pytest
from sqlmodel import select

from tests.ballots.factories import MakeBallots
from tests.demands.factories import Hall
from tests.petitions.factories import MakePetition, filled_in
from union.ballots.models import Ballot
from union.core.base import now
from union.core.jobs import empty_outbox
from union.demands.models import Demand
from union.demands.rules.release import release
from union.documents.models import Document
from union.members.models import Role
from union.petitions.models import Petition


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def zone(make, union):
    return make.branch(under=union, name_en="A zone")


@pytest.fixture
def astana(make, union):
    return make.branch(under=union, name_en="Astana")


@pytest.fixture
def chair(browser, make, union):
    return browser(make.officer(Role.BRANCH_ADMIN, union))


@pytest.fixture
def merged(app, db, chair, zone, astana):
    """Merge the zone into Astana, and let the worker do what follows."""

    def merge():
        answer = chair.post(f"/branches/{zone.id}/merge/{astana.id}")
        with app.app_context():
            empty_outbox()
        db.expire_all()
        return answer

    return merge


def test_a_petition_is_signed_by_the_members_of_the_other(
    db, make, browser, merged, zone, astana
):
    petition = MakePetition(db).petition(branch=zone)
    neighbour = browser(make.member(branch=astana))
    assert neighbour.get(f"/petitions/{petition.id}").status_code == 404

    merged()

    assert petition.branch_id == astana.id
    assert neighbour.get(f"/petitions/{petition.id}").status_code == 200


def test_demands_and_papers_go_along(db, make, merged, zone, astana):
    hall = Hall(db, make)
    demand, _fixed = hall.petitioned()
    release(db, demand, hall.representative)
    db.commit()
    for thing in (demand, *db.exec(select(Document)), *db.exec(select(Petition))):
        thing.branch_id = zone.id
    db.commit()
    before = {paper.id: paper.content_hash for paper in db.exec(select(Document))}

    merged()

    for kind in (Demand, Document, Petition):
        assert {thing.branch_id for thing in db.exec(select(kind))} == {astana.id}
    after = {paper.id: paper.content_hash for paper in db.exec(select(Document))}
    assert after == before != {}


def test_a_ballot_under_way_stands_in_the_way(db, make, merged, zone, astana, chair):
    ballots = MakeBallots(db, make)
    voters = ballots.voters(3, zone)
    ballot = ballots.open(voters, branch_id=zone.id, secrecy="named")

    answer = merged()

    assert answer.status_code == 409
    assert "A ballot of this branch is under way" in answer.text
    page = chair.get(f"/branches/{zone.id}/merge/{astana.id}").text
    assert "under way" in page
    assert "Merge for good" not in page
    assert (zone.closed_at, ballot.branch_id) == (None, zone.id)


@pytest.mark.parametrize("over", ["closed_at", "lapsed_at"])
def test_a_ballot_that_is_over_goes_along_with_its_roll(
    db, make, browser, merged, zone, astana, over
):
    ballots = MakeBallots(db, make)
    [voter, *_others] = voters = ballots.voters(3, zone)
    ballot = ballots.open(voters, branch_id=zone.id, secrecy="named", **{over: now()})
    digest, newcomer = ballot.roll_digest, make.member(branch=astana)

    assert merged().status_code == 303

    assert ballot.branch_id == astana.id
    assert (ballot.roll_size, ballot.roll_digest) == (3, digest)
    assert browser(voter).get(f"/ballots/{ballot.id}").status_code < 400
    assert browser(newcomer).get(f"/ballots/{ballot.id}").status_code < 400


def test_a_ballot_in_preparation_asks_the_other_branch(db, make, merged, zone, astana):
    ballot = MakeBallots(db, make).prepared(branch_id=zone.id)

    assert merged().status_code == 303

    assert ballot.branch_id == astana.id


def test_doing_it_again_changes_nothing(app, db, make, merged, zone, astana):
    petition = MakePetition(db).petition(branch=zone)
    merged()

    with app.app_context():
        assert empty_outbox() == 0

    db.expire_all()
    assert petition.branch_id == astana.id


def test_a_closed_branch_is_offered_by_no_feature(
    db, make, browser, merged, zone, astana, union
):
    merged()
    member = browser(make.member(branch=astana))
    steward = browser(make.officer(Role.STEWARD, union))

    for client, page in (
        (member, "/petitions/new"),
        (steward, "/ballots/new"),
        (steward, "/demands/new"),
    ):
        form = client.get(page).text
        assert str(astana.id) in form
        assert str(zone.id) not in form


def test_nothing_new_begins_in_a_closed_branch(db, make, browser, merged, zone, astana):
    merged()
    member = browser(make.member(branch=astana))

    answer = member.post("/petitions", data=filled_in(zone))

    assert answer.status_code == 409
    assert "merged into another" in answer.text
    assert db.exec(select(Petition)).all() == []
    assert db.exec(select(Ballot)).all() == []
