"""Ballots as one member stands to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    literal,
    or_,
)
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, select

from union.ballots.models import (
    Ballot,
    RollEntry,
)
from union.ballots.permissions import SERVING, may_see
from union.ballots.queries.common import PAGE
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import Branch, Member
from union.members.queries import is_under


@dataclass(frozen=True)
class Seat:
    """A ballot as one member stands to it: on its roll or not."""

    ballot: Ballot
    entry: RollEntry | None

    @property
    def has_voted(self) -> bool:
        return bool(self.entry and self.entry.voted)

    def waits_for_vote(self, at: datetime) -> bool:
        """Whether the member could vote now and has not."""
        return self.entry is not None and not self.has_voted and self.ballot.is_open(at)


def seat_for(db: Session, member: Member, ballot_id: UUID) -> Seat:
    """The ballot, if this member may see it, and their place on its roll."""
    about = {"ballot": ballot_id, "reader": member.id}
    found = db.execute(_SEAT, about).first()
    if not found or not (found[1] or may_see(member, found[0].branch)):
        raise NotFound(_("There is no such ballot."))
    return Seat(*found)


def ballot_for(db: Session, member: Member, ballot_id: UUID) -> Ballot:
    """The ballot, if there is one that this member may see."""
    return seat_for(db, member, ballot_id).ballot


def current_seats(db: Session, member: Member) -> list[Seat]:
    """Every ballot not closed that concerns the member, what closes first on top."""
    current = (
        _seats(member.id)
        .where(col(Ballot.closed_at).is_(None), _concerns(member))
        .order_by(col(Ballot.closes_at), col(Ballot.id))
        .limit(100)
    )
    return [Seat(*found) for found in db.exec(current)]


def closed_seats(db: Session, member: Member, before: UUID | None) -> list[Seat]:
    """A page of closed ballots, the newest first, and one more if there are more."""
    closed = _seats(member.id).where(
        col(Ballot.closed_at).is_not(None), _concerns(member)
    )
    if before:
        mark = select(Ballot.closed_at).where(Ballot.id == before).scalar_subquery()
        closed = closed.where(
            or_(
                col(Ballot.closed_at) < mark,
                and_(col(Ballot.closed_at) == mark, col(Ballot.id) < before),
            )
        )
    order = col(Ballot.closed_at).desc(), col(Ballot.id).desc()
    return [Seat(*found) for found in db.exec(closed.order_by(*order).limit(PAGE + 1))]


def may_read_minutes(db: Session, member: Member, ballot_id: UUID) -> bool:
    """Whether the minutes of this ballot are open to the member, as the ballot is."""
    try:
        ballot_for(db, member, ballot_id)
    except NotFound:
        return False
    return True


def _seats(member_id: UUID | BindParameter[UUID]):  # type: ignore[no-untyped-def]  # a select of two tables
    return (
        select(Ballot, RollEntry)
        .join(Branch, col(Branch.id) == col(Ballot.branch_id))
        .join(
            RollEntry,
            and_(
                col(RollEntry.ballot_id) == col(Ballot.id),
                col(RollEntry.member_id) == member_id,
            ),
            isouter=True,
        )
        .options(contains_eager(Ballot.branch), joinedload(Ballot.turnout))  # type: ignore[arg-type]
    )


_SEAT = _seats(bindparam("reader")).where(Ballot.id == bindparam("ballot"))  # once


def _concerns(member: Member) -> ColumnElement[bool]:
    """In SQL: on its roll, of the member's own line of branches, or of their office."""
    offices = [is_under(h.branch) for h in member.roles if h.role in SERVING]
    own_line = literal(member.branch.path).startswith(col(Branch.path))
    return or_(col(RollEntry.member_id).is_not(None), own_line, *offices)
