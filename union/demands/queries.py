"""What can be asked about demands."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, tuple_
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.demands.models import Clause, Demand, Fixing, Frame, State, Version
from union.demands.permissions import SERVING, may_edit, may_see, places_to_draft
from union.members.models import Branch, Member
from union.members.queries import is_open, is_under

A_PAGE = 20


@dataclass(frozen=True)
class Standing:
    """A demand with the words round its clauses, and the text fixed for decision."""

    demand: Demand
    frame: Frame
    fixing: Fixing | None

    @property
    def state(self) -> State:
        return self.fixing.state if self.fixing else State.DRAFTING

    @property
    def can_reopen(self) -> bool:
        """Whether the text is fixed, but neither being voted on nor ratified."""
        return self.state in (State.FROZEN, State.REFUSED)


@dataclass(frozen=True)
class Change:
    """A version in the history, by whom, and the clause it touched."""

    version: Version
    author: str | None
    clause: Clause | None


def demand_for(db: Session, member: Member, demand_id: UUID) -> Standing:
    """The demand as it stands, if there is one that this member may see."""
    found = db.exec(_BY_ID, params={"demand": demand_id}).one_or_none()
    if found is None or not may_see(member, found[0].branch):
        raise NotFound(_("There is no such demand."))
    return Standing(*found)


def standing_of(db: Session, demand: Demand) -> Standing:
    """The same for rules that have locked the demand, read again."""
    asked = all_demands().where(Demand.id == demand.id)
    return Standing(*db.exec(asked.execution_options(populate_existing=True)).one())


def all_demands() -> Select[Demand, Frame, Fixing]:
    """Each with its words of today and what it is frozen as, to be narrowed."""
    return (
        select(Demand, Frame, Fixing)
        .join(
            Frame,
            and_(
                col(Frame.demand_id) == Demand.id,
                col(Frame.version) == Demand.frame_version,
            ),
        )
        .outerjoin(
            Fixing,
            and_(col(Fixing.demand_id) == Demand.id, col(Fixing.lifted_at).is_(None)),
        )
        .join(Branch, col(Branch.id) == Demand.branch_id)
        .options(joinedload(Demand.branch))  # type: ignore[arg-type]  # SQLModel types a column as its value
    )


_BY_ID = all_demands().where(Demand.id == bindparam("demand"))  # built once


def demands_for(
    db: Session, member: Member, after: UUID | None = None
) -> tuple[list[Standing], UUID | None]:
    """One page of demands, the newest first, and where the next page begins."""
    asked = (
        all_demands()
        .where(_concerns(member))
        .order_by(col(Demand.drafted_at).desc(), col(Demand.id).desc())
        .limit(A_PAGE + 1)
    )
    if after:
        place = select(Demand.drafted_at, Demand.id).where(Demand.id == after)
        asked = asked.where(
            tuple_(col(Demand.drafted_at), col(Demand.id)) < place.scalar_subquery()
        )
    found = [Standing(*row) for row in db.exec(asked)]
    more = found[A_PAGE - 1].demand.id if len(found) > A_PAGE else None
    return found[:A_PAGE], more


def _concerns(member: Member) -> ColumnElement[bool]:
    """In SQL: the joined branch is one the member belongs to or serves."""
    steps = member.branch.path.rstrip("/").split("/")
    above = ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
    served = [is_under(held.branch) for held in member.roles if held.role in SERVING]
    return or_(col(Branch.path).in_(above), *served)


def clauses_of(db: Session, demand_id: UUID, version: int) -> list[Clause]:
    """The clauses as one version of the document has them, in their order."""
    return list(db.exec(_CLAUSES, params={"demand": demand_id, "version": version}))


_other = aliased(Clause)
_newest = (
    select(func.max(_other.version))
    .where(
        _other.demand_id == bindparam("demand"),
        _other.clause_id == Clause.clause_id,
        _other.version <= bindparam("version"),
    )
    .correlate(Clause)
    .scalar_subquery()
)
_CLAUSES = (  # built once: every page of a document asks it
    select(Clause)
    .where(
        Clause.demand_id == bindparam("demand"),
        col(Clause.version) == _newest,
        col(Clause.removed).is_(False),
    )
    .order_by(col(Clause.place))
)


def clause_in(clauses: Iterable[Clause], clause_id: UUID) -> Clause:
    """The one with this id among the clauses of a demand."""
    for clause in clauses:
        if clause.clause_id == clause_id:
            return clause
    raise NotFound(_("There is no such clause: it may have been removed."))


def frame_at(db: Session, demand_id: UUID, version: int) -> Frame:
    """The words round the clauses, as one version of the document has them."""
    found = (
        select(Frame)
        .where(Frame.demand_id == demand_id, Frame.version <= version)
        .order_by(col(Frame.version).desc())
        .limit(1)
    )
    frame = db.exec(found).first()
    if frame is None:
        raise NotFound(_("There is no such version."))
    return frame


def history(
    db: Session, demand_id: UUID, before: int | None = None
) -> tuple[list[Change], int | None]:
    """One page of versions, the newest first, and where the next page begins."""
    asked = (
        select(Version, Member.name, Clause)
        .outerjoin(
            Member,
            and_(col(Member.id) == Version.author_id, col(Member.left_at).is_(None)),
        )
        .outerjoin(
            Clause,
            and_(
                col(Clause.demand_id) == Version.demand_id,
                col(Clause.clause_id) == Version.clause_id,
                col(Clause.version) == Version.number,
            ),
        )
        .where(Version.demand_id == demand_id)
        .order_by(col(Version.number).desc())
        .limit(A_PAGE + 1)
    )
    if before:
        asked = asked.where(Version.number < before)
    found = [Change(*row) for row in db.exec(asked)]
    more = found[A_PAGE - 1].version.number if len(found) > A_PAGE else None
    return found[:A_PAGE], more


def fixing_by_ballot(db: Session, ballot_id: UUID) -> Fixing | None:
    """The frozen text that a ballot decides on, if it decides on one."""
    return db.exec(select(Fixing).where(Fixing.ballot_id == ballot_id)).one_or_none()


def may_read_letter(db: Session, member: Member, fixing_id: UUID) -> bool:
    """Whether the letter is open to the member: it may carry names of signers."""
    lettered = (
        select(Demand)
        .join(Fixing, col(Fixing.demand_id) == Demand.id)
        .where(Fixing.id == fixing_id)
        .options(joinedload(Demand.branch))  # type: ignore[arg-type]  # SQLModel types a column as its value
    )
    demand = db.exec(lettered).one_or_none()
    return demand is not None and may_edit(member, demand)


def next_mandate(db: Session, union_id: UUID, year: int) -> int:
    """The first free number of a year; ask for it with the union's row locked."""
    last = select(func.max(Fixing.serial)).where(
        Fixing.union_id == union_id, Fixing.year == year
    )
    return (db.exec(last).one() or 0) + 1


def branches_for(db: Session, member: Member) -> list[Branch]:
    """The branches in which the member may draft, from the largest down."""
    served = [is_under(branch) for branch in places_to_draft(member)]
    if not served:
        return []
    open_ones = select(Branch).where(is_open(), or_(*served))
    return list(db.exec(open_ones.order_by(Branch.path)))
