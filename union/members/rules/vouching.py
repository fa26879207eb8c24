"""Vouching: two members who know a newcomer open the door together."""

from datetime import datetime

from sqlmodel import Session

from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.members.events import MemberAdmitted, NewcomerVouchedFor
from union.members.models import (
    MOST_VOUCHES,
    About,
    Member,
    Standing,
    StandingChange,
    Vouch,
)
from union.members.permissions import may_vouch
from union.members.queries import vouched_lately, vouches_for
from union.members.rules.lobby import stand_in_line

NEEDED = 2
VOUCHED = mark("Two members vouched")


def vouch(db: Session, newcomer: Member, voucher: Member) -> None:
    """Say that one knows this person; the second to say so lets them in.

    Twice by one person is once.
    """
    at = db_now(db)
    check_may_vouch(voucher, newcomer, at)
    stand_in_line(db, voucher)
    stand_in_line(db, newcomer)
    if db.get(Vouch, (About.ADMISSION, newcomer.id, voucher.id)):
        return
    if not newcomer.is_waiting:
        raise Refused(_("This person does not wait any more."))
    if vouched_lately(db, voucher, About.ADMISSION, at) >= MOST_VOUCHES:
        raise Refused(_("You have vouched for ten people in 30 days. Let others help."))

    db.add(Vouch(about=About.ADMISSION, member_id=newcomer.id, by=voucher.id, at=at))
    if vouches_for(db, newcomer) >= NEEDED:
        _let_in(db, newcomer, at)

    announce(
        db,
        NewcomerVouchedFor(
            by=None, branch_id=newcomer.branch_id, member_id=newcomer.id
        ),
    )


def check_may_vouch(voucher: Member, newcomer: Member, at: datetime) -> None:
    """Say no to whoever cannot vouch for this person, and why."""
    if voucher.id == newcomer.id:
        raise NotAllowed(_("Nobody vouches for themselves. Show the code to others."))
    if voucher.manages_since:
        raise NotAllowed(_("Whoever manages or dispatches others does not vouch."))
    if not may_vouch(voucher, newcomer, at):
        raise NotAllowed(_("Full members in good standing vouch: after 14 days."))


def _let_in(db: Session, newcomer: Member, at: datetime) -> None:
    """Admit them in nobody's name: who knows whom must not stand in the minutes."""
    newcomer.admitted_at = at
    db.add(
        StandingChange(
            member_id=newcomer.id,
            standing=Standing.PROBATIONER,
            at=at,
            by=None,
            reason=VOUCHED,
        )
    )
    announce(
        db,
        MemberAdmitted(by=None, branch_id=newcomer.branch_id, member_id=newcomer.id),
    )
