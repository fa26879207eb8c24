"""Putting a name to a petition, taking it back, and the hour when both end."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.clock import steady_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.once import disown_answers
from union.members.models import Member
from union.petitions.events import (
    PetitionClosed,
    PetitionReachedGoal,
    PetitionSigned,
    SignatureWithdrawn,
)
from union.petitions.models import CountingPlace, Petition, Pledge, Signature, place_of
from union.petitions.permissions import may_sign
from union.petitions.queries import tally
from union.petitions.rules.common import forget_waiting, lock, minuted

CLOSE_TO_GOAL = 100  # more than can be signing at one moment


def sign(db: Session, petition: Petition, member: Member, pledge: Pledge) -> Signature:
    """Put a member's name to a petition. Signing twice is signing once.

    The name of whoever waits is kept: it changes nothing until they are admitted.
    """
    if not may_sign(member, petition):
        raise NotAllowed(
            _("Only members of this branch in good standing can sign this petition.")
        )
    stand_in_line(db, petition, member)
    if earlier := db.get(Signature, (petition.id, member.id)):
        return earlier
    at = db_now(db)
    _check_can_be_signed(petition, pledge, at)

    signature = Signature(
        petition_id=petition.id,
        member_id=member.id,
        disclosure=pledge.disclosure,
        word=pledge.word,
        signed_at=at,
        waiting=member.is_waiting,
    )
    db.add(signature)
    if signature.waiting:
        return signature
    count(db, signature, by=1)
    petition.frozen_at = petition.frozen_at or at

    announce(db, PetitionSigned(**minuted(member, petition)))
    notice_the_goal(db, petition, at)
    return signature


def _check_can_be_signed(petition: Petition, pledge: Pledge, at: datetime) -> None:
    if not petition.is_open(at):
        raise Refused(_("This petition is closed: it cannot be signed any more."))
    if pledge.text_hash != petition.text_hash:
        raise Refused(
            _("The text was changed while you read it. Read it again, then sign.")
        )


def withdraw_signature(db: Session, petition: Petition, member: Member) -> None:
    """Take a signature back: nothing is left of it. Twice is once."""
    stand_in_line(db, petition, member)
    signature = db.get(Signature, (petition.id, member.id), with_for_update=True)
    if signature is None:
        return
    if not petition.is_open(db_now(db)):
        raise Refused(_("This petition is closed: its signatures stay as they are."))

    db.delete(signature)
    disown_answers(db, petition.id, member.id)
    if signature.waiting:
        return
    count(db, signature, by=-1)

    announce(db, SignatureWithdrawn(**minuted(member, petition)))


def close_due(db: Session) -> None:
    """Close every petition whose hour has come. At its goal it goes on until then."""
    at = steady_now(db)
    closed = db.execute(
        update(Petition)
        .where(
            col(Petition.closed_at).is_(None),
            col(Petition.withdrawn_at).is_(None),
            col(Petition.opened_at).is_not(None),
            col(Petition.closes_at) <= at,
        )
        .values(closed_at=at)
        .returning(col(Petition.id), col(Petition.branch_id))
    )
    for petition_id, branch_id in closed:
        forget_waiting(db, petition_id)
        announce(
            db, PetitionClosed(by=None, petition_id=petition_id, branch_id=branch_id)
        )


def stand_in_line(db: Session, petition: Petition, member: Member) -> None:
    """Lock the petition and read it again, so that it does not close meanwhile.

    One member's taps come one at a time. Signers share the petition's lock and go side
    by side; at the two edges, the first signature and the goal, they too go one at a
    time: each edge is crossed by exactly one.
    """
    own = select(Member.id).where(col(Member.id) == member.id)
    db.exec(own.with_for_update(key_share=True)).one()
    if member.is_waiting:  # or a moment after their admission it was kept for ever
        db.refresh(member, ["admitted_at"])
    near_goal = petition.goal - CLOSE_TO_GOAL
    one_at_a_time = petition.frozen_at is None or (
        petition.goal_reached_at is None and tally(db, petition.id).total >= near_goal
    )
    lock(db, petition, shared=not one_at_a_time)


def count(db: Session, signature: Signature, *, by: int) -> None:
    """Add to, or take from, the counting place of this signer."""
    db.execute(
        update(CountingPlace)
        .where(
            col(CountingPlace.petition_id) == signature.petition_id,
            col(CountingPlace.disclosure) == signature.disclosure,
            col(CountingPlace.place) == place_of(signature.member_id),
        )
        .values(signatures=col(CountingPlace.signatures) + by)
    )


def notice_the_goal(db: Session, petition: Petition, at: datetime) -> None:
    """Announce the goal when this signature is the one that reaches it."""
    if petition.goal_reached_at:
        return
    after = tally(db, petition.id).total
    if after - 1 < petition.goal <= after:
        petition.goal_reached_at = at
        announce(
            db,
            PetitionReachedGoal(
                by=None, petition_id=petition.id, branch_id=petition.branch_id
            ),
        )
