"""Passkeys: added, used to sign in or to prove oneself once more, removed."""

import logging

from sqlmodel import Session, col, select

from union.core import i18n
from union.core.base import now
from union.core.errors import Invalid, Refused
from union.core.i18n import gettext as _
from union.members import passkeys
from union.members.forms import KeyAnswer
from union.members.models import AccountDeed, Member, Passkey, SpentChallenge
from union.members.passkeys import SIGN_IN, House, NewKey, Occasion
from union.members.queries import passkeys_of
from union.members.rules.notes import note

MOST = 10  # for one member

_logger = logging.getLogger(__name__)


def made(house: House, occasion: Occasion, form: KeyAnswer) -> NewKey:
    """The key that this form brings; to every fault the same no."""
    try:
        return passkeys.verified_creation(house, occasion, form.credential, now())
    except passkeys.Unproven as unproven:
        raise _no() from unproven


def add(db: Session, member: Member, new: NewKey, device: str) -> Passkey:
    """Let a member sign in with this key from now on."""
    if _by_credential(db, new.credential):
        raise _no()
    if len(passkeys_of(db, member)) >= MOST:
        raise Refused(_("You have ten passkeys. Remove one you no longer need first."))

    spend(db, new.challenge)
    key = Passkey(
        member_id=member.id,
        credential=new.credential,
        public_key=new.public_key,
        signs=new.signs,
        device=device,
    )
    db.add(key)
    note(db, member.id, AccountDeed.PASSKEY_ADDED, device)
    return key


def who_signs_in(db: Session, house: House, form: KeyAnswer) -> Member:
    """The member whose key answered; the same no to everyone else."""
    member = db.get_one(Member, _use(db, house, SIGN_IN, form).member_id)
    if member.left_at:
        raise _no()
    return member


def check(
    db: Session, house: House, occasion: Occasion, member: Member, form: KeyAnswer
) -> None:
    """Refuse whoever does not hold a key of this member."""
    if _use(db, house, occasion, form).member_id != member.id:
        raise _no()


def _use(db: Session, house: House, occasion: Occasion, form: KeyAnswer) -> Passkey:
    """The key that gave this answer; the question is spent."""
    try:
        answer = passkeys.answer_of(house, occasion, form.credential, now())
        key = _by_credential(db, answer.credential)
        if key is None or key.member_id != answer.member_id:
            raise _no()
        signs = passkeys.proven(house, answer, key.public_key)
    except passkeys.Unproven as unproven:
        raise _no() from unproven

    spend(db, answer.challenge)
    if 0 < signs <= key.signs:
        _logger.warning("a passkey counts backwards: there may be a copy of it")
    key.signs, key.used_on = signs, now().astimezone(i18n.zone.get()).date()
    return key


def spend(db: Session, challenge: str) -> None:
    """Take an answer to this question once, and never again."""
    if db.get(SpentChallenge, challenge):
        raise _no()
    db.add(SpentChallenge(digest=challenge))


def remove(db: Session, member: Member, key: Passkey, device: str) -> None:
    """Sign in with this key no more; one way to sign in always stays."""
    if not member.passphrase_hash and len(passkeys_of(db, member)) == 1:
        raise Refused(_("This is your only way to sign in. Set a passphrase first."))

    db.delete(key)
    note(db, member.id, AccountDeed.PASSKEY_REMOVED, device)


def _by_credential(db: Session, credential: bytes) -> Passkey | None:
    return db.exec(select(Passkey).where(col(Passkey.credential) == credential)).first()


def _no() -> Invalid:
    return Invalid(_("This passkey could not be checked. Please try once more."), {})
