"""The box of an open ballot: the statements by which one vote goes in, built once.

The rules of casting stand in `cast.py`. Nothing is loaded as an object here: thousands
may vote in the same minute.
"""

from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Select,
    Table,
    and_,
    bindparam,
    select,
    true,
    update,
)
from sqlmodel import SQLModel

from union.ballots.models import Moments, Secrecy
from union.core.base import clock, moment
from union.core.prebuilt import Prebuilt, put_if_new

Who = dict[str, UUID]  # a ballot, and a member on its roll
Kept = dict[str, Any]  # what a row keeps of a vote

_BALLOTS, _MEMBERS, _ROLL, _ENVELOPES, _NAMED = (
    SQLModel.metadata.tables[name]
    for name in ("ballot", "member", "rollentry", "envelope", "namedvote")
)
_OF_BALLOT = ("secrecy", "options", *Moments.__annotations__)
_OF_MEMBER = ("manages_since", "suspended_at", "left_at")


class Seen(Moments, Protocol):
    """A ballot's row and a member's, as they are while the ballot is locked."""

    secrecy: Secrecy
    options: list[dict[str, str]]
    manages_since: datetime | None
    suspended_at: datetime | None
    left_at: datetime | None
    clock: object


def look(here: Connection, who: Who) -> tuple[Seen, datetime] | None:
    """The ballot and the member at this moment; None if they are not on its roll.

    The ballot's row is locked for sharing: who closes it waits for us, and we for them.
    """
    seen = _LOOK.first(here, who)
    return (seen, moment(seen.clock)) if seen else None


def _look(dialect: str) -> Select[Any]:
    """The clock is asked outside of the locking part, so after the lock is ours."""
    columns = (_BALLOTS.c[name] for name in _OF_BALLOT)
    ballot = select(*columns).where(_BALLOTS.c.id == bindparam("ballot"))
    locked = ballot.with_for_update(read=True).cte("locked")
    of_member = (_MEMBERS.c[name] for name in _OF_MEMBER)
    return (
        select(locked, *of_member, clock(dialect).label("clock"))
        .join_from(locked, _MEMBERS, _MEMBERS.c.id == bindparam("member"))
        .join(_ROLL, _of(_ROLL))
    )


def _of(table: Table) -> ColumnElement[bool]:
    """In SQL: the row of this member in this ballot."""
    return and_(
        table.c.ballot_id == bindparam("ballot"),
        table.c.member_id == bindparam("member"),
    )


_LOOK = Prebuilt(_look)
_ONE_TABLE = {"sqlite"}  # where no statement is about two tables
_MARKING = update(_ROLL).where(_of(_ROLL)).values(voted=true())
_MARK = Prebuilt(lambda _: _MARKING)


def _putting(table: Table, kept: Kept, dialect: str) -> Insert:
    """The vote; and the mark on the roll, where one statement may be about both."""
    owner: Kept = {"ballot_id": bindparam("ballot"), "member_id": bindparam("member")}
    put: Insert = put_if_new(table, dialect).values(owner | kept)
    return put if dialect in _ONE_TABLE else put.add_cte(_MARKING.cte("marked"))


class Votes:
    """Where one kind of ballot keeps its votes: a row for each member who voted."""

    def __init__(self, table: Table, *kept: str) -> None:
        values: dict[str, Any] = {name: bindparam(name) for name in kept}
        earlier = select(*(table.c[name] for name in kept)).where(_of(table))
        change = update(table).where(_of(table)).values(values)
        self._put = Prebuilt(partial(_putting, table, values))
        self._earlier = Prebuilt(lambda _: earlier)
        self._change = Prebuilt(lambda _: change)

    def put_first(self, here: Connection, who: Who, kept: Kept) -> Any:
        """Put the member's first vote in; or tell the one that is there, untouched.

        The roll notes that they have voted: two forms of theirs come in turn, so nobody
        comes between this and the changing of the earlier vote.
        """
        if here.dialect.name in _ONE_TABLE:
            _MARK.do(here, who)
        if self._put.do(here, who | kept):
            return None
        return self._earlier.first(here, who)

    def change(self, here: Connection, who: Who, kept: Kept) -> None:
        """Put another vote in the place of the earlier one."""
        self._change.do(here, who | kept)


ENVELOPES = Votes(_ENVELOPES, "sealed")
NAMED = Votes(_NAMED, "choice", "key", "drawn")
