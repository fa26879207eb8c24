"""The list of members as far as an officer may see it, a page at a time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from union.core import i18n
from union.core.base import now
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.forms import Filters, Sought, place_of, written_place
from union.members.models import PROBATION, Branch, Member, Standing, Unit, WorksIn
from union.members.names import sought
from union.members.permissions import looks_after
from union.members.queries.branches import every_branch
from union.members.queries.people import MOST_PEOPLE
from union.members.queries.searching import by_name

MOST_TAKEN = 100_000
_FIRST, _LAST = date(1970, 1, 1), date(2200, 1, 1)  # of the days that are compared
_BETWEEN = "\n"  # in no id of a platform or a city
_COLUMNS: tuple[SQLColumnExpression[Any], ...] = (
    col(Member.id),
    col(Member.name),
    col(Member.branch_id),
    col(Member.language),
    col(Member.joined_at),
)


@dataclass(frozen=True)
class Line:
    """A member as a list shows them."""

    id: UUID
    name: str
    branch_id: UUID
    standing: Standing
    language: str
    joined_at: datetime | None  # None: entered from a list, and not come yet
    works: list[tuple[str, str]]  # the platform, the city: by id


@dataclass(frozen=True)
class Sheet:
    """One page of a list, and where the next one begins, if there is one."""

    lines: list[Line]
    after: str | None


def theirs(db: Session, officer: Member) -> list[Branch]:
    """The branches this officer looks after, each below the one it belongs to."""
    return [each for each in every_branch(db) if looks_after(officer, each)]


def within(branches: list[Branch], branch_id: UUID | None) -> list[Branch]:
    """That one of these, which comes first, and all below it; or all of them."""
    if branch_id is None:
        return branches
    asked = next((each for each in branches if each.id == branch_id), None)
    if asked is None:
        raise NotFound(_("There is no such branch among yours."))
    return [each for each in branches if asked.contains(each)]


def units_known(db: Session) -> list[Unit]:
    """Every unit, with its platform and its city."""
    both = joinedload(Unit.platform), joinedload(Unit.city)  # type: ignore[arg-type]
    return list(db.scalars(select(Unit).options(*both)))


def sheet(db: Session, branches: Collection[Branch], form: Sought) -> Sheet:
    """A page of those sought in these branches, by name."""
    search = by_name(db, _listed(form), sought(form.name), {b.id for b in branches})
    asked = search.asked.add_columns(search.key.label("key"))
    order = (search.key, col(Member.id))
    if form.after:
        place = place_of(form.after)
        asked = asked.where(tuple_(*order) > tuple_(*map(literal, place)))
    found = db.execute(asked.order_by(*order).limit(MOST_PEOPLE + 1)).all()
    rows = found[:MOST_PEOPLE]
    has_more = len(found) > MOST_PEOPLE
    after = written_place(rows[-1].key, rows[-1].id) if has_more else None
    return Sheet([_line(row) for row in rows], after)


def everyone(
    db: Session, branches: Collection[Branch], form: Filters
) -> Iterator[Line]:
    """All of them, row by row, for a list that leaves the house."""
    search = by_name(db, _listed(form), "", {branch.id for branch in branches})
    order = search.asked.order_by(search.key, col(Member.id)).limit(MOST_TAKEN + 1)
    for row in db.execute(order.execution_options(yield_per=1_000)):
        yield _line(row)


def standing_at(at: datetime) -> ColumnElement[str]:
    """In SQL: how far somebody belongs at a moment, as Member.standing says it."""
    admitted = col(Member.admitted_at)
    return case(
        (col(Member.left_at).is_not(None), Standing.LEFT.value),
        (col(Member.suspended_at).is_not(None), Standing.SUSPENDED.value),
        (
            and_(admitted.is_(None), col(Member.joined_at).is_not(None)),
            Standing.PENDING.value,
        ),
        (admitted.is_(None), Standing.GUEST.value),
        (admitted > at - PROBATION, Standing.PROBATIONER.value),
        else_=Standing.MEMBER.value,
    )


def _listed(form: Filters) -> Select[Any]:
    """Whoever is no guest and has not left, as far as the filters let them through."""
    standing = standing_at(now())
    asked = select(*_COLUMNS, standing.label("standing"), _works().label("works"))
    has_come = or_(
        col(Member.joined_at).is_not(None), col(Member.admitted_at).is_not(None)
    )
    asked = asked.where(has_come, col(Member.left_at).is_(None))
    if form.standing:
        asked = asked.where(standing == form.standing.value)
    return asked.where(*_of_themselves(form), *_of_their_work(form))


def _of_themselves(form: Filters) -> Iterator[ColumnElement[bool]]:
    joined = col(Member.joined_at)
    if form.language:
        yield col(Member.language) == form.language
    if form.managers:
        yield col(Member.manages_since).is_not(None)
    if form.joined_from:
        yield joined >= _moment(form.joined_from, time.min)
    if form.joined_to:
        yield joined <= _moment(form.joined_to, time.max)


def _of_their_work(form: Filters) -> Iterator[ColumnElement[bool]]:
    asked = form.model_dump(include={"platform_id", "city_id"})
    wanted = {name: id_ for name, id_ in asked.items() if id_}
    if wanted:
        units = select(col(Unit.id)).filter_by(**wanted)
        yield (
            select(col(WorksIn.unit_id))
            .where(
                col(WorksIn.member_id) == col(Member.id),
                col(WorksIn.unit_id).in_(units),
            )
            .exists()
        )


def _works() -> ColumnElement[str]:
    """Where somebody works, in one column: a list has one row for each person."""
    both = col(Unit.platform_id) + "/" + col(Unit.city_id)
    return (
        select(func.aggregate_strings(both, _BETWEEN))
        .join(WorksIn, col(WorksIn.unit_id) == col(Unit.id))
        .where(col(WorksIn.member_id) == col(Member.id))
        .scalar_subquery()
    )


def _moment(day: date, hour: time) -> datetime:
    """In the zone of the union; no table holds a year one or nine thousand."""
    return datetime.combine(min(max(day, _FIRST), _LAST), hour, i18n.zone.get())


def _line(row: Row[Any]) -> Line:
    pairs = [pair.split("/", 1) for pair in (row.works or "").split(_BETWEEN) if pair]
    return Line(
        id=row.id,
        name=row.name,
        branch_id=row.branch_id,
        standing=Standing(row.standing),
        language=row.language,
        joined_at=row.joined_at,
        works=sorted((platform, city) for platform, city in pairs),
    )
