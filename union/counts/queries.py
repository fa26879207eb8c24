"""What can be asked about counts of ballot files."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, tuple_
from sqlalchemy.orm import contains_eager, defer, joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.counts.models import BallotCount, BallotFile
from union.counts.permissions import SERVING, may_count, may_read
from union.members.models import Branch, Member
from union.members.queries import in_order, is_open, is_under, is_under_any

PAGE = 20


def count_for(
    db: Session, member: Member, count_id: UUID, *, with_report: bool = True
) -> BallotCount:
    """The count, if there is one that this member may read or follow."""
    found = _counts().where(col(BallotCount.id) == count_id)
    if not with_report:
        found = found.options(defer(BallotCount.report))  # type: ignore[arg-type]
    count = db.exec(found).first()
    if count is None or not may_read(member, count):
        raise NotFound(_("There is no such count."))
    return count


def counts_for(
    db: Session, member: Member, before: UUID | None = None
) -> list[BallotCount]:
    """A page of counts, the newest first, and one more if there are more."""
    counts = _counts().options(defer(BallotCount.report)).where(_concerns(member))  # type: ignore[arg-type]
    place = (col(BallotCount.asked_at), col(BallotCount.id))
    if before:
        mark = select(*place).where(BallotCount.id == before).scalar_subquery()
        counts = counts.where(tuple_(*place) < mark)
    counts = counts.order_by(*(part.desc() for part in place))
    return list(db.exec(counts.limit(PAGE + 1)))


def branches_to_count_in(db: Session, member: Member) -> list[Branch]:
    """The open branches whose elections this member counts, each below its own."""
    mine = [held.branch for held in member.roles if may_count(member, held.branch)]
    return in_order(db.exec(select(Branch).where(is_open(), is_under_any(mine))).all())


def counts_again(db: Session, count: BallotCount) -> list[UUID]:
    """The later counts of the same file that name this one and have a report."""
    later = select(BallotCount.id).where(
        BallotCount.earlier_id == count.id,
        col(BallotCount.finished_at).is_not(None),
        col(BallotCount.trouble) == "",
    )
    return list(db.exec(later.order_by(col(BallotCount.asked_at))))


def file_of(db: Session, count: BallotCount) -> bytes:
    """The ballot file that was counted, to the byte."""
    asked = select(BallotFile.content).where(BallotFile.id == count.file_id)
    return db.exec(asked).one()


def waiting_counts(db: Session) -> list[UUID]:
    """What the worker has yet to count, the oldest first."""
    waiting = select(BallotCount.id).where(col(BallotCount.finished_at).is_(None))
    return list(db.exec(waiting.order_by(col(BallotCount.asked_at))))


def _counts() -> SelectOfScalar[BallotCount]:
    return (
        select(BallotCount)
        .join(Branch, col(Branch.id) == col(BallotCount.branch_id))
        .options(
            contains_eager(BallotCount.branch),  # type: ignore[arg-type]
            joinedload(BallotCount.file).defer(BallotFile.content),  # type: ignore[arg-type]
        )
    )


def _concerns(member: Member) -> ColumnElement[bool]:
    """In SQL: as `may_read` says it."""
    own_line = literal(member.branch.path).startswith(col(Branch.path))
    offices = [is_under(h.branch) for h in member.roles if h.role in SERVING]
    mine = [h.branch for h in member.roles if may_count(member, h.branch)]
    is_public = and_(
        col(BallotCount.finished_at).is_not(None), col(BallotCount.trouble) == ""
    )
    return or_(and_(is_public, or_(own_line, *offices)), is_under_any(mine))
