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
    MemberTurnedAway,
)
from union.members.forms import HOW, Check, Reason
from union.members.models import (
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


def turn_away(db: Session, newcomer: Member, steward: Member, form: Reason) -> None:
    """Do not let someone in who waits. Their account ends with it."""
    _check_may_decide(newcomer, steward)
    stand_in_line(db, newcomer)
    if not newcomer.is_waiting:
        raise Refused(_("This person does not wait any more."))

    newcomer.left_at = now()
    _note(db, newcomer, Standing.LEFT, steward, form.reason)
    close_lobby(db, newcomer)
    end_sessions(db, newcomer)

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
