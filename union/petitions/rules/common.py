"""What the rules share: the lock on a petition, and how a deed is minuted."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from union.members.models import Member
from union.petitions.models import Petition, Signature


def lock(db: Session, petition: Petition, *, shared: bool = False) -> None:
    """Read the petition's row again, and let nobody change it before we are done."""
    row = select(Petition).where(Petition.id == petition.id)
    locked = row.with_for_update(read=shared)
    db.exec(locked.execution_options(populate_existing=True)).one()


def forget_waiting(db: Session, petition_id: UUID) -> None:
    """Delete the signatures of those who still wait: they signed another text, or
    nobody can sign any more."""
    kept = delete(Signature).where(col(Signature.petition_id) == petition_id)
    db.execute(kept.where(col(Signature.waiting).is_(True)))


def minuted(member: Member, petition: Petition) -> dict[str, Any]:
    """Who did it, to which petition, and where it is minuted."""
    return {
        "by": member.id,
        "petition_id": petition.id,
        "branch_id": petition.branch_id,
    }
