"""An infiltrator is stopped together with whoever came by their invites."""

from sqlmodel import Session

from union.core import i18n
from union.core.base import now
from union.core.i18n import gettext as _
from union.members.forms import Reason, Suspension
from union.members.models import EDGES_KEPT, Member
from union.members.permissions import may_suspend
from union.members.queries import came_by
from union.members.rules import standing


def suspend(db: Session, member: Member, officer: Member, form: Suspension) -> None:
    """Suspend a member and, if the officer says so, those this member brought lately.

    Only those in the officer's own branches: elsewhere another officer decides.
    """
    standing.suspend(db, member, officer, form)
    if not form.with_invitees:
        return

    for invitee in db.exec(came_by(member, now() - EDGES_KEPT)).all():
        if may_suspend(officer, invitee):
            standing.suspend(db, invitee, officer, _why(invitee))


def _why(invitee: Member) -> Reason:
    """What each of them reads, in their own language: nothing about anybody else."""
    with i18n.speaking(invitee.language):
        return Reason(
            reason=_(
                "Stopped for a check, together with others. "
                "Talk to an administrator of your branch."
            )
        )
