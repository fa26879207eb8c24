"""One-time codes from an authenticator app: turned on, asked for, turned off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from union.core.base import now
from union.core.errors import Invalid, Refused
from union.core.fields import Keyring
from union.core.i18n import gettext as _
from union.members import onetime
from union.members.forms import Code
from union.members.models import AccountDeed, Member, OneTimeSecret, SignInSession
from union.members.rules.notes import note
from union.members.rules.sessions import end_sessions


def begin(db: Session, member: Member, ring: Keyring) -> None:
    """Draw a secret to share with an app; it counts once a code shows it arrived."""
    found = db.get(OneTimeSecret, member.id)
    if found and found.confirmed_at:
        raise Refused(_("One-time codes are on already."))

    sealed = ring.seal(onetime.new_secret().encode(), onetime.place_of(member.id))
    db.merge(OneTimeSecret(member_id=member.id, sealed=sealed))


def secret_of(found: OneTimeSecret, ring: Keyring) -> str:
    return ring.open(found.sealed, onetime.place_of(found.member_id)).decode()


def confirm(db: Session, here: SignInSession, form: Code, ring: Keyring) -> None:
    """Ask for codes from now on; other devices must sign in anew, with one."""
    found = _locked(db, here.member_id)
    if found is None or found.confirmed_at:
        raise Refused(_("Begin again: there is nothing to confirm."))
    _take(found, form, ring)

    found.confirmed_at = now()
    end_sessions(db, here.member, but=here.id)
    note(db, here.member_id, AccountDeed.ONE_TIME_ON, here.device)


def check(db: Session, member_id: UUID, form: Code, ring: Keyring) -> None:
    """Refuse a code that is wrong, or was used before."""
    found = _locked(db, member_id)
    if found is None or not found.confirmed_at:
        raise _no()
    _take(found, form, ring)


def turn_off(db: Session, member: Member, device: str) -> None:
    """Ask for no codes any more. Off is off, however often it is said."""
    if found := db.get(OneTimeSecret, member.id):
        db.delete(found)
        note(db, member.id, AccountDeed.ONE_TIME_OFF, device)


def forget_unconfirmed(db: Session, before: datetime) -> None:
    """Erase secrets whose owners never came back with a code."""
    db.execute(
        delete(OneTimeSecret).where(
            col(OneTimeSecret.confirmed_at).is_(None),
            col(OneTimeSecret.made_at) <= before,
        )
    )


def _locked(db: Session, member_id: UUID) -> OneTimeSecret | None:
    """The member's secret; who sends the same code at the same moment waits."""
    return db.get(OneTimeSecret, member_id, with_for_update=True)


def _take(found: OneTimeSecret, form: Code, ring: Keyring) -> None:
    secret = secret_of(found, ring)
    step = onetime.step_of(secret, form.code, now(), after=found.last_step)
    if step is None:
        raise _no()
    found.last_step = step


def _no() -> Invalid:
    sentence = _("This code does not fit, or was used. Wait for the next one.")
    return Invalid(sentence, {"code": sentence})
