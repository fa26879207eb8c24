"""Looking at people: minuted, counted, and seen by whoever was looked at."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, func, select

from union.core import i18n
from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, Refused, TooOften
from union.core.events import announce
from union.core.fields import Keyring
from union.core.i18n import gettext as _
from union.members.events import ContactSeen, MemberLookedAt, MembersLookedUp
from union.members.models import Branch, Contact, Look, Member
from union.members.permissions import (
    looks_after,
    may_page_through,
    may_see_contact,
    takes_lists,
)
from union.members.rules.contact import phone_of

A_DAY = timedelta(days=1)
MOST_PAGES = 300  # of lists, by one steward in a day
MOST_PEOPLE_OPENED = 100


def look_up(
    db: Session, officer: Member, branches: Collection[Branch], *, further: bool
) -> None:
    """Look through a page of the members of these branches, or a further one."""
    if not branches or not all(looks_after(officer, branch) for branch in branches):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    if further and not pages_on(officer, branches):
        raise NotAllowed(_("A search ends at 50 people. Ask more exactly."))
    if not takes_lists(officer):
        _count(_pages_seen(db, officer), MOST_PAGES)

    for branch in _topmost(branches):
        announce(db, MembersLookedUp(by=officer.id, branch_id=branch.id))


def pages_on(officer: Member, branches: Collection[Branch]) -> bool:
    """Whether this officer may see more of a search in these than its first page."""
    return all(may_page_through(officer, branch) for branch in branches)


def look_at(db: Session, member: Member, officer: Member) -> None:
    """Open somebody's page; they will see it. There is one row a day, of the last time.

    The page stays open for an hour, so the row may be older than the look it opens for.
    """
    if not looks_after(officer, member.branch):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    at = now()
    if earlier := _look_of_the_day(db, member, officer, at):
        earlier.at = at
        return
    if not takes_lists(officer):
        _count(_people_opened(db, officer), MOST_PEOPLE_OPENED)

    db.add(Look(member_id=member.id, by=officer.id, at=at))

    announce(
        db,
        MemberLookedAt(by=officer.id, branch_id=member.branch_id, member_id=member.id),
    )


def see_contact(db: Session, member: Member, steward: Member, ring: Keyring) -> str:
    """The phone number that somebody left for their steward, once for each asking."""
    if not may_see_contact(steward, member):
        raise NotAllowed(_("Only a steward of this branch is shown a phone number."))
    contact = db.get(Contact, member.id)
    if contact is None or not contact.may_call:
        raise Refused(_("This person has left no number for their steward."))
    number = _opened(contact, ring)

    db.add(Look(member_id=member.id, by=steward.id, is_contact=True))

    announce(
        db, ContactSeen(by=steward.id, branch_id=member.branch_id, member_id=member.id)
    )
    return number


def _opened(contact: Contact, ring: Keyring) -> str:
    number = phone_of(contact, ring)
    if number is None:
        raise Refused(
            _("This number cannot be read: its key is missing. Tell the operator.")
        )
    return number


def _topmost(branches: Collection[Branch]) -> list[Branch]:
    """Those that lie in none of the others: the minute of one counts for all below."""
    return [
        branch
        for branch in branches
        if not any(o.contains(branch) for o in branches if o is not branch)
    ]


def _look_of_the_day(
    db: Session, member: Member, officer: Member, at: datetime
) -> Look | None:
    zone = i18n.zone.get()
    midnight = datetime.combine(at.astimezone(zone).date(), time.min, zone)
    looks = select(Look).where(
        col(Look.member_id) == member.id,
        col(Look.by) == officer.id,
        col(Look.is_contact).is_(False),
        col(Look.at) >= midnight,
    )
    return db.exec(looks.limit(1)).first()


def _count(seen: int, most: int) -> None:
    if seen >= most:
        raise TooOften(
            _("You have looked at as many people as anybody may in a day. Go on later.")
        )


def _pages_seen(db: Session, officer: Member) -> int:
    pages = select(func.count()).where(
        col(Minute.by) == officer.id,
        col(Minute.event) == MembersLookedUp.__name__,
        col(Minute.at) > now() - A_DAY,
    )
    return db.exec(pages).one()


def _people_opened(db: Session, officer: Member) -> int:
    looks = select(func.count()).where(
        col(Look.by) == officer.id, col(Look.at) > now() - A_DAY
    )
    return db.exec(looks).one()
