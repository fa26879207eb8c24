"""The lock every change of a ballot begins with."""

from sqlmodel import Session, col, select

from union.ballots.models import Ballot


def lock(db: Session, ballot: Ballot) -> None:
    """Let nobody else change the ballot or vote in it; read again what it says."""
    itself = select(Ballot).where(col(Ballot.id) == ballot.id).with_for_update()
    db.exec(itself.execution_options(populate_existing=True)).one()
