"""Publishing turnout: a band, at least ten minutes after it was true."""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from union.ballots.bands import band
from union.ballots.events import TurnoutPublished
from union.ballots.models import Ballot, Envelope, NamedVote, Turnout
from union.core.base import db_now
from union.core.events import announce

DELAY = timedelta(minutes=10)


def publish_turnout(db: Session, ballot: Ballot) -> None:
    """Show the band noted ten minutes ago, and note today's for ten minutes hence.

    Only the edge of the band is kept: a row of counts would tell each arrival.
    """
    at = db_now(db)
    turnout = db.get(Turnout, ballot.id)
    if turnout and at < turnout.waiting_since + DELAY:
        return

    turnout = turnout or Turnout(ballot_id=ballot.id, waiting=0, waiting_since=at)
    is_news = at >= turnout.waiting_since + DELAY
    if is_news:
        turnout.shown, turnout.shown_of = turnout.waiting, turnout.waiting_since
    turnout.waiting = band(votes_cast(db, ballot), ballot.roll_size or 0).low
    turnout.waiting_since = at
    db.add(turnout)

    if is_news:
        announce(
            db,
            TurnoutPublished(by=None, branch_id=ballot.branch_id, ballot_id=ballot.id),
        )


def votes_cast(db: Session, ballot: Ballot) -> int:
    """How many have voted so far. Pages never see this number."""
    votes = Envelope if ballot.is_confidential else NamedVote
    cast = select(func.count()).select_from(votes)
    return db.exec(cast.where(col(votes.ballot_id) == ballot.id)).one()
