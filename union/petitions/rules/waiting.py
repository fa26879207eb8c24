"""Signatures of people who wait: kept, counted by nobody, until they are admitted.

A swarm that came by one poster must not move a number that a representative has to
stand up for.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.events import announce
from union.members.models import Member
from union.petitions.events import PetitionSigned
from union.petitions.models import Petition, Signature
from union.petitions.permissions import may_be_counted
from union.petitions.rules.common import minuted
from union.petitions.rules.signing import count, notice_the_goal, stand_in_line


def count_kept(db: Session, member: Member) -> None:
    """Count what an admitted member signed while waiting. Twice is once.

    One petition's lock is taken after the other in the order of their ids, so two who
    are admitted at once never wait for each other.
    """
    kept = select(Petition).join(Signature).where(*_kept_by(member.id))
    for petition in db.exec(kept.order_by(col(Petition.id))).all():
        _count_one(db, petition, member)


def _count_one(db: Session, petition: Petition, member: Member) -> None:
    stand_in_line(db, petition, member)
    signature = db.get(
        Signature,
        (petition.id, member.id),
        with_for_update=True,
        populate_existing=True,
    )
    if signature is None or not signature.waiting:
        return
    at = db_now(db)
    if not petition.is_open(at) or not may_be_counted(member, petition):
        db.delete(signature)
        return

    signature.waiting, signature.signed_at = False, at
    count(db, signature, by=1)
    petition.frozen_at = petition.frozen_at or at

    announce(db, PetitionSigned(**minuted(member, petition)))
    notice_the_goal(db, petition, at)


def forget_kept(db: Session, member_id: UUID) -> None:
    """Delete what somebody signed who will not be admitted."""
    db.execute(delete(Signature).where(*_kept_by(member_id)))


def _kept_by(member_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return col(Signature.member_id) == member_id, col(Signature.waiting).is_(True)
