"""The devices a member is signed in on."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    Member,
    SignInSession,
)
from union.members.permissions import looks_after, may_sign_out


def sessions_of(db: Session, member: Member) -> list[SignInSession]:
    """The devices a member is signed in on, the one last used first."""
    theirs = select(SignInSession).where(col(SignInSession.member_id) == member.id)
    return list(db.exec(theirs.order_by(col(SignInSession.seen_at).desc())))


def session_for(db: Session, member: Member, session_id: UUID) -> SignInSession:
    """A device of this member's own."""
    session = db.get(SignInSession, session_id)
    if session is None or session.member_id != member.id:
        raise NotFound(_("This device is already signed out."))
    return session


def whose_devices(db: Session, officer: Member, member_id: UUID) -> Member:
    """A member whom this officer looks after, or whose devices they can sign out."""
    member = db.get(Member, member_id)
    if member is None or not (
        looks_after(officer, member.branch) or may_sign_out(officer, member)
    ):
        raise NotFound(_("There is no such member in your branches."))
    return member
