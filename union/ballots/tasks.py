"""What the clock brings to ballots, what closing one does, and merging a branch."""

import logging
from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from union.ballots import exports, rules
from union.ballots.events import BallotClosed
from union.ballots.keys import sealer
from union.ballots.models import Ballot, Envelope
from union.ballots.queries import consents_to, open_ballots, outcome, people_of, root_of
from union.core.clock import steady_now
from union.core.db import burn_the_log
from union.core.events import announced, on
from union.core.i18n import LANGUAGES, speaking
from union.core.i18n import gettext as _
from union.core.jobs import every_minute
from union.core.once import Answer
from union.core.outbox import surely
from union.documents.rules import issue
from union.members.events import BranchMerged, MemberErased
from union.members.merging import may_object, where_it_went
from union.members.models import Branch

_logger = logging.getLogger(__name__)


@every_minute
def keep_the_hours(db: Session) -> None:
    """Keep those of every ballot that has begun; one that fails stops no other."""
    at = steady_now(db)
    for ballot in open_ballots(db, at):
        said = len(announced(db))
        try:
            with db.begin_nested():
                _keep(db, ballot, at)
        except OperationalError:
            raise  # SQLite may have given up the whole transaction: again in a minute
        except Exception:
            del announced(db)[said:]
            _logger.exception("the hours of a ballot are not kept")


def _keep(db: Session, ballot: Ballot, at: datetime) -> None:
    """Enter that it has opened, publish turnout, close it when its hour has come."""
    if ballot.opened_at is None:
        rules.note_opening(db, ballot)
    if ballot.is_open(at):
        rules.publish_turnout(db, ballot)
    else:
        rules.close(db, ballot, sealer())


every_minute(rules.lapse_due)


@on(BallotClosed)
def burn_the_envelopes(_event: BallotClosed) -> None:
    """Leave no copy of them in the database's log or pages either."""
    burn_the_log(Envelope, Answer)


@surely(BallotClosed)
def write_minutes(db: Session, event: BallotClosed) -> None:
    """Issue the minutes in each language. The same minutes again are the same paper."""
    ballot = db.get_one(Ballot, event.ballot_id)
    result = outcome(db, ballot)
    if result is None:
        return
    people, hands = people_of(db, ballot), consents_to(db, ballot)
    union = root_of(db, ballot.branch)
    for language in LANGUAGES:
        with speaking(language):
            issue(
                db,
                kind=exports.MINUTES,
                about=ballot.id,
                branch=ballot.branch,
                paper=exports.minutes(result, people, hands, union),
                by=None,
            )


@surely(MemberErased)
def forget_their_words(db: Session, event: MemberErased) -> None:
    """Take away what they wrote; what they voted counts on."""
    rules.forget_words(db, event.member_id)


@may_object
def a_ballot_is_under_way(db: Session, branch: Branch) -> str | None:
    """Whoever is on a frozen roll votes in the branch that asked them."""
    under_way = select(Ballot.id).where(
        Ballot.branch_id == branch.id,
        or_(
            col(Ballot.roll_frozen_at).is_not(None),
            col(Ballot.roll_decided_at).is_not(None),
        ),
        col(Ballot.closed_at).is_(None),
        col(Ballot.lapsed_at).is_(None),
    )
    if db.exec(under_way.limit(1)).first() is None:
        return None
    return _("A ballot of this branch is under way. Merge it when the ballot is over.")


@surely(BranchMerged)
def follow_the_branch(db: Session, event: BranchMerged) -> None:
    """Let the ballots of a merged branch be those of the branch it went into.

    Rolls that are frozen stay as they are; one in preparation asks more people.
    """
    there = where_it_went(db, event.merged_id)
    theirs = col(Ballot.branch_id) == event.merged_id
    db.execute(update(Ballot).where(theirs).values(branch_id=there))
