"""What a crowd does in the demo of a large union, a statement for thousands at once.

The rules act for one member at a time, some hundreds a second: right for people, too
slow for a hundred thousand signatures. What is left behind is what the rules would
leave, and a test holds one against the other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import insert, true, update
from sqlmodel import Session, SQLModel, col, select

from union.ballots.keys import sealer
from union.ballots.models import Ballot, Envelope, NamedVote, RollEntry, Vote
from union.petitions.models import (
    CountingPlace,
    Disclosure,
    Petition,
    Pledge,
    Signature,
    place_of,
)

T = TypeVar("T")

USUAL = 2_000  # the members of the demo that its files were written for
LARGE = 5_000  # a crowd beyond this acts at once
BATCH = 5_000

Answer = tuple[UUID, str]


@dataclass(frozen=True)
class Signing:
    """Who signs, what they choose, and when."""

    member_id: UUID
    pledge: Pledge
    at: datetime


def grown(count: int, members: int) -> int:
    """A number of the demo's files in a union of so many."""
    return count if members <= USUAL else count * members // USUAL


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many rows as one statement should carry, again and again."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def sign(db: Session, petition: Petition, signings: Sequence[Signing]) -> None:
    """Put all these names to a petition and count them."""
    for some in batches(signings):
        db.execute(insert(Signature), [_signature(petition, each) for each in some])
    counted = Counter((s.pledge.disclosure, place_of(s.member_id)) for s in signings)
    for (disclosure, place), names in counted.items():
        _count(db, petition, disclosure, place, names)
    first, last = signings[0].at, signings[-1].at
    petition.frozen_at = petition.frozen_at or first
    if len(signings) >= petition.goal:
        petition.goal_reached_at = last


def _signature(petition: Petition, signing: Signing) -> dict[str, Any]:
    return {
        "petition_id": petition.id,
        "member_id": signing.member_id,
        "disclosure": signing.pledge.disclosure,
        "word": signing.pledge.word,
        "signed_at": signing.at,
        "mark": uuid4(),
        "waiting": False,
    }


def _count(
    db: Session, petition: Petition, disclosure: Disclosure, place: int, names: int
) -> None:
    db.execute(
        update(CountingPlace)
        .where(
            col(CountingPlace.petition_id) == petition.id,
            col(CountingPlace.disclosure) == disclosure,
            col(CountingPlace.place) == place,
        )
        .values(signatures=col(CountingPlace.signatures) + names)
    )


def cast(db: Session, ballot: Ballot, answers: Sequence[Answer]) -> None:
    """Put in all these votes, one of each member, and mark them on the roll."""
    table, row_of = _votes_of(ballot)
    for some in batches(answers):
        db.execute(insert(table), [row_of(*answer) for answer in some])
    voted = select(table.member_id).where(table.ballot_id == ballot.id)  # type: ignore[attr-defined]
    db.execute(
        update(RollEntry)
        .where(
            col(RollEntry.ballot_id) == ballot.id, col(RollEntry.member_id).in_(voted)
        )
        .values(voted=true())
        .execution_options(synchronize_session=False)
    )


def _votes_of(ballot: Ballot) -> tuple[type[SQLModel], Any]:
    ciphers = sealer().ciphers(ballot.id)

    def sealed(member_id: UUID, choice: str) -> dict[str, Any]:
        vote = ciphers.seal(member_id, Vote(choice, "", 0))
        return {"ballot_id": ballot.id, "member_id": member_id, "sealed": vote}

    def named(member_id: UUID, choice: str) -> dict[str, Any]:
        kept = {"choice": choice, "key": "", "drawn": 0}
        return {"ballot_id": ballot.id, "member_id": member_id} | kept

    return (Envelope, sealed) if ballot.is_confidential else (NamedVote, named)
