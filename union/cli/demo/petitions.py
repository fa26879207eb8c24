"""The demo's petitions: one open, one closed at its goal, one still being written."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from union.cli.demo import crowds
from union.cli.demo.chronicle import Chronicle
from union.cli.demo.content import content
from union.cli.demo.crowds import Signing
from union.cli.demo.people import People
from union.core import i18n
from union.core.base import now
from union.members.models import Branch, Member
from union.members.queries import is_full_member, is_under
from union.petitions import rules
from union.petitions.events import PetitionReachedGoal, PetitionSigned
from union.petitions.models import Disclosure, Draft, Petition, Pledge

DISCLOSED = {
    "addressee": Disclosure.ADDRESSEE,
    "union": Disclosure.UNION,
    "count_only": Disclosure.COUNTED,
}
TALKATIVE = 0.08  # how many of those who sign add a word


def gather(db: Session, people: People, chronicle: Chronicle) -> dict[str, Petition]:
    """Let petitions be written, signed and closed; by the keys of the demo's file."""
    campaign = Campaign(db, people, chronicle)
    told = content("petitions")["petitions"]
    return {petition["key"]: campaign.run(petition) for petition in told}


class Campaign:
    """Petitions under way, from their drafts to what became of them."""

    def __init__(self, db: Session, people: People, chronicle: Chronicle) -> None:
        self._db, self._people, self._chronicle = db, people, chronicle
        self._dice = random.Random(7)  # noqa: S311  (a demo must be the same each time)

    def run(self, told: dict[str, Any]) -> Petition:
        """One petition of the demo's file, as far as it is said to have come."""
        author = self._people[told["author"]]
        petition = rules.draft(self._db, author, _draft(told, self._people))
        self._chronicle.happened(_opened(told))
        if told["state"] != "draft":
            rules.publish(self._db, petition, author)
            self._chronicle.happened(_opened(told))
            self._sign(petition, told)
            self._date(petition, told)
        if told["state"] == "closed":
            self._close(petition, _last(told))
        return petition

    def _sign(self, petition: Petition, told: dict[str, Any]) -> None:
        """Let members sign one after another; who can sign in keeps their choice."""
        crowd = self._crowd(petition)
        wanted = min(crowds.grown(told["signers"], self._people.many), len(crowd))
        pace = (_last(told) - _opened(told)) / (wanted + 1)
        signings = [
            Signing(signer, self._pledge(petition, told), _opened(told) + pace * number)
            for number, signer in enumerate(self._dice.sample(crowd, wanted), start=1)
        ]
        if wanted > crowds.LARGE:
            self._sign_at_once(petition, signings)
        else:
            self._sign_in_turn(petition, signings)

    def _sign_in_turn(self, petition: Petition, signings: list[Signing]) -> None:
        signers = self._loaded({signing.member_id for signing in signings})
        for signing in signings:
            member = signers[signing.member_id]
            signature = rules.sign(self._db, petition, member, signing.pledge)
            signature.signed_at = signing.at
            self._chronicle.happened(signing.at)

    def _sign_at_once(self, petition: Petition, signings: list[Signing]) -> None:
        crowds.sign(self._db, petition, signings)
        place = {"petition_id": petition.id, "branch_id": petition.branch_id}
        for signing in signings:
            self._chronicle.note(
                signing.at, PetitionSigned(by=signing.member_id, **place)
            )
        if petition.goal_reached_at:
            reached = PetitionReachedGoal(by=None, **place)
            self._chronicle.note(petition.goal_reached_at, reached)

    def _crowd(self, petition: Petition) -> list[UUID]:
        officers = {member.id for member in self._people.officers.values()}
        entitled = self._db.exec(
            select(Member.id)
            .join(Branch, col(Branch.id) == col(Member.branch_id))
            .where(is_under(petition.branch), is_full_member(now()))
            .order_by(col(Member.sign_in_key))
        )
        return [member_id for member_id in entitled if member_id not in officers]

    def _loaded(self, ids: set[UUID]) -> dict[UUID, Member]:
        found = self._db.exec(
            select(Member)
            .where(col(Member.id).in_(ids))
            .options(selectinload(Member.roles), selectinload(Member.branch))  # type: ignore[arg-type]
        )
        return {member.id: member for member in found}

    def _pledge(self, petition: Petition, told: dict[str, Any]) -> Pledge:
        kinds, weights = zip(*told["disclosure"].items(), strict=True)
        words = content("petitions")["words_of_support"]
        spoken = words[self._dice.choices(("kk", "ru", "en"), (6, 4, 1))[0]]
        return Pledge(
            disclosure=DISCLOSED[self._dice.choices(kinds, weights)[0]],
            word=self._dice.choice(spoken) if self._dice.random() < TALKATIVE else "",
            text_hash=petition.text_hash,
        )

    def _date(self, petition: Petition, told: dict[str, Any]) -> None:
        """Write the said moments where the rules wrote the present."""
        petition.drafted_at = petition.opened_at = petition.frozen_at = _opened(told)
        if petition.goal_reached_at:
            petition.goal_reached_at = _last(told) - timedelta(days=3)

    def _close(self, petition: Petition, closed: datetime) -> None:
        petition.closes_at = closed
        self._db.flush()
        rules.close_due(self._db)
        self._db.refresh(petition)
        petition.closed_at = closed
        self._chronicle.happened(closed)


def _opened(told: dict[str, Any]) -> datetime:
    """When it is said to have been published, or its draft written."""
    return now() - timedelta(days=told.get("opened_days_ago", 1))


def _last(told: dict[str, Any]) -> datetime:
    """When it is said to have closed, or what has come so far had come."""
    return now() - timedelta(days=told.get("closed_days_ago", 0), hours=1)


def _draft(told: dict[str, Any], people: People) -> Draft:
    """The author's form. What is said to have closed closes soon, then was closed."""
    closes = now() + timedelta(days=told.get("closes_in_days", 1))
    words = {f"title_{code}": text for code, text in told["title"].items()}
    words |= {f"addressee_{code}": text for code, text in told["addressee"].items()}
    words |= {
        f"text_{code}": "\n\n".join(part[code].strip() for part in told["body"])
        for code in i18n.LANGUAGES
    }
    return Draft(
        branch_id=people.branches[told["branch"]].id,
        platforms=told["platforms"],
        language="kk",
        goal=crowds.grown(told["goal"], people.many),
        closes_at=_evening(closes),
        **words,
    )


def _evening(day: datetime) -> datetime:
    """Eight in the evening where the union lives, as its clocks show it."""
    local = day.astimezone(i18n.zone.get())
    return local.replace(hour=20, minute=0, second=0, microsecond=0, tzinfo=None)
