"""The ways somebody signs in, all at once."""

from sqlalchemy import delete
from sqlmodel import Session, col

from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.members.models import (
    AccountDeed,
    Member,
    OneTimeSecret,
    Passkey,
    SignInSession,
)
from union.members.queries import passkeys_of
from union.members.rules.notes import note
from union.members.rules.sessions import end_sessions, is_too_weak


def start_over(db: Session, member: Member, device: str) -> None:
    """Let nothing of a lost phone open the account: no session, no key, no app."""
    for kind in (Passkey, OneTimeSecret):
        db.execute(delete(kind).where(col(kind.member_id) == member.id))
    end_sessions(db, member)
    note(db, member.id, AccountDeed.RECOVERED, device)


def refuse_to_pass_by(db: Session, session: SignInSession) -> None:
    """Stop whoever knows an officer's passphrase, and would add a key of their own."""
    if is_too_weak(session) and passkeys_of(db, session.member):
        raise NotAllowed(_("Show the passkey you have first. Then add another way."))
