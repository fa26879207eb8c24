"""What goes when somebody leaves: the keys at once, the names within a day.

The row of a member stays as an empty husk: rolls, counts and minutes hold on to its id,
and pages say «former member».
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.events import announce
from union.core.once import Answer
from union.members.events import MemberErased
from union.members.models import (
    AccountNote,
    Arrival,
    Contact,
    Invite,
    Lobby,
    Look,
    Member,
    OneTimeSecret,
    Passkey,
    PhoneCode,
    PrivacyConsent,
    RoleProposal,
    StandingChange,
    Vouch,
    WayBack,
    WorksIn,
)

AHEAD = timedelta(hours=1)  # of the promised day: the worker may be asleep meanwhile
AT_ONCE = 50

KEYS = (
    Passkey,
    OneTimeSecret,
    WayBack,
    Contact,
    PhoneCode,
    Lobby,
    Arrival,
    AccountNote,
)
NAMES = (WorksIn, PrivacyConsent, Look, RoleProposal, Answer)


def give_up_keys(db: Session, member: Member) -> None:
    """Delete at once what opens the account, what reaches its owner, and the edges."""
    _cut_edges(db, member)
    for kept in KEYS:
        db.execute(delete(kept).where(col(kept.member_id) == member.id))
    member.passphrase_hash, member.recovery_digest = "", None


def _cut_edges(db: Session, member: Member) -> None:
    """Forget who vouched for whom, who invited whom, and what they proposed."""
    for edge, ends in (
        (Vouch, (Vouch.member_id, Vouch.by)),
        (Invite, (Invite.member_id, Invite.made_by)),
    ):
        at_an_end = or_(*(col(end) == member.id for end in ends))
        db.execute(delete(edge).where(at_an_end))
    came = update(Arrival).where(col(Arrival.invited_by) == member.id)
    db.execute(came.values(invited_by=None))
    led = update(Lobby).where(col(Lobby.captain_id) == member.id)
    db.execute(led.values(captain_id=None))
    open_proposal = (
        col(RoleProposal.proposed_by) == member.id,
        col(RoleProposal.decided_at).is_(None),
    )
    db.execute(delete(RoleProposal).where(*open_proposal))


def erase(db: Session, member: Member) -> None:
    """Leave nothing of somebody who left but an id. Erasing twice is erasing once."""
    if member.erased_at or not member.left_at:
        return

    for kept in NAMES:
        db.execute(delete(kept).where(col(kept.member_id) == member.id))
    reasons = update(StandingChange).where(col(StandingChange.member_id) == member.id)
    db.execute(reasons.values(reason=""))
    _forget_the_name(member)
    member.erased_at = now()

    announce(
        db,
        MemberErased(by=None, branch_id=member.branch_id, member_id=member.id),
    )


def _forget_the_name(member: Member) -> None:
    nobody = secrets.token_urlsafe(16)
    member.name = member.name_key = ""
    member.sign_in_name = member.sign_in_key = nobody
    member.language, member.vehicle = "kk", None
    member.manages_since, member.brought = None, 0


def erase_who_left(db: Session, before: datetime) -> int:
    """Erase some of those who left before a moment."""
    gone = select(Member).where(
        col(Member.left_at) <= before, col(Member.erased_at).is_(None)
    )
    found = db.exec(gone.order_by(col(Member.left_at)).limit(AT_ONCE)).all()
    for member in found:
        erase(db, member)
    return len(found)
