"""Standing: admitted, suspended, reinstated, gone. Each change is dated and signed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.members.events import (
    MemberAdmitted,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    MemberTurnedAway,
)
from union.members.forms import HOW, Check, Reason
from union.members.models import (
    PROBATION,
    HeldRole,
    Member,
    Office,
    Standing,
    StandingChange,
)
from union.members.permissions import may_admit, may_suspend
from union.members.queries import invited
from union.members.rules import erasing
from union.members.rules.lobby import close_lobby, stand_in_line
from union.members.rules.sessions import end_sessions

FOUNDED = mark("One of the first administrators of the union")
AT_ONCE = 100  # accounts that one round of the clock ends


def admit(db: Session, newcomer: Member, steward: Member, form: Check) -> None:
    """Let someone in whom a steward has checked. Admitting twice is admitting once."""
    _check_may_decide(newcomer, steward)
    _check_is_no_host(db, newcomer, steward)
    stand_in_line(db, newcomer)
    if newcomer.admitted_at:
        return
    if newcomer.left_at or newcomer.suspended_at:
        raise Refused(_("Whoever left or is suspended cannot be admitted."))
    if newcomer.is_guest:
        raise Refused(_("This person has not finished joining."))

    newcomer.admitted_at = now()
    _note(db, newcomer, Standing.PROBATIONER, steward, HOW[form.how])

    announce(db, MemberAdmitted(**_about(newcomer, steward)))


def let_in_as_founder(db: Session, newcomer: Member) -> None:
    """Let in, as a full member, one of the first two: nobody could vouch for them."""
    stand_in_line(db, newcomer)
    if not newcomer.is_waiting:
        return

    newcomer.admitted_at = now() - PROBATION
    _note(db, newcomer, Standing.MEMBER, None, FOUNDED)

    announce(db, MemberAdmitted(**_about(newcomer, None)))


def turn_away(db: Session, newcomer: Member, steward: Member, form: Reason) -> None:
    """Do not let someone in who waits: they read why, and can do nothing else here.

    An administrator can still undo it, until `see_off` ends the account.
    """
    _check_may_decide(newcomer, steward)
    stand_in_line(db, newcomer)
    if not newcomer.is_waiting:
        raise Refused(_("This person does not wait any more."))

    newcomer.suspended_at = now()
    _note(db, newcomer, Standing.SUSPENDED, steward, form.reason)
    close_lobby(db, newcomer)

    announce(db, MemberTurnedAway(**_about(newcomer, steward)))


def _check_may_decide(newcomer: Member, steward: Member) -> None:
    if not may_admit(steward, newcomer):
        raise NotAllowed(_("Only a steward of this branch can admit someone."))


def _check_is_no_host(db: Session, newcomer: Member, steward: Member) -> None:
    """Refuse whoever would let in alone whom they invited themselves."""
    if invited(db, steward, newcomer):
        raise NotAllowed(
            _("You invited this person: another steward checks, or two vouch.")
        )


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

    _end_account(db, member, by=member)
    if erase_now:
        erasing.erase(db, member)


def see_off(db: Session, before: datetime) -> None:
    """End the accounts of those who were turned away before a moment."""
    turned_away = select(Member).where(
        col(Member.suspended_at) <= before,
        col(Member.admitted_at).is_(None),
        col(Member.left_at).is_(None),
    )
    for member in db.exec(turned_away.limit(AT_ONCE)).all():
        _end_account(db, member, by=None)


def _end_account(db: Session, member: Member, by: Member | None) -> None:
    member.left_at = now()
    db.execute(delete(HeldRole).where(col(HeldRole.member_id) == member.id))
    db.execute(delete(Office).where(col(Office.member_id) == member.id))
    _note(db, member, Standing.LEFT, by)
    end_sessions(db, member)
    erasing.give_up_keys(db, member)

    announce(db, MemberLeft(**_about(member, by)))


def _note(
    db: Session,
    member: Member,
    standing: Standing,
    by: Member | None,
    reason: str = "",
) -> None:
    db.add(
        StandingChange(
            member_id=member.id,
            standing=standing,
            by=by.id if by else None,
            reason=reason,
        )
    )


def _about(member: Member, by: Member | None) -> dict[str, Any]:
    """What the minutes say of each change."""
    author = by.id if by else None
    return {"by": author, "branch_id": member.branch_id, "member_id": member.id}
