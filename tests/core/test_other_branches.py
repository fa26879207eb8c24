"""Every page of a thing answers whoever it does not concern as if it were not there."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import url_for
from sqlmodel import select

from tests.demands.factories import Hall
from tests.petitions.factories import MakePetition
from union.core.base import now
from union.demands.rules.release import release
from union.documents.models import Document
from union.members.models import Invite, Poster, Role

OF_A_BRANCH = {"demand_id", "petition_id", "ballot_id", "document_id", "member_id"}
OF_A_BRANCH |= {"invite_id", "poster_id"}
VARIES = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|value="[^"]*"|nonce="[^"]*"')


@pytest.fixture
def hall(db, make):
    return Hall(db, make)


@pytest.fixture
def things(db, make, hall):
    """What the branch has, by the name its addresses call it."""
    demand, fixed = hall.petitioned()
    release(db, demand, hall.representative)
    draft = MakePetition(db).draft(branch=hall.branch)
    db.commit()
    papers = db.exec(select(Document.id)).all()
    return [
        *({"petition_id": one} for one in (demand.petition_id, draft.id)),
        *({"document_id": one} for one in papers),
        {"demand_id": demand.id, "clause_id": uuid4(), "number": 1},
        {"ballot_id": fixed.ballot_id, "objection_id": uuid4(), "step": "close"},
        {"member_id": hall.member.id},
        {"invite_id": invite_of(make, hall.member).id},
        {"poster_id": poster_by(make, hall.representative).id},
    ]


def invite_of(make, member):
    about = {"branch_id": member.branch_id, "made_by": member.id}
    return make.save(Invite(digest="a" * 64, **about))


def poster_by(make, officer):
    about = {"branch_id": officer.branch_id, "made_by": officer.id, "most": 9}
    until = now() + timedelta(days=9)
    return make.save(Poster(code="K3M2Q7XD", place="Door", expires_at=until, **about))


MANY_ROLES = set(Role) - {Role.TELLER, Role.SYSTEM_ADMIN}  # whom others exclude

WHOM_IT_DOES_NOT_CONCERN = {
    "a neighbour": lambda _db, make, _hall: make.member(),
    "an officer elsewhere": lambda _db, make, _hall: make.officer(
        *MANY_ROLES, make.branch()
    ),
    "a teller elsewhere": lambda _db, make, _hall: make.officer(
        Role.TELLER, make.branch()
    ),
    "who keeps another's server": lambda _db, make, _hall: make.officer(
        Role.SYSTEM_ADMIN, make.branch()
    ),
    "the suspended": lambda _db, make, hall: make.officer(
        Role.REPRESENTATIVE, hall.branch, suspended_at=now()
    ),
    "who waits": lambda _db, make, hall: make.member(
        branch=hall.branch, admitted_at=None
    ),
}


def addresses(the_app, thing):
    """Each way to ask for a thing, and the same for one that never was."""
    other = {n: uuid4() if n in OF_A_BRANCH else kept for n, kept in thing.items()}
    with the_app.test_request_context():
        for rule in the_app.url_map.iter_rules():
            if rule.arguments & OF_A_BRANCH and rule.arguments <= {*thing, "form"}:
                more = {"form": "pdf"} if "form" in rule.arguments else {}
                ways = [
                    url_for(
                        rule.endpoint,
                        **{n: each[n] for n in rule.arguments - {*more}},
                        **more,
                    )
                    for each in (thing, other)
                ]
                for method in rule.methods - {"HEAD", "OPTIONS"}:
                    yield method, *ways


@pytest.mark.parametrize("who", WHOM_IT_DOES_NOT_CONCERN)
def test_it_might_as_well_not_be_there(the_app, db, make, browser, hall, things, who):
    phone = browser(WHOM_IT_DOES_NOT_CONCERN[who](db, make, hall))
    if who == "who waits":  # an open petition of their branch is theirs to sign
        things = things[1:]
    asked = [way for thing in things for way in addresses(the_app, thing)]

    for method, there, nowhere in asked:
        found, missed = (phone.open(way, method=method) for way in (there, nowhere))

        assert found.status_code in (403, 404, 422), (method, there)
        assert found.status_code == missed.status_code, (method, there)
        assert VARIES.sub("", found.text) == VARIES.sub("", missed.text), there

    assert len(asked) > 50
