"""The way back without a recovery code: asked for, vouched for by two, 72 hours."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from union.core.base import db_now, now
from union.core.errors import Invalid, NotAllowed, NotFound, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.codes import new_short_code, tidy
from union.members.events import (
    AccountRecovered,
    WayBackAsked,
    WayBackStopped,
    WayBackVouched,
)
from union.members.forms import CodeOfPhone, NewPhone
from union.members.models import (
    MOST_VOUCHES,
    WAY_BACK_WAITS,
    About,
    AccountDeed,
    Member,
    Vouch,
    WayBack,
)
from union.members.names import folded
from union.members.permissions import looks_after, may_bring_back, may_come_back
from union.members.queries import (
    VOUCHERS_NEEDED,
    open_ways_back,
    vouched_lately,
    vouchers_of,
)
from union.members.rules.account import make_recovery_code
from union.members.rules.notes import note
from union.members.rules.sessions import digest_of
from union.members.rules.ways import start_over

MOST_AT_ONCE = 3  # for one account, by its name; a steward can put more to it


def ask(db: Session, form: NewPhone, passphrase_hash: str, device: str) -> str:
    """Begin; the secret that is returned stays on the phone that asks.

    Nobody learns whether there is such an account: for a name that nobody has, there is
    the same row, and the same waiting.
    """
    secret = secrets.token_urlsafe(32)
    owner_id = _whose(db, form.sign_in_name)

    way = WayBack(
        code=new_short_code(),
        digest=digest_of(secret),
        member_id=owner_id,
        passphrase_hash=passphrase_hash,
    )
    db.add(way)
    if owner_id:
        note(db, owner_id, AccountDeed.WAY_BACK_ASKED, device)

    announce(db, WayBackAsked(by=None, way_back_id=way.id))
    return secret


def _whose(db: Session, sign_in_name: str) -> UUID | None:
    """Whose account is asked for; as many questions for a name that nobody has."""
    named = select(Member).where(col(Member.sign_in_key) == folded(sign_in_name))
    owner = db.exec(named).first()
    so_far = open_ways_back(db, owner.id if owner else uuid4(), now())
    if owner is None or not may_come_back(owner) or len(so_far) >= MOST_AT_ONCE:
        return None
    return owner.id


def vouch(db: Session, way: WayBack, voucher: Member) -> None:
    """Say that the phone which asks is their own. Twice is once.

    Whoever vouched for another phone of the same person takes that back.
    """
    owner = _locked_owner(db, way)
    at = db_now(db)
    if not may_bring_back(voucher, owner, at):
        raise NotAllowed(_("Only full members vouch for a new phone."))
    if not way.is_open(at):
        raise NotFound(_("No phone waits with this code. Look at it once more."))
    before = db.get(Vouch, (About.WAY_BACK, owner.id, voucher.id))
    if before and before.way_back_id == way.id:
        return
    lately = vouched_lately(db, voucher, About.WAY_BACK, at)
    if before is None and lately >= MOST_VOUCHES:
        raise Refused(_("You have vouched ten times in thirty days. Ask someone else."))

    _count(db, way, owner, at)
    db.merge(_word(way, owner, voucher, at))
    for each in open_ways_back(db, owner.id, at):
        _count(db, each, owner, at)

    announce(
        db,
        WayBackVouched(by=voucher.id, branch_id=owner.branch_id, way_back_id=way.id),
    )


def _word(way: WayBack, owner: Member, voucher: Member, at: datetime) -> Vouch:
    return Vouch(
        about=About.WAY_BACK,
        member_id=owner.id,
        by=voucher.id,
        at=at,
        way_back_id=way.id,
    )


def _locked_owner(db: Session, way: WayBack) -> Member:
    """Whose account it is; their requests wait until this one is counted."""
    theirs = select(WayBack).where(col(WayBack.member_id) == way.member_id)
    in_order = theirs.order_by(col(WayBack.id)).with_for_update()
    db.exec(in_order.execution_options(populate_existing=True)).all()
    return db.get_one(Member, way.member_id)


def _count(db: Session, way: WayBack, owner: Member, at: datetime) -> None:
    """Let the 72 hours run from the second word that counts, and from nothing less."""
    if len(vouchers_of(db, way, owner, at)) < VOUCHERS_NEEDED:
        way.opens_at = None
    elif way.opens_at is None:
        way.opens_at = at + WAY_BACK_WAITS


def attach(db: Session, owner: Member, officer: Member, form: CodeOfPhone) -> None:
    """Say whose a phone is that forgot its sign-in name; it counts as one word."""
    if not looks_after(officer, owner.branch):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    if not may_come_back(owner):
        raise Refused(_("Whoever left or is suspended does not come back this way."))
    asked = select(WayBack).where(col(WayBack.code) == tidy(form.code))
    way = db.exec(asked.with_for_update()).first()
    if way is None or not way.is_open(db_now(db)) or _is_others(way, owner):
        reason = _("No phone waits with this code. Look at it once more.")
        raise Invalid(reason, {"code": reason})

    if way.member_id is None:
        way.member_id = owner.id
        note(db, owner.id, AccountDeed.WAY_BACK_ASKED, "")
    vouch(db, way, officer)


def _is_others(way: WayBack, owner: Member) -> bool:
    return way.member_id not in (None, owner.id)


def stop(db: Session, way: WayBack, by: Member | None) -> None:
    """End a request; those who vouched for it are free to vouch again."""
    if way.stopped_at or way.done_at:
        return

    way.stopped_at = now()
    db.execute(delete(Vouch).where(col(Vouch.way_back_id) == way.id))
    if way.member_id:
        note(db, way.member_id, AccountDeed.WAY_BACK_STOPPED, "")

    announce(db, WayBackStopped(by=by.id if by else None, way_back_id=way.id))


def take(db: Session, way: WayBack, device: str) -> tuple[Member, str]:
    """Open the account on the phone that asked; nothing of the old one opens it now.

    Returned are its owner and the new recovery code, to be shown once.
    """
    if way.member_id is None:
        raise Refused(_("Two must vouch first, and three days must pass."))
    owner = _locked_owner(db, way)
    at = db_now(db)
    _count(db, way, owner, at)
    if not (way.is_open(at) and way.is_due(at) and may_come_back(owner)):
        raise Refused(_("Two must vouch first, and three days must pass."))

    way.done_at, owner.passphrase_hash = at, way.passphrase_hash
    for other in open_ways_back(db, owner.id, at):
        other.stopped_at = at
    start_over(db, owner, device)

    announce(
        db,
        AccountRecovered(by=owner.id, branch_id=owner.branch_id, member_id=owner.id),
    )
    return owner, make_recovery_code(owner)


def forget_old(db: Session, before: datetime) -> None:
    """Erase what was over before a moment, and who vouched for it."""
    over = func.coalesce(
        WayBack.done_at, WayBack.stopped_at, WayBack.opens_at, WayBack.asked_at
    )
    old = list(db.exec(select(WayBack.id).where(over < before)))
    db.execute(delete(Vouch).where(col(Vouch.way_back_id).in_(old)))
    db.execute(delete(WayBack).where(col(WayBack.id).in_(old)))
