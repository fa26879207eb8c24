"""Opening and closing: by two hands and the database's clock, once."""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from union.ballots.events import (
    BallotClosed,
    BallotLapsed,
    BallotOpened,
    OpeningApproved,
)
from union.ballots.models import Ballot, EarlyClosing, Step
from union.ballots.permissions import may_lend_a_hand
from union.ballots.rules.count import count
from union.ballots.rules.hands import has_lent_hand, lend_hand
from union.ballots.rules.lock import lock
from union.ballots.sealing import Sealer
from union.core.base import db_now
from union.core.clock import steady_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Member


def approve_opening(db: Session, ballot: Ballot, member: Member) -> None:
    """Let the ballot open at its hour, by two hands; at once if the hour has come."""
    lock(db, ballot)
    at = steady_now(db)
    if ballot.roll_frozen_at is None:
        raise Refused(_("The roll must be frozen before the ballot can open."))
    if ballot.cleared_at:
        raise Refused(_("Two people have already opened this ballot."))
    if at >= ballot.closes_at:
        raise Refused(_("The hour of closing has passed: this ballot cannot open."))
    if not lend_hand(db, ballot, member, Step.OPEN):
        return

    ballot.cleared_at = at

    announce(
        db,
        OpeningApproved(by=member.id, branch_id=ballot.branch_id, ballot_id=ballot.id),
    )
    if at >= ballot.opens_at:
        note_opening(db, ballot)


def note_opening(db: Session, ballot: Ballot) -> None:
    """Enter in the minutes that a ballot whose hour has come is open. Once."""
    noted = db.execute(
        update(Ballot)
        .where(
            col(Ballot.id) == ballot.id,
            col(Ballot.opened_at).is_(None),
            col(Ballot.cleared_at).is_not(None),
        )
        .values(opened_at=db_now(db))
        .returning(col(Ballot.id))
    )
    if noted.first():
        announce(
            db, BallotOpened(by=None, branch_id=ballot.branch_id, ballot_id=ballot.id)
        )


def lapse_due(db: Session) -> None:
    """Give up the ballots whose hour passed on a frozen roll that two did not open."""
    at = steady_now(db)
    lapsed = db.execute(
        update(Ballot)
        .where(
            col(Ballot.roll_frozen_at).is_not(None),
            col(Ballot.cleared_at).is_(None),
            col(Ballot.lapsed_at).is_(None),
            col(Ballot.closes_at) <= at,
        )
        .values(lapsed_at=at)
        .returning(col(Ballot.id), col(Ballot.branch_id))
    )
    for ballot_id, branch_id in lapsed:
        announce(db, BallotLapsed(by=None, branch_id=branch_id, ballot_id=ballot_id))


def close(db: Session, ballot: Ballot, sealer: Sealer, by: UUID | None = None) -> bool:
    """Close a ballot whose hour is over and count it; say whether this did it."""
    lock(db, ballot)
    if ballot.closed_at or not ballot.cleared_at:
        return False
    if steady_now(db) < ballot.closes_at:
        return False
    return _close(db, ballot, sealer, by)


def close_by_hand(db: Session, ballot: Ballot, member: Member, sealer: Sealer) -> None:
    """Close at or after the hour without waiting for the clock."""
    if not may_lend_a_hand(member, ballot.branch):
        raise NotAllowed(_("This takes a returning officer or a teller."))
    if not close(db, ballot, sealer, by=member.id) and not ballot.closed_at:
        raise Refused(_("The hour of closing has not come."))


def close_early(
    db: Session, ballot: Ballot, member: Member, form: EarlyClosing, sealer: Sealer
) -> None:
    """Close before the hour, by two hands, for a reason that everyone can read.

    Closing erases the answers to all forms, this one's too: who lent a hand to it and
    did not hear may send it again.
    """
    lock(db, ballot)
    if ballot.closed_early_because and has_lent_hand(db, ballot, member, Step.CLOSE):
        return
    if not ballot.is_open(steady_now(db)):
        raise Refused(_("Only an open ballot can be closed early."))
    if not lend_hand(db, ballot, member, Step.CLOSE, form.reason):
        return

    ballot.closed_early_because = form.reason
    _close(db, ballot, sealer, member.id)


def _close(db: Session, ballot: Ballot, sealer: Sealer, by: UUID | None) -> bool:
    """The lock is held: votes on their way have arrived, later ones find it closed."""
    closed = db.execute(
        update(Ballot)
        .where(col(Ballot.id) == ballot.id, col(Ballot.closed_at).is_(None))
        .values(closed_at=db_now(db))
        .returning(col(Ballot.id))
    )
    if not closed.first():
        return False
    count(db, ballot, sealer)
    announce(db, BallotClosed(by=by, branch_id=ballot.branch_id, ballot_id=ballot.id))
    return True
