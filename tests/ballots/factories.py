"""Ballots in every state, with as many members on their rolls as a test needs."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from tests.factories import Make
from union.ballots import rules
from union.ballots.models import ABSTAIN, NO, YES, Ballot, RollEntry, Vote
from union.ballots.sealing import Sealer
from union.core.base import now
from union.members.models import Branch, Member, Role
from union.members.names import sought

SEALER = Sealer("seal" * 8)
ANSWERS = (YES, NO, ABSTAIN)

_forms = count(1)


def vote(choice=YES, **given: Any) -> Vote:
    """A vote from a page drawn after every page before it."""
    number = next(_forms)
    usual = {"choice": choice, "key": f"form {number}", "drawn": 10**12 + number}
    return Vote(**usual | given)


OPTIONS = [
    {"kk": "Сенбі", "ru": "Суббота", "en": "Saturday"},
    {"kk": "Жексенбі", "ru": "Воскресенье", "en": "Sunday"},
    {"kk": "Дүйсенбі", "ru": "Понедельник", "en": "Monday"},
]


def words() -> dict[str, str]:
    """What a ballot asks, in each language."""
    return {
        f"{field}_{code}": f"{text} {code}"
        for field, text in (("title", "The fund"), ("question", "Shall we join?"))
        for code in ("kk", "ru", "en")
    }


def proposal(**given: Any) -> dict[str, Any]:
    """A form well filled in."""
    return (
        words()
        | {
            "kind": "decision",
            "secrecy": "confidential",
            "authoritative": ["kk"],
            "quorum": "gt 1/2 of members",
            "majority": "gt 1/2 of participants",
            "opens_at": "2126-11-24T09:00",
            "closes_at": "2126-11-26T20:00",
        }
        | given
    )


@dataclass
class MakeBallots:
    """Makes ballots and those who vote in them."""

    db: Session
    make: Make
    branch: Branch = None  # type: ignore[assignment]  # one of their own

    def __post_init__(self) -> None:
        self.branch = self.branch or self.make.branch()

    def voters(self, many: int, branch: Branch | None = None) -> list[Member]:
        """Full members of the branch, in one statement."""
        lives = (branch or self.branch).id
        someone = self.make.member(branch=branch or self.branch)
        like = someone.model_dump()
        rows = [
            like
            | {
                "id": Member().id,
                "name": f"Voter {n:04}",
                "name_key": sought(f"Voter {n:04}"),
                "sign_in_name": f"{someone.sign_in_name}-{n}",
                "sign_in_key": f"{someone.sign_in_key}-{n}",
                "branch_id": lives,
            }
            for n in range(1, many)
        ]
        if rows:
            self.db.execute(insert(Member), rows)
            self.db.commit()
        return [someone, *(self.db.get_one(Member, row["id"]) for row in rows)]

    def prepared(self, **given: Any) -> Ballot:
        """A question put to the branch, its roll provisional."""
        usual = words() | {
            "branch_id": self.branch.id,
            "kind": "decision",
            "secrecy": "confidential",
            "quorum": "gt 1/2 of members",
            "majority": "gt 1/2 of participants",
            "opens_at": now() - timedelta(hours=1),
            "closes_at": now() + timedelta(days=2),
            "drafted_by": Member().id,
        }
        return self.make.save(Ballot.model_validate(usual | given))

    def frozen(self, voters: list[Member], **given: Any) -> Ballot:
        """A ballot with these members on its frozen roll."""
        ballot = self.prepared(**given)
        ballot.roll_frozen_at = now() - timedelta(hours=3)
        ballot.roll_size = len(voters)
        ids = sorted(voter.id for voter in voters)
        ballot.roll_digest = rules.digest(ballot.id, ids)
        self.db.add(ballot)
        self.db.flush()
        row = {"ballot_id": ballot.id, "voted": False}
        self.db.execute(insert(RollEntry), [row | {"member_id": one} for one in ids])
        self.db.commit()
        return ballot

    def open(self, voters: list[Member], **given: Any) -> Ballot:
        """A ballot in which these members can vote now."""
        usual = {
            "cleared_at": now() - timedelta(hours=2),
            "opened_at": now() - timedelta(hours=1),
        }
        return self.frozen(voters, **usual | given)

    def cast(self, ballot: Ballot, votes: list[tuple[Member, str]]) -> None:
        """Votes that have arrived, in this order."""
        for member, choice in votes:
            rules.cast(self.db, ballot, member, vote(choice), SEALER)
        self.db.commit()

    def end(self, ballot: Ballot) -> Ballot:
        """Move the planned hour to the past."""
        ballot.closes_at = now() - timedelta(seconds=1)
        return self.make.save(ballot)

    def closed(self, choices: list[str], **given: Any) -> Ballot:
        """A closed ballot with these votes; more members on the roll by `roll`."""
        roll = given.pop("roll", len(choices))
        voters = self.voters(roll)
        ballot = self.open(voters, **given)
        self.cast(ballot, list(zip(voters, choices, strict=False)))
        self.end(ballot)
        assert rules.close(self.db, ballot, SEALER)
        self.db.commit()
        return ballot

    def branch_members(self) -> list[Member]:
        here = select(Member).where(Member.branch_id == self.branch.id)
        return list(self.db.exec(here))

    def returning_officer(self, **given: Any) -> Member:
        return self.make.officer(Role.RETURNING_OFFICER, self.branch, **given)

    def teller(self, **given: Any) -> Member:
        return self.make.officer(Role.TELLER, self.branch, **given)
