"""Two branches with everything in them, so that each address leads to something."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from flask import url_for
from sqlmodel import select

from tests.access.people import one
from tests.demands.factories import Hall
from tests.petitions.factories import MakePetition
from union.demands.models import Clause
from union.demands.rules.release import release
from union.documents.models import Document
from union.members.rules.sessions import new_session

FIRST = {"number": 1, "form": "pdf", "step": "freeze", "code": "AAAAAAAA", "token": "x"}


@dataclass
class Things:
    """What an address can be about, by the name its arguments have."""

    ids: dict[str, Any] = field(default_factory=dict)

    def address(self, rule):
        """The address of a route about these things; None if there is none such."""
        values = {name: self.ids.get(name) for name in rule.arguments}
        if None in values.values():
            return None
        return url_for(rule.endpoint, **values)


class World:
    """A branch for who asks, and another that does not concern them."""

    def __init__(self, db, make):
        self.db, self.make = db, make
        self.here, self.there = Hall(db, make), Hall(db, make)
        self.things = {
            "same": self._things(self.here),
            "other": self._things(self.there),
        }

    def person(self, kind):
        """Somebody of this kind who asks, with what is their own."""
        person = one(self.make, kind, self.here.branch)
        self.things["own"] = self._own(person) if person else self.things["same"]
        return person

    def _things(self, hall):
        """What people of a branch have."""
        demand, fixed = hall.petitioned()
        release(self.db, demand, hall.representative)
        clauses = select(Clause.clause_id).where(Clause.demand_id == demand.id)
        papers = select(Document.id).where(Document.branch_id == hall.branch.id)
        session, _secret = new_session(hall.member, "a phone")
        self.db.add(session)
        self.db.commit()
        return Things(
            FIRST
            | {
                "member_id": hall.member.id,
                "petition_id": demand.petition_id,
                "demand_id": demand.id,
                "clause_id": self.db.exec(clauses).first(),
                "ballot_id": fixed.ballot_id,
                "document_id": self.db.exec(papers).first(),
                "session_id": session.id,
                "unit_id": uuid4(),
                "objection_id": uuid4(),
                "letter_id": 1,
            }
        )

    def _own(self, person):
        """What the person who asks has; of what nobody owns, what their branch has."""
        petition = MakePetition(self.db).petition(branch=person.branch, author=person)
        session, _secret = new_session(person, "another phone")
        self.db.add(session)
        self.db.commit()
        own = {
            "member_id": person.id,
            "petition_id": petition.id,
            "session_id": session.id,
        }
        return Things(self.things["same"].ids | own)

    def about(self, relation):
        """What an address is about: one's own, the branch's, another's, nothing."""
        return self.things[relation] if relation in self.things else self._nothing()

    def _nothing(self):
        return Things(
            {
                name: uuid4() if isinstance(value, UUID) else value
                for name, value in self.things["same"].ids.items()
            }
        )
