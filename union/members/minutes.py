"""The minutes of a branch and all below it, for its organisers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from union.core.audit import Minute
from union.core.errors import NotAllowed
from union.core.events import Event, kinds
from union.core.i18n import gettext as _
from union.members.models import Branch, Member
from union.members.permissions import may_read_minutes
from union.members.queries import is_under, names_of

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One minute as it is read."""

    number: int
    at: datetime
    said: str
    who: str
    page: str | None  # the endpoint of what it is about
    about: dict[str, str]


@dataclass(frozen=True)
class Excerpt:
    """Which part of the minutes is asked for."""

    branch: Branch
    kind: str | None = None  # of event
    before: int | None = None  # the number of the line it goes on from


def minutes_of(db: Session, reader: Member, excerpt: Excerpt) -> list[Line]:
    """A page of minutes, newest first, and one line more if there is another page."""
    if not may_read_minutes(reader, excerpt.branch):
        raise NotAllowed(_("Only the organisers of a branch read its activity log."))
    wanted = select(Minute).where(_is_of(excerpt.branch), _is_logged())
    if excerpt.kind:
        wanted = wanted.where(col(Minute.event) == excerpt.kind)
    if excerpt.before:
        wanted = wanted.where(col(Minute.number) < excerpt.before)
    newest_first = wanted.order_by(col(Minute.number).desc())
    found = db.exec(newest_first.limit(A_PAGE + 1)).all()
    names = names_of(db, {minute.by for minute in found if minute.by})
    return [_read(minute, names) for minute in found]


def kinds_in_minutes() -> list[tuple[str, str]]:
    """Every kind of event the minutes hold, with its sentence."""
    logged = [
        (name, _(kind.says))
        for name, kind in kinds().items()
        if kind.minuted and kind.is_logged
    ]
    return sorted(logged, key=lambda pair: pair[1])


def _is_of(branch: Branch) -> ColumnElement[bool]:
    below = select(Branch.id).where(is_under(branch))
    if branch.parent_id is None:  # what concerns no branch concerns the union
        return or_(col(Minute.branch_id).in_(below), col(Minute.branch_id).is_(None))
    return col(Minute.branch_id).in_(below)


def _is_logged() -> ColumnElement[bool]:
    hidden = [name for name, kind in kinds().items() if not kind.is_logged]
    return and_(col(Minute.is_logged).is_(True), col(Minute.event).not_in(hidden))


def _read(minute: Minute, names: dict[UUID, str]) -> Line:
    kind = kinds().get(minute.event)
    return Line(
        number=minute.number or 0,
        at=minute.at,
        said=_(kind.says) if kind else minute.event,
        who=_author(minute, kind, names),
        page=kind.page if kind else None,
        about=minute.about,
    )


def _author(minute: Minute, kind: type[Event] | None, names: dict[UUID, str]) -> str:
    if minute.by is None and kind and kind.unsigned:
        return _(kind.unsigned)
    if minute.by is None:
        return _("the clock") if not kind or kind.names_its_author else _("a member")
    return names.get(minute.by) or _("former member")
