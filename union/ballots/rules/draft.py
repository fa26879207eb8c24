"""Putting a question to a branch, and changing it before its roll is frozen."""

from sqlalchemy import delete
from sqlmodel import Session, col

from union.ballots.events import BallotDrafted, BallotRevised
from union.ballots.models import Ballot, Consent, Proposal
from union.ballots.permissions import may_draft
from union.ballots.rules.lock import lock
from union.ballots.rules.words import check_seen
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Branch, Member

SUBJECT = ("kind", "subject_path", "subject_digest")


def draft(db: Session, branch: Branch, member: Member, proposal: Proposal) -> Ballot:
    """Put a question to a branch. Its roll stays provisional until two freeze it."""
    if not may_draft(member, branch):
        raise NotAllowed(_("Stewards and returning officers prepare ballots."))
    _check(proposal)

    own = {"branch_id": branch.id, "drafted_by": member.id}
    ballot = Ballot.model_validate(proposal.as_columns() | own)
    ballot.branch = branch
    db.add(ballot)

    announce(db, BallotDrafted(by=member.id, branch_id=branch.id, ballot_id=ballot.id))
    return ballot


def revise(
    db: Session, ballot: Ballot, member: Member, proposal: Proposal, seen: str = ""
) -> None:
    """Change a question that nobody can vote on yet. Approvals given are void.

    Refused where the words that were `seen` are no longer those that would be replaced.
    A ballot called on a frozen text stays a ballot on that text.
    """
    lock(db, ballot)
    if ballot.is_settled:
        raise Refused(_("The roll is frozen: the question stays as it is."))
    if not may_draft(member, ballot.branch):
        raise NotAllowed(_("Stewards and returning officers prepare ballots."))
    _check(proposal)
    check_seen(
        ballot,
        seen,
        _(
            "Somebody changed this ballot while you were writing. Nothing you typed is "
            "lost: look at the ballot as it is now, then save again."
        ),
    )

    settled = SUBJECT if ballot.subject_digest else ()
    for column, value in proposal.as_columns().items():
        if column not in settled:
            setattr(ballot, column, value)
    db.execute(delete(Consent).where(col(Consent.ballot_id) == ballot.id))

    announce(
        db,
        BallotRevised(by=member.id, branch_id=ballot.branch_id, ballot_id=ballot.id),
    )


def _check(proposal: Proposal) -> None:
    if problems := proposal.problems():
        raise Invalid(_("Please check what you entered."), problems)
