"""Members who manage or dispatch others: welcome, and without a vote in ballots."""

from sqlmodel import Session

from union.core.base import db_now, now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.members.events import ManagerCleared, ManagerDeclared
from union.members.forms import Reason
from union.members.models import Member, StandingChange
from union.members.permissions import may_clear_manager

MANAGES = mark("Said that they manage or dispatch others")


def declare(db: Session, member: Member) -> None:
    """Say of oneself that one manages or dispatches others. Twice is once."""
    if member.manages_since:
        return

    member.manages_since = db_now(db)
    _note(db, member, member, MANAGES)

    announce(
        db,
        ManagerDeclared(by=member.id, branch_id=member.branch_id, member_id=member.id),
    )


def clear(db: Session, member: Member, officer: Member, form: Reason) -> None:
    """Find that a member manages nobody any more: they vote again."""
    if not may_clear_manager(officer, member):
        raise NotAllowed(
            _("Only a steward or an administrator of the branch can do this.")
        )
    if member.manages_since is None:
        raise Refused(_("This person is not marked as managing others."))

    member.manages_since = None
    _note(db, member, officer, form.reason)

    announce(
        db,
        ManagerCleared(by=officer.id, branch_id=member.branch_id, member_id=member.id),
    )


def _note(db: Session, member: Member, by: Member, reason: str) -> None:
    """The standing stays; what changed stands beside it."""
    standing = member.standing(now())
    db.add(
        StandingChange(member_id=member.id, standing=standing, by=by.id, reason=reason)
    )
