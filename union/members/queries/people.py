"""Members, found by whom and as what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, or_
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    PROBATION,
    Branch,
    Member,
    Standing,
    StandingChange,
)
from union.members.permissions import looks_after
from union.members.queries.branches import is_under

MOST_PEOPLE = 50  # there is no list of members to browse


@dataclass(frozen=True)
class Step:
    """A change of standing as its subject reads it."""

    at: datetime
    standing: Standing
    reason: str = ""
    by: str | None = None


def is_full_member(at: datetime) -> ColumnElement[bool]:
    """In SQL: admitted, through probation, neither suspended nor gone at a moment."""
    return and_(
        col(Member.admitted_at) <= at - PROBATION,
        col(Member.suspended_at).is_(None),
        col(Member.left_at).is_(None),
    )


def is_current() -> ColumnElement[bool]:
    """In SQL: admitted, and neither suspended nor gone."""
    return and_(
        col(Member.admitted_at).is_not(None),
        col(Member.suspended_at).is_(None),
        col(Member.left_at).is_(None),
    )


def shown_name() -> ColumnElement[str]:
    """In SQL: the display name, as long as its owner has not left; then nothing."""
    return case((col(Member.left_at).is_(None), col(Member.name)), else_="")


def is_waiting() -> ColumnElement[bool]:
    """In SQL: has joined, and nobody has admitted or refused them yet."""
    return and_(
        col(Member.joined_at).is_not(None),
        col(Member.admitted_at).is_(None),
        col(Member.suspended_at).is_(None),
        col(Member.left_at).is_(None),
    )


def has_finished_joining() -> ColumnElement[bool]:
    """In SQL: is no guest, whose account may be gone tomorrow."""
    return or_(col(Member.joined_at).is_not(None), col(Member.admitted_at).is_not(None))


def names_of(db: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Display names by id; who has left or been erased is missing."""
    named = select(Member.id, Member.name).where(
        col(Member.id).in_(ids), col(Member.left_at).is_(None)
    )
    return dict(db.exec(named).all())


def member_for(db: Session, officer: Member, member_id: UUID) -> Member:
    """A member whom this officer looks after, and who has not left."""
    member = db.get(Member, member_id)
    is_gone = member is None or member.left_at
    if member is None or is_gone or not looks_after(officer, member.branch):
        raise NotFound(_("There is no such member in your branches."))
    return member


def newcomers(db: Session, officer: Member) -> list[Member]:
    """Who waits to be admitted where this officer looks after people."""
    waiting = _looked_after(officer).where(is_waiting())
    return list(db.exec(waiting.order_by(col(Member.joined_at)).limit(MOST_PEOPLE)))


def called(db: Session, officer: Member, name: str) -> list[Member]:
    """The members of exactly that name whom this officer looks after."""
    theirs = _looked_after(officer).where(
        col(Member.left_at).is_(None), has_finished_joining()
    )
    found = theirs.where(col(Member.name) == name)
    return list(db.exec(found.limit(MOST_PEOPLE)))


def _looked_after(officer: Member) -> SelectOfScalar[Member]:
    branches = [h.branch for h in officer.roles if looks_after(officer, h.branch)]
    theirs = or_(false(), *(is_under(branch) for branch in branches))
    return (
        select(Member)
        .join(Branch)
        .where(theirs)
        .options(
            contains_eager(Member.branch)  # type: ignore[arg-type]
        )
    )


def history_of(db: Session, member: Member) -> list[Step]:
    """How a member's standing changed, newest first."""
    its_author = and_(
        col(Member.id) == col(StandingChange.by), col(Member.left_at).is_(None)
    )
    authors = select(StandingChange, Member.name).join(Member, its_author, isouter=True)
    changes = db.exec(authors.where(col(StandingChange.member_id) == member.id))
    steps = [Step(c.at, c.standing, c.reason, name) for c, name in changes]
    return sorted(steps, key=lambda step: step.at, reverse=True)
