"""Who is asking: the sign-in session in the cookie, and the member it belongs to."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import joinedload
from sqlmodel import col, select

from union.core.base import now
from union.core.db import db
from union.members.models import HeldRole, Member, SignInSession

MEMBER_IDLE, MEMBER_LONGEST = timedelta(days=7), timedelta(days=30)
OFFICER_IDLE, OFFICER_LONGEST = timedelta(minutes=30), timedelta(hours=12)

login_manager = LoginManager()
login_manager.session_protection = (
    None  # it would store a digest of address and browser
)


class SignedIn(UserMixin):
    """A member on one device, as Flask-Login sees them; Member knows nothing of it."""

    def __init__(self, session: SignInSession, secret: str) -> None:
        self.session = session
        self.member = session.member
        self._secret = secret

    @property
    def session_id(self) -> UUID:
        return self.session.id

    def get_id(self) -> str:
        return self._secret


def new_session(member: Member, device: str) -> tuple[SignInSession, str]:
    """A sign-in session for this member, and the secret that goes into the cookie."""
    secret = secrets.token_urlsafe(32)
    digest = digest_of(secret)
    return SignInSession(digest=digest, member_id=member.id, device=device), secret


def digest_of(secret: str) -> str:
    """What is stored of a secret that was drawn at random."""
    return sha256(secret.encode()).hexdigest()


@login_manager.user_loader
def load(secret: str) -> SignedIn | None:
    """The member behind a cookie, if its session is still alive: one query."""
    whose = joinedload(SignInSession.member)  # type: ignore[arg-type]
    found = db.exec(
        select(SignInSession)
        .where(col(SignInSession.digest) == digest_of(secret))
        .options(
            whose.joinedload(Member.branch),  # type: ignore[arg-type]
            whose.joinedload(Member.roles).joinedload(HeldRole.branch),  # type: ignore[arg-type]
        )
    ).unique()
    session = found.first()
    return SignedIn(session, secret) if session and is_alive(session, now()) else None


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


def me() -> Member:
    """The member who is asking."""
    member: Member = current_user.member
    return member
