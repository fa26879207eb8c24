"""The roll: objections while it is provisional, then frozen by two, with its digest."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, Uuid, and_, insert, literal, or_, true
from sqlmodel import Session, col, func, select

from union.ballots.events import ObjectionMade, ObjectionResolved, RollFrozen
from union.ballots.models import (
    Ballot,
    Objection,
    ObjectionForm,
    Resolution,
    RollEntry,
    Step,
)
from union.ballots.permissions import may_resolve
from union.ballots.rules.hands import lend_hand
from union.ballots.rules.lock import lock
from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Branch, Member
from union.members.queries import branch_to_choose, is_full_member, is_under

DOMAIN = b"ortaq roll 1\n"
SMALLEST_CONFIDENTIAL = 10


def object_to_roll(
    db: Session, ballot: Ballot, member: Member, form: ObjectionForm
) -> Objection:
    """Say why one belongs on the roll. Objecting twice is objecting once."""
    made = select(Objection).where(
        Objection.ballot_id == ballot.id, Objection.member_id == member.id
    )
    if earlier := db.exec(made).first():
        return earlier
    if ballot.roll_frozen_at:
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
    if ballot.roll_frozen_at:
        raise Refused(_("The roll is frozen: nobody can be added any more."))

    objection.answer, objection.upheld = form.answer, form.upheld
    objection.resolved_at, objection.resolved_by = db_now(db), member.id

    announce(
        db,
        ObjectionResolved(
            by=member.id, branch_id=ballot.branch_id, ballot_id=ballot.id
        ),
    )


def freeze(db: Session, ballot: Ballot, member: Member) -> None:
    """Fix who may vote, by two hands: the first proposes, the second does it."""
    lock(db, ballot)
    branch_to_choose(db, ballot.branch_id)  # nobody merges it before we are done
    at = db_now(db)
    if ballot.roll_frozen_at:
        raise Refused(_("The roll is already frozen."))
    if at >= ballot.closes_at:
        raise Refused(_("The hour of closing has passed. Choose other hours first."))
    if _open_objections(db, ballot):
        raise Refused(_("Answer every objection before the roll is frozen."))
    if not lend_hand(db, ballot, member, Step.FREEZE):
        return

    db.execute(_enrol(ballot, at))
    ballot.roll_size = _size(db, ballot)
    if ballot.is_confidential and ballot.roll_size < SMALLEST_CONFIDENTIAL:
        raise Refused(
            _(
                "A confidential ballot needs at least ten on its roll: among fewer, "
                "the result would show who voted how. Make it a named ballot instead."
            )
        )
    ballot.roll_digest = digest(ballot.id, _ids(db, ballot))
    ballot.roll_frozen_at = at

    announce(
        db,
        RollFrozen(by=member.id, branch_id=ballot.branch_id, ballot_id=ballot.id),
    )


def digest(ballot_id: UUID, member_ids: Iterable[UUID]) -> str:
    """SHA-256 over a first line, the ballot's id and the members' ids in their order.

    Anyone can do it again from the list of ids: each is 32 hexadecimal digits and a
    newline, sorted, after the line «ortaq roll 1» and the line of the ballot's own id.
    """
    hashed = sha256(DOMAIN + ballot_id.hex.encode() + b"\n")
    for member_id in member_ids:
        hashed.update(member_id.hex.encode() + b"\n")
    return hashed.hexdigest()


def is_entitled(ballot: Ballot, at: datetime) -> ColumnElement[bool]:
    """In SQL, of a member joined with their branch: a full one, or one upheld.

    Whoever manages others is neither.
    """
    upheld = select(Objection.member_id).where(
        Objection.ballot_id == ballot.id, col(Objection.upheld).is_(true())
    )
    return and_(
        col(Member.manages_since).is_(None),
        or_(
            and_(is_full_member(at), is_under(ballot.branch)),
            and_(col(Member.id).in_(upheld), col(Member.left_at).is_(None)),
        ),
    )


def _enrol(ballot: Ballot, at: datetime) -> Insert:
    entitled = (
        select(literal(ballot.id, Uuid()), Member.id, literal(False))
        .join(Branch, col(Branch.id) == col(Member.branch_id))
        .where(is_entitled(ballot, at))
        .order_by(col(Member.id))
    )
    return insert(RollEntry).from_select(["ballot_id", "member_id", "voted"], entitled)


def _size(db: Session, ballot: Ballot) -> int:
    on_roll = select(func.count()).where(RollEntry.ballot_id == ballot.id)
    return db.exec(on_roll).one()


def _ids(db: Session, ballot: Ballot) -> Iterable[UUID]:
    return db.exec(
        select(RollEntry.member_id)
        .where(RollEntry.ballot_id == ballot.id)
        .order_by(col(RollEntry.member_id))
        .execution_options(yield_per=10_000)
    )


def _open_objections(db: Session, ballot: Ballot) -> bool:
    waiting = select(Objection.id).where(
        Objection.ballot_id == ballot.id, col(Objection.resolved_at).is_(None)
    )
    return db.exec(waiting.limit(1)).first() is not None
