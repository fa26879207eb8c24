"""Sign-in sessions: opened, shown to be alive, ended. Ending one closes its sockets."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.errors import Invalid, NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members import names, passphrases
from union.members.events import MemberSignedOut, SessionEnded
from union.members.forms import SignIn
from union.members.models import AccountDeed, HeldRole, Member, SignInSession
from union.members.permissions import may_sign_out
from union.members.rules.notes import note

MEMBER_IDLE, MEMBER_LONGEST = timedelta(days=7), timedelta(days=30)
OFFICER_IDLE, OFFICER_LONGEST = timedelta(minutes=30), timedelta(hours=12)
MEMBER_NOTED, OFFICER_NOTED = timedelta(hours=1), timedelta(minutes=1)


def who_signs_in(db: Session, form: SignIn) -> Member:
    """The member whose name and passphrase these are; the same no to everyone else."""
    key = names.folded(form.sign_in_name)
    member = db.exec(select(Member).where(col(Member.sign_in_key) == key)).first()
    kept = member.passphrase_hash if member and not member.left_at else None
    if not passphrases.matches(kept, form.passphrase.get_secret_value()) or not member:
        raise Invalid(_("This name and this passphrase do not go together."), {})
    return member


def new_session(
    member: Member, device: str, *, strong: bool = False
) -> tuple[SignInSession, str]:
    """A sign-in session for this member, and the secret that goes into the cookie."""
    secret = secrets.token_urlsafe(32)
    session = SignInSession(
        digest=digest_of(secret),
        member_id=member.id,
        member=member,
        device=device,
        is_strong=strong,
    )
    return session, secret


def open_session(
    db: Session, member_id: UUID, device: str, *, strong: bool = False
) -> tuple[SignInSession, str]:
    """Sign a device in; strongly, by a passkey or by a passphrase and a code."""
    member = db.get_one(Member, member_id)
    session, secret = new_session(member, device, strong=strong)
    db.add(session)
    note(db, member_id, AccountDeed.NEW_DEVICE, device)
    return session, secret


def digest_of(secret: str) -> str:
    """What is stored of a secret that was drawn at random."""
    return sha256(secret.encode()).hexdigest()


def prove(session: SignInSession, at: datetime, *, strong: bool = False) -> str:
    """Note that its owner has shown who they are; the session gets a new secret."""
    session.proved_at = at
    session.is_strong = session.is_strong or strong
    return _with_new_secret(session)


def strengthen(session: SignInSession) -> str:
    """Note that more than a passphrase stands behind it; it gets a new secret."""
    session.is_strong = True
    return _with_new_secret(session)


def _with_new_secret(session: SignInSession) -> str:
    secret = secrets.token_urlsafe(32)
    session.digest = digest_of(secret)
    return secret


def is_too_weak(session: SignInSession) -> bool:
    """Whether an officer has shown no more than a passphrase, or a paper."""
    return session.member.is_officer and not session.is_strong


def is_alive(session: SignInSession, at: datetime) -> bool:
    """Whether the session is neither idle too long nor too old, for such a member."""
    officer = session.member.is_officer
    idle = OFFICER_IDLE if officer else MEMBER_IDLE
    longest = OFFICER_LONGEST if officer else MEMBER_LONGEST
    return (
        session.member.left_at is None
        and at < session.seen_at + idle
        and at < session.began_at + longest
    )


def is_due_to_be_noted(session: SignInSession, at: datetime) -> bool:
    """Whether it is time to write down that the session is in use."""
    step = OFFICER_NOTED if session.member.is_officer else MEMBER_NOTED
    return at >= session.seen_at + step


def note_use(db: Session, session_id: UUID, at: datetime) -> None:
    """Keep the session alive: it is in use."""
    db.execute(
        update(SignInSession)
        .where(col(SignInSession.id) == session_id)
        .values(seen_at=at)
    )


def end_session(db: Session, session: SignInSession, member: Member) -> None:
    """Sign a device out."""
    ended = SessionEnded(by=member.id, session_id=session.id)

    db.delete(session)

    announce(db, ended)


def end_sessions(db: Session, owner: Member, *, but: UUID | None = None) -> None:
    """Sign every device of a member out, or every one but this."""
    _end(db, col(SignInSession.member_id) == owner.id, but=but, by=owner.id)


def sign_out_member(db: Session, owner: Member, officer: Member) -> None:
    """Sign every device of a member out for them: a phone was stolen."""
    if not may_sign_out(officer, owner):
        raise NotAllowed(_("Only an administrator can sign somebody else out."))

    _end(db, col(SignInSession.member_id) == owner.id, by=officer.id)
    note(db, owner.id, AccountDeed.SIGNED_OUT, "")

    announce(
        db,
        MemberSignedOut(by=officer.id, branch_id=owner.branch_id, member_id=owner.id),
    )


def forget_expired(db: Session) -> None:
    """End the sessions that have been idle too long or have grown too old."""
    at = now()
    officer = (
        select(HeldRole.id)
        .where(col(HeldRole.member_id) == col(SignInSession.member_id))
        .exists()
    )
    _end(
        db,
        or_(
            _is_past(at, MEMBER_IDLE, MEMBER_LONGEST),
            and_(officer, _is_past(at, OFFICER_IDLE, OFFICER_LONGEST)),
        ),
    )


def _is_past(at: datetime, idle: timedelta, longest: timedelta) -> ColumnElement[bool]:
    return or_(
        col(SignInSession.seen_at) <= at - idle,
        col(SignInSession.began_at) <= at - longest,
    )


def _end(
    db: Session,
    which: ColumnElement[bool],
    *,
    but: UUID | None = None,
    by: UUID | None = None,
) -> None:
    ended = [
        id_ for id_ in db.exec(select(SignInSession.id).where(which)) if id_ != but
    ]
    db.execute(delete(SignInSession).where(col(SignInSession.id).in_(ended)))
    for session_id in ended:
        announce(db, SessionEnded(by=by, session_id=session_id))
