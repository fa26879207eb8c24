"""Two hands: what one person proposes, a second of another role confirms."""

from sqlmodel import Session, select

from union.ballots.events import StepProposed
from union.ballots.models import Ballot, Consent, Step
from union.ballots.permissions import hands_of
from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Member


def lend_hand(
    db: Session, ballot: Ballot, member: Member, step: Step, reason: str = ""
) -> bool:
    """Note that this person wants the step taken; say whether they are the second.

    The ballot's row must be locked, or two first hands could meet.
    """
    given = list(db.exec(select(Consent).where(*_of(ballot, step))))
    roles = hands_of(member, ballot.branch)
    if not roles:
        raise NotAllowed(_("This takes a returning officer and a teller."))
    if any(consent.member_id == member.id for consent in given):
        raise Refused(_("You have approved this. Another person must confirm it."))
    free = [role for role in roles if role not in {consent.role for consent in given}]
    if not free:
        raise Refused(_("The second person must hold another role than the first."))

    db.add(
        Consent(
            ballot_id=ballot.id,
            step=step,
            role=free[0],
            member_id=member.id,
            reason=reason,
            given_at=db_now(db),
        )
    )
    if not given:
        announce(
            db,
            StepProposed(
                by=member.id,
                branch_id=ballot.branch_id,
                ballot_id=ballot.id,
                step=step.value,
            ),
        )
    return bool(given)


def has_lent_hand(db: Session, ballot: Ballot, member: Member, step: Step) -> bool:
    """Whether this person is one of the two."""
    mine = select(Consent).where(*_of(ballot, step), Consent.member_id == member.id)
    return db.exec(mine).first() is not None


def _of(ballot: Ballot, step: Step) -> tuple[bool, bool]:
    return Consent.ballot_id == ballot.id, Consent.step == step
