"""What the clock brings to petitions, and what follows from what members do."""

from sqlalchemy import update
from sqlmodel import Session, col

from union.core.db import burn_the_log
from union.core.events import on
from union.core.jobs import every_minute
from union.core.outbox import surely
from union.members.events import (
    BranchMerged,
    MemberAdmitted,
    MemberErased,
    MemberLeft,
    MemberTurnedAway,
)
from union.members.merging import where_it_went
from union.members.models import Member
from union.petitions import rules
from union.petitions.events import SignerForgotten
from union.petitions.models import Petition


@every_minute
def close_petitions(db: Session) -> None:
    """Close what has come to its hour."""
    rules.close_due(db)


@surely(MemberErased)
def forget_the_signer(db: Session, event: MemberErased) -> None:
    """Turn names off and take words away."""
    rules.forget_signer(db, event.member_id)


@on(SignerForgotten)
def burn_the_words(_event: SignerForgotten) -> None:
    """Leave no copy of them in the database's log either."""
    burn_the_log()


@surely(BranchMerged)
def follow_the_branch(db: Session, event: BranchMerged) -> None:
    """Let the petitions of a merged branch be those of the branch it went into."""
    there = where_it_went(db, event.merged_id)
    theirs = col(Petition.branch_id) == event.merged_id
    db.execute(update(Petition).where(theirs).values(branch_id=there))


@surely(MemberAdmitted)
def count_what_they_signed(db: Session, event: MemberAdmitted) -> None:
    """What a newcomer signed while waiting counts from now on."""
    if member := db.get(Member, event.member_id):
        rules.count_kept(db, member)


@surely(MemberTurnedAway)
def forget_what_they_signed(db: Session, event: MemberTurnedAway) -> None:
    """Whoever was not admitted leaves no name."""
    rules.forget_kept(db, event.member_id)


@surely(MemberLeft)
def forget_what_leavers_signed(db: Session, event: MemberLeft) -> None:
    """Whoever goes before being admitted leaves no name."""
    rules.forget_kept(db, event.member_id)
