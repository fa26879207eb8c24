"""The ways a member signs in, and what happened to them."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    AccountDeed,
    AccountNote,
    Member,
    OneTimeSecret,
    Passkey,
)

MOST_NOTES = 200
MOST_SIGN_INS = 20  # or they would bury what matters


def passkeys_of(db: Session, member: Member) -> list[Passkey]:
    """A member's keys, the newest first."""
    theirs = select(Passkey).where(col(Passkey.member_id) == member.id)
    return list(db.exec(theirs.order_by(col(Passkey.made_at).desc())))


def passkey_for(db: Session, member: Member, passkey_id: UUID) -> Passkey:
    """A key of this member's own."""
    key = db.get(Passkey, passkey_id)
    if key is None or key.member_id != member.id:
        raise NotFound(_("This passkey is already removed."))
    return key


def one_time_secret_of(db: Session, member: Member) -> OneTimeSecret | None:
    """What a member shares with an app, confirmed or not yet."""
    return db.get(OneTimeSecret, member.id)


def asks_for_codes(db: Session, member: Member) -> bool:
    """Whether a passphrase of theirs needs a code from an app beside it."""
    found = one_time_secret_of(db, member)
    return bool(found and found.confirmed_at)


def notes_of(db: Session, member: Member) -> list[AccountNote]:
    """What happened to a member's signing in, the newest first."""
    theirs = select(AccountNote).where(col(AccountNote.member_id) == member.id)
    newest = db.exec(theirs.order_by(col(AccountNote.at).desc()).limit(MOST_NOTES))
    notes, sign_ins = [], 0
    for each in newest:
        sign_ins += each.deed == AccountDeed.NEW_DEVICE
        if each.deed != AccountDeed.NEW_DEVICE or sign_ins <= MOST_SIGN_INS:
            notes.append(each)
    return notes
