"""What becomes of proposals about roles with time."""

from sqlalchemy import update
from sqlmodel import Session, col

from union.core.base import db_now
from union.core.events import announce
from union.members.events import RoleDeclined
from union.members.models import PROPOSAL_LASTS, RoleProposal


def lapse_due(db: Session) -> None:
    """Close what nobody seconded within 14 days."""
    at = db_now(db)
    lapsed = (
        update(RoleProposal)
        .where(
            col(RoleProposal.decided_at).is_(None),
            col(RoleProposal.proposed_at) <= at - PROPOSAL_LASTS,
        )
        .values(decided_at=at, is_granted=False)
        .returning(RoleProposal)
    )
    for proposal in db.scalars(lapsed).all():
        announce(
            db,
            RoleDeclined(
                by=None,
                branch_id=proposal.branch_id,
                proposal_id=proposal.id,
                member_id=proposal.member_id,
            ),
        )
