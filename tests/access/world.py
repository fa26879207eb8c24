"""Two branches with everything in them, so that each address leads to something.

What an address is about has the name of its argument. Where a deed is possible in one
state only, a row of routes.csv names that state, and `draft_ballot_id` stands for
`ballot_id`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import url_for
from sqlmodel import select

from tests.access.people import KINDS, one
from tests.access.rooms import Rooms
from union.core.base import now
from union.core.pulse import Pulse
from union.members.models import HeldRole, Invite, Look, Passkey, WayBack
from union.members.rules.sessions import new_session


@dataclass
class Things:
    """What an address can be about, by the name its arguments have."""

    ids: dict[str, Any] = field(default_factory=dict)

    def address(self, rule, state=""):
        """The address of a route about these things; None if there is none such."""
        values = {name: self.named(name, state) for name in rule.arguments}
        if None in values.values():
            return None
        return url_for(rule.endpoint, **values)

    def named(self, name, state):
        return self.ids.get(f"{state}_{name}", self.ids.get(name))


class World:
    """A branch of who asks, and another that does not concern them."""

    def __init__(self, db, make, ring):
        self.db, self.make = db, make
        db.add(Pulse(worker="worker", at=now() + timedelta(hours=1)))  # a long walk
        rooms = Rooms(db, make, ring)
        root = make.branch()
        branch, beside = rooms.branch(root), rooms.branch(root)
        people = {
            kind: one(make, kind, root if kind == "U" else branch) for kind in KINDS
        }
        self.same = Things(rooms.fill(branch, [p for p in people.values() if p]))
        self.other = Things(rooms.fill(beside, []))
        self.own, self.secrets = {}, {}
        for kind, person in people.items():
            self.own[kind] = self._own(kind, person) if person else self.same
        db.commit()

    def _own(self, kind, person):
        """What the person has; of what nobody owns, what their branch has."""
        self._has_looked(person)
        held = select(HeldRole.id).where(HeldRole.member_id == person.id)
        here, self.secrets[kind] = new_session(person, "this phone", strong=True)
        session, _secret = new_session(person, "another phone")
        own = {
            "session_id": session,
            "passkey_id": Passkey(
                member_id=person.id, credential=person.id.bytes, public_key=b""
            ),
            "invite_id": Invite(
                digest=str(uuid4()), branch_id=person.branch_id, made_by=person.id
            ),
            "way_back_id": WayBack(
                code=person.id.hex[:8],
                digest=str(uuid4()),
                member_id=person.id,
                passphrase_hash="kept",
            ),
        }
        self.db.add_all([here, *own.values()])
        self.db.commit()
        ids = {name: thing.id for name, thing in own.items()}
        ids |= Rooms.petitions_of(self.db, person)
        ids |= {"asker_id": person.id, "member_id": person.id}
        ids["held_id"] = self.db.exec(held).first() or self.same.ids["held_id"]
        return Things(self.same.ids | ids)

    def _has_looked(self, person):
        """They said that they look at each page of a person: else it stays shut."""
        everybody = {i for n, i in self.same.ids.items() if n.endswith("member_id")}
        looks = [Look(member_id=one, by=person.id) for one in everybody | {person.id}]
        self.db.add_all(looks)

    def about(self, kind, relation):
        """What an address is about: one's own, the branch's, another's, nothing."""
        if relation == "own":
            return self.own[kind]
        return {"same": self.same, "other": self.other}.get(relation, self._nothing())

    def _nothing(self):
        return Things(
            {
                name: uuid4() if isinstance(value, UUID) else _unknown(name, value)
                for name, value in self.same.ids.items()
            }
        )


def _unknown(name, value):
    """A code, a name or a number that stands for nothing."""
    if name.endswith(("code", "token")):
        return "ZZZZ9999"
    if name.endswith(("city_id", "platform_id", "pack_id", "rule_id")):
        return "nowhere"
    return 10**9 if name in ("letter_id", "line") else value
