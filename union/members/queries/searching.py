"""Names found by a part of them: the one place that knows how each database does it.

SQLite walks the names that have the first three letters sought, in their order, and
stops when a page is full. PostgreSQL asks its index of trigrams.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    column,
    func,
    literal_column,
    table,
    true,
)
from sqlmodel import Session, col

from union.members.models import Member

LETTERS = 3
_LAST = "\U0010ffff"

_names = table("nametrigram", column("trigram"), column("name_key"))
_key = col(Member.name_key)


@dataclass(frozen=True)
class Search:
    """A question about members, by name and branch, and what sorts its answer."""

    asked: Select[Any]
    key: SQLColumnExpression[str]


def by_name(
    db: Session, asked: Select[Any], part: str, branches: set[UUID] | None
) -> Search:
    """Ask only about members of these branches with this, folded, in their names.

    None is every branch.
    """
    theirs = true() if branches is None else col(Member.branch_id).in_(branches)
    if not part:
        return Search(asked.where(theirs), _key)
    if db.get_bind().dialect.name == "postgresql":
        return Search(asked.where(theirs, _contains(part)), _key)
    if len(part) < LETTERS:
        begins = and_(_key >= part, _key < part + _LAST)
        return Search(asked.where(theirs, begins), _key)
    return _by_letters(asked, part, branches)


def _contains(part: str) -> ColumnElement[bool]:
    """In PostgreSQL: less than three letters are those a name begins with."""
    if len(part) < LETTERS:
        return _key.startswith(part, autoescape=True)
    return _key.contains(part, autoescape=True)


def _by_letters(asked: Select[Any], part: str, branches: set[UUID] | None) -> Search:
    key = _names.c.name_key
    has_it = and_(
        _names.c.trigram == part[:LETTERS], func.instr(key, part) > 0, key == _key
    )
    # The plus keeps SQLite from beginning with the branch, which it would read whole.
    branch = literal_column("+member.branch_id", Uuid())
    theirs = true() if branches is None else branch.in_(branches)
    return Search(asked.join(_names, has_it).where(theirs), key)
