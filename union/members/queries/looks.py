"""Who looked at whom, and which lists left the house."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import false, or_
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select

from union.members.models import Branch, Contact, Look, Member, TakenList
from union.members.permissions import may_take_list
from union.members.queries.branches import is_under

STAYS_OPEN = timedelta(hours=1)
MOST_LISTS = 100


def has_looked(db: Session, officer: Member, member_id: UUID, at: datetime) -> bool:
    """Whether this officer opened the page of somebody within the hour."""
    looks = select(Look.id).where(
        col(Look.member_id) == member_id,
        col(Look.by) == officer.id,
        col(Look.is_contact).is_(False),
        col(Look.at) > at - STAYS_OPEN,
    )
    return db.exec(looks.limit(1)).first() is not None


def leaves_a_number(db: Session, member: Member) -> bool:
    """Whether somebody lets their steward see a phone number."""
    contact = db.get(Contact, member.id)
    return contact is not None and contact.may_call


def lists_taken(db: Session, officer: Member) -> list[TakenList]:
    """The lists that left the branches this officer administers, the newest first."""
    mine = [
        held.branch for held in officer.roles if may_take_list(officer, held.branch)
    ]
    taken = (
        select(TakenList)
        .join(Branch)
        .where(or_(false(), *(is_under(branch) for branch in mine)))
        .options(contains_eager(TakenList.branch))  # type: ignore[arg-type]
    )
    return list(db.exec(taken.order_by(col(TakenList.at).desc()).limit(MOST_LISTS)))
