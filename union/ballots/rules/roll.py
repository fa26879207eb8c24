"""The roll: objections while it is provisional, then frozen by two, with its digest."""

from datetime import datetime

from sqlmodel import Session, col, select

from union.ballots.events import ObjectionMade, ObjectionResolved
from union.ballots.models import Ballot, Objection, ObjectionForm, Resolution, Step
from union.ballots.permissions import may_resolve
from union.ballots.rules import enrolling
from union.ballots.rules.hands import lend_hand
from union.ballots.rules.lock import lock
from union.ballots.rules.words import check_seen
from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Member
from union.members.queries import branch_to_choose


def object_to_roll(
    db: Session, ballot: Ballot, member: Member, form: ObjectionForm
) -> Objection:
    """Say why one belongs on the roll. Objecting twice is objecting once."""
    made = select(Objection).where(
        Objection.ballot_id == ballot.id, Objection.member_id == member.id
    )
    lock(db, ballot)
    if earlier := db.exec(made).first():
        return earlier
    if ballot.is_settled:
        raise Refused(_("The roll is frozen: nobody can be added any more."))

    objection = Objection(ballot_id=ballot.id, member_id=member.id, reason=form.reason)
    db.add(objection)

    announce(
        db,
        ObjectionMade(by=None, branch_id=ballot.branch_id, ballot_id=ballot.id),
    )
    return objection


def resolve(
    db: Session, ballot: Ballot, member: Member, objection: Objection, form: Resolution
) -> None:
    """Answer an objection. One that is upheld puts its author on the roll."""
    if not may_resolve(member, ballot):
        raise NotAllowed(_("The returning officer answers objections."))
    lock(db, ballot)
    if ballot.is_settled:
        raise Refused(_("The roll is frozen: nobody can be added any more."))
    db.refresh(objection)
    if objection.resolved_at:
        raise Refused(_("This objection has been answered. The answer stands."))

    objection.answer, objection.upheld = form.answer, form.upheld
    objection.resolved_at, objection.resolved_by = db_now(db), member.id

    announce(
        db,
        ObjectionResolved(
            by=member.id, branch_id=ballot.branch_id, ballot_id=ballot.id
        ),
    )


def freeze(db: Session, ballot: Ballot, member: Member, seen: str = "") -> None:
    """Fix who may vote, by two hands: the first proposes, the second decides it.

    A small roll is frozen at once. A large one is entered by the worker: until then
    nobody waits for the write lock, and nothing about the question can be changed.
    """
    lock(db, ballot)
    branch_to_choose(db, ballot.branch_id)  # nobody merges it before we are done
    at = db_now(db)
    _refuse_to_freeze(db, ballot, at)
    check_seen(
        ballot,
        seen,
        _(
            "Somebody changed this ballot while you were reading. Read it as it is now "
            "before you approve it."
        ),
    )
    if not lend_hand(db, ballot, member, Step.FREEZE):
        return

    ballot.roll_decided_at, ballot.roll_trouble = at, None
    if enrolling.is_large(db, ballot, at):
        enrolling.leave_to_the_worker(db, ballot, member)
    else:
        enrolling.enrol_at_once(db, ballot, member)


def _refuse_to_freeze(db: Session, ballot: Ballot, at: datetime) -> None:
    if ballot.roll_frozen_at:
        raise Refused(_("The roll is already frozen."))
    if ballot.roll_decided_at:
        raise Refused(_("Two people have decided this. The roll is being entered."))
    if at >= ballot.closes_at:
        raise Refused(_("The hour of closing has passed. Choose other hours first."))
    if _open_objections(db, ballot):
        raise Refused(_("Answer every objection before the roll is frozen."))


def _open_objections(db: Session, ballot: Ballot) -> bool:
    waiting = select(Objection.id).where(
        Objection.ballot_id == ballot.id, col(Objection.resolved_at).is_(None)
    )
    return db.exec(waiting.limit(1)).first() is not None
