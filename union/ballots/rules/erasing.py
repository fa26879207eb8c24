"""What a ballot forgets of a member who was erased: their words, never their vote."""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from union.ballots.models import Objection


def forget_words(db: Session, member_id: UUID) -> None:
    """Empty what they objected and what they were answered; the decision stays."""
    theirs = update(Objection).where(col(Objection.member_id) == member_id)
    db.execute(theirs.values(reason="", answer=""))
