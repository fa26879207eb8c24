"""Links for one person: made, as many as the member may, and taken back."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.events import InviteMade, InviteTakenBack
from union.members.models import Branch, Invite, Member
from union.members.permissions import looks_after_anyone, may_invite, may_invite_to
from union.members.queries import invites_given, invites_made
from union.members.rules.invites import digest_of

A_MONTH_OF_A_MEMBER, A_DAY_OF_ANYONE = 5, 50


def invite(db: Session, branch: Branch, member: Member, token: str) -> Invite:
    """Make a link for one person. The same link twice is one."""
    at = now()
    _refuse_whom_it_is_not_for(member, branch, at)
    _wait_for_my_turn(db, member)
    if made := db.exec(select(Invite).filter_by(digest=digest_of(token))).first():
        return _if_open(made, at)
    _refuse_more_than_enough(db, member, at)

    made = Invite(
        digest=digest_of(token), branch_id=branch.id, made_by=member.id, made_at=at
    )
    db.add(made)

    announce(db, InviteMade(by=member.id, branch_id=branch.id))
    return made


def left_to_give(db: Session, member: Member, at: datetime) -> int | None:
    """How many more a member can make in these 30 days; None: there is no such limit.

    A link taken back before anybody used it is not counted.
    """
    if looks_after_anyone(member):
        return None
    return max(0, A_MONTH_OF_A_MEMBER - invites_given(db, member, at))


def take_back(db: Session, made: Invite, member: Member) -> None:
    """Let a link open nothing any more. Twice is once."""
    if made.used_at:
        raise Refused(_("Somebody has come by this invite already."))
    if made.revoked_at:
        return

    made.revoked_at = now()

    announce(db, InviteTakenBack(by=member.id, branch_id=made.branch_id))


def _refuse_whom_it_is_not_for(member: Member, branch: Branch, at: datetime) -> None:
    if not may_invite(member, at):
        raise NotAllowed(_("You can invite people once your probation is over."))
    if not may_invite_to(member, branch):
        raise NotAllowed(_("You cannot invite people into this branch."))


def _wait_for_my_turn(db: Session, member: Member) -> None:
    """Lock the member's row, so that two taps at once are counted one by one."""
    row = select(Member.id).where(col(Member.id) == member.id)
    db.exec(row.with_for_update(key_share=True)).one()


def _if_open(made: Invite, at: datetime) -> Invite:
    if not made.is_open(at):
        raise Refused(_("This invite was used or taken back. Make another one."))
    return made


def _refuse_more_than_enough(db: Session, member: Member, at: datetime) -> None:
    if left_to_give(db, member, at) == 0:
        raise Refused(_("You have given all your invites of these 30 days."))
    if invites_made(db, member, at - timedelta(days=1)) >= A_DAY_OF_ANYONE:
        raise Refused(_("That is enough for a day. Make more invites tomorrow."))
