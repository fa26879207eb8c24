"""What the questions about ballots share."""

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
)
from sqlmodel import col

from union.members.models import Member

PAGE = 20


def still_here(member_id: UUID) -> ColumnElement[bool]:
    """In SQL: a member by this id, whose name is told as long as they have not left."""
    return and_(col(Member.id) == member_id, col(Member.left_at).is_(None))
