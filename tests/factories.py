"""Things that exist before a test begins. A test names only what it is about.

Each feature has its own module of factories (tests/<feature>/factories.py) on top.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from sqlmodel import Session, SQLModel

from union.core.base import now
from union.members.models import Branch, HeldRole, Member, Office, Role
from union.members.names import sought

Thing = TypeVar("Thing", bound=SQLModel)

_numbers = count(1)


@dataclass
class Make:
    """Makes valid things and saves them."""

    db: Session

    def branch(self, under: Branch | None = None, **given: Any) -> Branch:
        id_ = uuid4()
        usual = {
            "id": id_,
            "name_kk": "Алматы",
            "name_ru": "Алматы",
            "name_en": "Almaty",
            "parent_id": under.id if under else None,
            "path": f"{under.path if under else ''}{id_.hex}/",
        }
        return self.save(Branch(**usual | given))

    def member(self, **given: Any) -> Member:
        """A full member, a year in the union; alone in a branch unless told where."""
        number = next(_numbers)
        branch = given.pop("branch", None) or self.branch()
        usual = {
            "name": "Ada",
            "sign_in_name": f"steppe wind {number}",
            "sign_in_key": f"steppe wind {number}",
            "passphrase_hash": "",
            "branch_id": branch.id,
            "joined_at": now() - timedelta(days=365),
            "admitted_at": now() - timedelta(days=365),
        }
        given.setdefault("name_key", sought(given.get("name", "Ada")))
        return self.save(Member(**usual | given))

    def crowd(self, branch: Branch, names: list[str], **given: Any) -> list[Member]:
        """Many full members of a branch at once."""
        since = now() - timedelta(days=365)
        usual: dict[str, Any] = {"joined_at": since, "admitted_at": since}
        crowd = [
            Member(
                name=name,
                name_key=sought(name),
                sign_in_name="",
                sign_in_key=f"crowd {next(_numbers)}",
                passphrase_hash="",
                branch_id=branch.id,
                **usual | given,
            )
            for name in names
        ]
        self.db.add_all(crowd)
        self.db.commit()
        return crowd

    def officer(self, *roles_and_branch: Any, **given: Any) -> Member:
        """A member of the branch, named last, who holds these roles in it."""
        *roles, branch = roles_and_branch
        member = self.member(branch=branch, **given)
        for role in roles:
            self.appoint(member, role, branch)
        return member

    def appoint(self, member: Member, role: Role, branch: Branch) -> Member:
        """Let somebody hold a role in a branch, perhaps one more."""
        self.db.merge(Office(member_id=member.id, role=role))
        held = {"member_id": member.id, "role": role, "branch_id": branch.id}
        self.save(HeldRole(granted_by=None, **held))
        self.db.refresh(member)
        return member

    def save(self, thing: Thing) -> Thing:
        """Keep a thing, so that the application's savepoint lies inside the test's."""
        self.db.add(thing)
        self.db.commit()
        self.db.refresh(thing)
        return thing
