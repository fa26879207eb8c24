"""A phone number somebody chose to leave: kept, confirmed, taken back.

Nobody learns here whether a number is known already. One that another member of the
branch left first is kept all the same, with an index that finds nobody.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.errors import Invalid, NotFound, Refused
from union.core.events import announce
from union.core.fields import Keyring, Unreadable
from union.core.i18n import gettext as _
from union.members.events import PhoneCodeWanted
from union.members.forms import NewContact, SixDigits
from union.members.models import Contact, Member, PhoneCode

CODE_LASTS = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)  # between two messages
MOST_SENT, MOST_TRIES = 3, 5


@dataclass(frozen=True)
class Index:
    """What finds a number, and the branch it was computed for."""

    branch_id: UUID
    digest: bytes


def place_of_phone(member_id: UUID) -> str:
    return f"contact|phone|{member_id}"


def place_of_code(member_id: UUID) -> str:
    return f"phonecode|{member_id}"


def phone_of(contact: Contact, ring: Keyring) -> str | None:
    """The number, in E.164; None if the key that closed it has gone."""
    try:
        opened = ring.open(contact.phone_sealed, place_of_phone(contact.member_id))
    except Unreadable:
        return None
    return opened.decode()


def keep(
    db: Session, member: Member, form: NewContact, ring: Keyring, index: Index
) -> None:
    """Keep a number in the place of the one before. The same again changes nothing."""
    contact = db.get(Contact, member.id)
    if contact is None:
        contact = Contact(
            member_id=member.id, branch_id=member.branch_id, phone_sealed=b""
        )
    if phone_of(contact, ring) != form.phone:
        contact.phone_sealed = ring.seal(form.phone.encode(), place_of_phone(member.id))
        contact.set_at, contact.confirmed_at, contact.phone_index = now(), None, None
        _draw_another_code(db, member, ring)
    contact.may_call = form.may_call
    db.add(contact)
    if contact.phone_index is None and index.branch_id == member.branch_id:
        make_findable(db, contact, index)


def remove(db: Session, member: Member) -> None:
    """Keep no number. How many messages were sent stays for a day, without it."""
    if contact := db.get(Contact, member.id):
        db.delete(contact)


def make_findable(db: Session, contact: Contact, index: Index) -> None:
    """Enter the index; where another has it already, one that finds nobody."""
    taken = select(Contact.member_id).where(
        col(Contact.branch_id) == index.branch_id,
        col(Contact.phone_index) == index.digest,
        col(Contact.member_id) != contact.member_id,
    )
    is_taken = db.exec(taken).first() is not None
    contact.branch_id = index.branch_id
    contact.phone_index = secrets.token_bytes(32) if is_taken else index.digest


def not_findable(db: Session, most: int) -> list[tuple[UUID, UUID, bytes]]:
    """Some whose index is missing: the member, their branch, the sealed number."""
    missing = (
        select(Member.id, Member.branch_id, Contact.phone_sealed)
        .join(Contact, col(Contact.member_id) == col(Member.id))
        .where(
            or_(
                col(Contact.phone_index).is_(None),
                col(Contact.branch_id) != col(Member.branch_id),
            )
        )
        .order_by(func.random())  # or one that cannot be opened holds up the others
        .limit(most)
    )
    return [
        (member_id, branch, sealed) for member_id, branch, sealed in db.exec(missing)
    ]


def make_found_later(db: Session, member_id: UUID, sealed: bytes, index: Index) -> None:
    """Enter an index that was computed meanwhile, unless all has changed since."""
    contact = db.get(Contact, member_id)
    member = db.get(Member, member_id)
    if contact is None or member is None or contact.phone_sealed != sealed:
        return
    if member.branch_id == index.branch_id:
        make_findable(db, contact, index)


def ask_for_code(db: Session, member: Member, ring: Keyring) -> None:
    """Send six digits to the number; again within ten minutes, the same ones."""
    contact = _contact_or_refuse(db, member)
    if contact.confirmed_at:
        raise Refused(_("This number is confirmed already."))
    at = now()
    code = db.get(PhoneCode, member.id)
    if code and at < code.made_at + CODE_LASTS:
        _refuse_haste(code, at)
        code.sent, code.sent_at = code.sent + 1, at
    else:
        code = code or PhoneCode(member_id=member.id, sealed=b"")
        code.sealed = _new_code(member.id, ring)
        code.made_at = code.sent_at = at
        code.sent, code.tries = 1, 0
        db.add(code)

    announce(db, PhoneCodeWanted(by=member.id, member_id=member.id, sending=code.sent))


def count_try(db: Session, member: Member) -> None:
    """Count a try before it is looked at, in a unit of work that no refusal undoes."""
    if _contact_or_refuse(db, member).confirmed_at:
        return
    code = _code_or_refuse(db, member)
    if code.tries >= MOST_TRIES:
        raise Refused(_("Five tries are used up. Ask for a new code in ten minutes."))
    code.tries += 1


def confirm(db: Session, member: Member, form: SixDigits, ring: Keyring) -> None:
    """Note that the number is this member's. Confirming twice is confirming once."""
    contact = _contact_or_refuse(db, member)
    if contact.confirmed_at:
        return
    code = _code_or_refuse(db, member)
    if not secrets.compare_digest(digits_of(code, ring), form.code):
        reason = _("This is not the code we sent.")
        raise Invalid(reason, {"code": reason})

    contact.confirmed_at = now()
    db.delete(code)


def digits_of(code: PhoneCode, ring: Keyring) -> str:
    """The six digits."""
    return ring.open(code.sealed, place_of_code(code.member_id)).decode()


def is_alive(code: PhoneCode | None, at: datetime) -> bool:
    """Whether the code can still be typed in."""
    return bool(code and at < code.made_at + CODE_LASTS and code.tries < MOST_TRIES)


def is_due(code: PhoneCode, sending: int, at: datetime) -> bool:
    """Whether this sending is still wanted: neither too late nor asked for again."""
    return is_alive(code, at) and sending == code.sent


def key_of_sending(code: PhoneCode) -> str:
    """By what a gateway knows that a message is the same; it tells it nothing else."""
    facts = f"{code.member_id} {code.made_at.isoformat()} {code.sent}"
    return sha256(facts.encode()).hexdigest()[:32]


def _new_code(member_id: UUID, ring: Keyring) -> bytes:
    digits = f"{secrets.randbelow(1_000_000):06}"
    return ring.seal(digits.encode(), place_of_code(member_id))


def _draw_another_code(db: Session, member: Member, ring: Keyring) -> None:
    """What was sent to another number confirms nothing; how often we sent counts on."""
    if code := db.get(PhoneCode, member.id):
        code.sealed = _new_code(member.id, ring)


def _refuse_haste(code: PhoneCode, at: datetime) -> None:
    if code.sent >= MOST_SENT:
        raise Refused(_("Three messages were sent. Try again in ten minutes."))
    if at < code.sent_at + PAUSE:
        raise Refused(_("A message is on its way. Wait a minute before the next one."))


def _contact_or_refuse(db: Session, member: Member) -> Contact:
    contact = db.get(Contact, member.id)
    if contact is None:
        raise NotFound(_("You have left no number."))
    return contact


def _code_or_refuse(db: Session, member: Member) -> PhoneCode:
    code = db.get(PhoneCode, member.id, with_for_update=True)
    if code is None or now() >= code.made_at + CODE_LASTS:
        raise Refused(_("The code has expired. Ask for a new one."))
    return code
