"""Requests to open an account on a new phone, and who vouches for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.errors import NotAllowed, NotFound
from union.core.i18n import gettext as _
from union.members.codes import tidy
from union.members.models import (
    WAY_BACK_LASTS,
    About,
    HeldRole,
    Member,
    Vouch,
    WayBack,
)
from union.members.permissions import (
    may_bring_back,
    may_come_back,
    may_vouch_for_anyone,
)

VOUCHERS_NEEDED = 2


def asked_from(db: Session, digest: str) -> WayBack | None:
    """The request of the phone that keeps the secret with this digest."""
    return db.exec(select(WayBack).where(col(WayBack.digest) == digest)).first()


def open_ways_back(db: Session, member_id: UUID, at: datetime) -> list[WayBack]:
    """The requests for this member's account that still lead somewhere."""
    since = func.coalesce(WayBack.opens_at, WayBack.asked_at)
    theirs = select(WayBack).where(
        col(WayBack.member_id) == member_id,
        col(WayBack.stopped_at).is_(None),
        col(WayBack.done_at).is_(None),
        since > at - WAY_BACK_LASTS,
    )
    return list(db.exec(theirs.order_by(col(WayBack.asked_at))))


def own_way_back(db: Session, owner: Member, way_back_id: UUID) -> WayBack:
    """A request for this member's own account."""
    way = db.get(WayBack, way_back_id)
    if way is None or way.member_id != owner.id:
        raise NotFound(_("There is no such request for your account."))
    return way


def way_back_for(db: Session, voucher: Member, code: str) -> tuple[WayBack, Member]:
    """The request with this code and whose account it is for; for full members only."""
    at = now()
    if not may_vouch_for_anyone(voucher, at):
        raise NotAllowed(_("Only full members vouch for a new phone."))
    found = select(WayBack, Member).join(Member).where(col(WayBack.code) == tidy(code))
    way, owner = db.exec(found).first() or (None, None)
    if way is None or owner is None or not (way.is_open(at) and may_come_back(owner)):
        raise NotFound(_("No phone waits with this code. Look at it once more."))
    if voucher.id == owner.id:
        raise NotAllowed(_("This is your own account: others must vouch for you."))
    if not may_bring_back(voucher, owner, at):
        raise NotAllowed(
            _("For an officer two stewards or administrators of the branch must vouch.")
        )
    return way, owner


def vouchers_of(db: Session, way: WayBack, owner: Member, at: datetime) -> list[Member]:
    """Those who vouched for this phone, and whose word still counts."""
    vouched = (
        select(Member)
        .join(Vouch, col(Vouch.by) == col(Member.id))
        .where(
            col(Vouch.about) == About.WAY_BACK,
            col(Vouch.member_id) == owner.id,
            col(Vouch.way_back_id) == way.id,
        )
        .options(
            joinedload(Member.branch),  # type: ignore[arg-type]
            joinedload(Member.roles).joinedload(HeldRole.branch),  # type: ignore[arg-type]
        )
    )
    found = db.exec(vouched).unique()
    return [voucher for voucher in found if may_bring_back(voucher, owner, at)]
