"""Standing: admitted, suspended, reinstated, gone. Each change is dated and signed."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.events import (
    MemberAdmitted,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
)
from union.members.forms import Reason
from union.members.models import HeldRole, Member, Office, Standing, StandingChange
from union.members.permissions import may_admit, may_suspend
from union.members.rules import erasing
from union.members.rules.sessions import end_sessions


def admit(db: Session, newcomer: Member, steward: Member) -> None:
    """Let someone in. Admitting twice is admitting once."""
    if not may_admit(steward, newcomer):
        raise NotAllowed(_("Only a steward of this branch can admit someone."))
    if newcomer.left_at or newcomer.suspended_at:
        raise Refused(_("Whoever left or is suspended cannot be admitted."))
    if newcomer.admitted_at:
        return

    newcomer.admitted_at = now()
    _note(db, newcomer, Standing.PROBATIONER, steward)

    announce(db, MemberAdmitted(**_about(newcomer, steward)))


def suspend(db: Session, member: Member, officer: Member, form: Reason) -> None:
    """Take every right away for now, and sign every device out."""
    if not may_suspend(officer, member):
        raise NotAllowed(_("Only an administrator of the branch can suspend someone."))
    if member.left_at or member.suspended_at:
        raise Refused(_("This person has left or is suspended already."))

    member.suspended_at = now()
    _note(db, member, Standing.SUSPENDED, officer, form.reason)
    end_sessions(db, member)

    announce(db, MemberSuspended(**_about(member, officer)))


def reinstate(db: Session, member: Member, officer: Member, form: Reason) -> None:
    """Give every right back."""
    if not may_suspend(officer, member):
        raise NotAllowed(_("Only an administrator of the branch can do this."))
    if member.suspended_at is None or member.left_at:
        raise Refused(_("This person is not suspended."))

    member.suspended_at = None
    _note(db, member, member.standing(now()), officer, form.reason)

    announce(db, MemberReinstated(**_about(member, officer)))


def leave(db: Session, member: Member, *, erase_now: bool = False) -> None:
    """Leave the union: roles end, every device is signed out, no key opens any more."""
    if member.left_at:
        return

    member.left_at = now()
    db.execute(delete(HeldRole).where(col(HeldRole.member_id) == member.id))
    db.execute(delete(Office).where(col(Office.member_id) == member.id))
    _note(db, member, Standing.LEFT, member)
    end_sessions(db, member)
    erasing.give_up_keys(db, member)

    announce(db, MemberLeft(**_about(member, member)))
    if erase_now:
        erasing.erase(db, member)


def _note(
    db: Session, member: Member, standing: Standing, by: Member, reason: str = ""
) -> None:
    change = StandingChange(
        member_id=member.id, standing=standing, by=by.id, reason=reason
    )
    db.add(change)


def _about(member: Member, by: Member) -> dict[str, UUID]:
    """What the minutes say of each change."""
    return {"by": by.id, "branch_id": member.branch_id, "member_id": member.id}
