"""Guests who never finished joining: after a day their account is gone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from union.core.once import Answer
from union.members.models import (
    AccountNote,
    Arrival,
    Invite,
    Member,
    OneTimeSecret,
    Passkey,
    Poster,
    PrivacyConsent,
    StandingChange,
    WorksIn,
)
from union.members.rules.sessions import end_sessions

AT_ONCE = 500

_THEIRS: tuple[type[SQLModel], ...] = (
    AccountNote, Answer, Arrival, OneTimeSecret, Passkey, PrivacyConsent,
    StandingChange, WorksIn,
)  # fmt: skip


def forget_guests(db: Session, before: datetime) -> None:
    """Delete accounts unfinished since then: names and invitations are free again."""
    unfinished = (
        select(Member)
        .join(PrivacyConsent)
        .where(
            col(Member.joined_at).is_(None),
            col(Member.admitted_at).is_(None),
            col(Member.suspended_at).is_(None),
            col(Member.left_at).is_(None),
            col(PrivacyConsent.given_at) <= before,
        )
        .limit(AT_ONCE)
        .with_for_update(of=Member, skip_locked=True)
    )
    for guest in db.exec(unfinished).all():
        _forget(db, guest)


def _forget(db: Session, guest: Member) -> None:
    _give_back(db, guest.id)
    end_sessions(db, guest)
    for table in _THEIRS:
        db.execute(delete(table).where(col(table.member_id) == guest.id))  # type: ignore[attr-defined]
    db.delete(guest)


def _give_back(db: Session, guest_id: UUID) -> None:
    """Let the invitation a guest came by open again, as far as it still would."""
    arrival = db.get(Arrival, guest_id)
    if arrival and arrival.poster_id:
        used = update(Poster).where(col(Poster.id) == arrival.poster_id)
        db.execute(used.values(uses=col(Poster.uses) - 1))
    elif arrival:
        used = update(Invite).where(
            col(Invite.made_by) == arrival.invited_by,
            col(Invite.used_at) == arrival.came_at,
        )
        db.execute(used.values(used_at=None))
        inviter = update(Member).where(col(Member.id) == arrival.invited_by)
        db.execute(inviter.values(brought=col(Member.brought) - 1))
