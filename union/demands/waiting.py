"""Which frozen texts wait for whom."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col

from union.ballots.permissions import DRAFTERS
from union.demands.models import Fixing
from union.demands.queries import Standing, all_demands
from union.members.models import Branch, Member, Role
from union.members.queries import is_under_any

STEPPING = DRAFTERS | {Role.REPRESENTATIVE}  # who call a ballot, who hand a letter over


def waiting_for(db: Session, member: Member, limit: int = 3) -> list[Standing]:
    """Frozen demands that wait for a step which is this member's to take."""
    if not member.is_current or not _branches_of(member, STEPPING):
        return []
    waits = or_(
        and_(
            _serves(member, DRAFTERS),
            col(Fixing.id).is_not(None),
            col(Fixing.ballot_id).is_(None),
        ),
        and_(
            _serves(member, {Role.REPRESENTATIVE}),
            col(Fixing.serial).is_not(None),
            col(Fixing.letter_on).is_(None),
        ),
    )
    theirs = _serves(member, STEPPING)  # said apart, it is found by its index
    asked = all_demands().where(theirs, waits).order_by(col(Fixing.at)).limit(limit)
    return [Standing(*row) for row in db.exec(asked)]


def _serves(member: Member, roles: set[Role]) -> ColumnElement[bool]:
    """In SQL: the joined branch is one in which the member holds one of these roles."""
    return is_under_any(_branches_of(member, roles))


def _branches_of(member: Member, roles: set[Role]) -> list[Branch]:
    return [held.branch for held in member.roles if held.role in roles]
