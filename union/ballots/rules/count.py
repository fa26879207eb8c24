"""Counting: envelopes become papers that belong to nobody, and nothing else is left."""

from uuid import uuid4

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, func, select

from union.ballots.models import Ballot, Envelope, NamedVote, Paper, Tally
from union.ballots.sealing import Sealer
from union.core.once import forget_answers

AT_ONCE = 5_000


def count(db: Session, ballot: Ballot, sealer: Sealer) -> None:
    """Count what was voted, in the transaction that closes the ballot."""
    if ballot.is_confidential:
        _open_envelopes(db, ballot, sealer)
    papers = Paper if ballot.is_confidential else NamedVote
    found = dict(
        db.exec(
            select(papers.choice, func.count())
            .where(papers.ballot_id == ballot.id)
            .group_by(papers.choice)
        ).all()
    )
    db.add_all(
        Tally(ballot_id=ballot.id, choice=option.key, papers=found.get(option.key, 0))
        for option in ballot.choices()
    )
    _forget_moments(db, ballot)


def _forget_moments(db: Session, ballot: Ballot) -> None:
    """No form and no moment is kept beside a vote, not even beside a named one."""
    named = update(NamedVote).where(col(NamedVote.ballot_id) == ballot.id)
    db.execute(named.values(key="", drawn=0))
    forget_answers(db, ballot.id)


def _open_envelopes(db: Session, ballot: Ballot, sealer: Sealer) -> None:
    """Lay the papers in the order of fresh random keys; burn the envelopes."""
    papers = sorted((uuid4(), choice) for choice in _opened(db, ballot, sealer))
    for start in range(0, len(papers), AT_ONCE):
        db.execute(
            insert(Paper),
            [
                {"id": key, "ballot_id": ballot.id, "choice": choice}
                for key, choice in papers[start : start + AT_ONCE]
            ],
        )
    db.execute(delete(Envelope).where(col(Envelope.ballot_id) == ballot.id))


def _opened(db: Session, ballot: Ballot, sealer: Sealer) -> list[str]:
    ciphers = sealer.ciphers(ballot.id)
    cast = select(Envelope.member_id, Envelope.sealed).where(
        Envelope.ballot_id == ballot.id
    )
    with db.exec(cast.execution_options(yield_per=AT_ONCE)) as envelopes:
        return [ciphers.open(owner, sealed).choice for owner, sealed in envelopes]
