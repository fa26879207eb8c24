"""What is left of a signer who was erased: a number, or nothing where it is open."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.events import announce
from union.petitions.events import SignerForgotten
from union.petitions.models import Disclosure, Petition, Signature
from union.petitions.rules.common import lock
from union.petitions.rules.signing import count


def forget_signer(db: Session, member_id: UUID) -> None:
    """Take back what is open, leave a mere number under what is closed.

    What was published stays, by a former member; a draft was its author's own and goes.
    """
    signed = (
        select(Petition)
        .join(Signature, col(Signature.petition_id) == col(Petition.id))
        .where(col(Signature.member_id) == member_id)
        .order_by(col(Petition.id))
    )
    for petition in db.exec(signed).all():
        lock(db, petition)
        _forget(db, petition, db.get_one(Signature, (petition.id, member_id)))
    drafts = select(Petition).where(
        col(Petition.author_id) == member_id, col(Petition.opened_at).is_(None)
    )
    for draft in db.exec(drafts).all():
        db.delete(draft)


def _forget(db: Session, petition: Petition, signature: Signature) -> None:
    if signature.waiting:  # nobody counted it
        db.delete(signature)
        return
    count(db, signature, by=-1)
    if petition.is_open(db_now(db)):
        db.delete(signature)
    else:
        signature.disclosure, signature.word = Disclosure.COUNTED, ""
        count(db, signature, by=1)

    announce(
        db,
        SignerForgotten(by=None, petition_id=petition.id, branch_id=petition.branch_id),
    )
