"""Which petitions there are for a member."""

from dataclasses import dataclass
from datetime import datetime
from operator import lt
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, false, func, or_, tuple_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import Branch, Member, Platform
from union.members.queries import is_open, is_under
from union.petitions.models import Concerns, Petition, Signature, Wording, fold
from union.petitions.permissions import SERVING, is_admitted, may_see
from union.petitions.queries.common import A_PAGE, follows
from union.petitions.queries.counting import how_many, is_signature_of

MOST_CALLS = 3

_whole = (
    joinedload(Petition.branch),  # type: ignore[arg-type]
    joinedload(Petition.author),  # type: ignore[arg-type]
    joinedload(Petition.wordings),  # type: ignore[arg-type]
)


@dataclass(frozen=True)
class Line:
    """A petition in a list: how many have signed, and whether the reader did."""

    petition: Petition
    count: int
    has_signed: bool


@dataclass(frozen=True)
class Standing:
    """A petition as one member finds it, with the signature they gave, if any."""

    petition: Petition
    count: int
    own: Signature | None
    platform_names: str | None  # a line each; none: it is about every one

    @property
    def platforms(self) -> list[str]:
        return sorted((self.platform_names or "").splitlines())


_platform_names = (
    select(func.aggregate_strings(col(Platform.name), "\n"))
    .join(Concerns, col(Concerns.platform_id) == Platform.id)
    .where(Concerns.petition_id == Petition.id)
    .correlate(Petition)
    .scalar_subquery()
)
_STANDING = (  # built once: every page of a petition asks it
    select(Petition, how_many(), Signature, _platform_names)
    .outerjoin(Signature, is_signature_of(bindparam("reader")))
    .where(Petition.id == bindparam("petition"))
    .options(*_whole)
)


_WITH_PLATFORMS = _STANDING.options(joinedload(Petition.platforms))  # type: ignore[arg-type]


def standing_for(
    db: Session, member: Member, petition_id: UUID, *, to_edit: bool = False
) -> Standing:
    """The petition and how it stands, if there is one that this member may see.

    To be edited it comes with its platforms, which multiply its rows.
    """
    about = {"petition": petition_id, "reader": member.id}
    asked = _WITH_PLATFORMS if to_edit else _STANDING
    found = db.execute(asked, about).unique().one_or_none()
    if found is None or not may_see(member, found[0]):
        raise NotFound(_("There is no such petition."))
    return Standing(*found)


def petition_for(db: Session, member: Member, petition_id: UUID) -> Petition:
    """The petition, if there is one that this member may see."""
    return standing_for(db, member, petition_id).petition


def _concerns(member: Member) -> ColumnElement[bool]:
    """In SQL: the joined branch is one the member belongs to or serves."""
    if not (is_admitted(member) or member.is_waiting):
        return false()
    served = [
        is_under(held.branch)
        for held in member.roles
        if held.role in SERVING and member.is_current
    ]
    return or_(col(Branch.path).in_(member.branch.lineage), *served)


def petitions_for(
    db: Session, member: Member, words: str = "", after: UUID | None = None
) -> tuple[list[Line], UUID | None]:
    """One page of petitions, open ones first, and where the next page begins.

    Whatever closes latest stands first, so the open come before the closed. Drafts
    are shown to their authors.
    """
    own = col(Petition.author_id) == member.id
    open_to_all = col(Petition.opened_at).is_not(None) & _concerns(member)
    if member.is_waiting:
        open_to_all &= col(Petition.closed_at).is_(None)
    asked = (
        select(Petition, how_many(), _has_signed(member.id))
        .join(Branch)
        .where(or_(own, open_to_all), col(Petition.withdrawn_at).is_(None))
        .order_by(col(Petition.closes_at).desc(), col(Petition.id).desc())
        .options(*_whole)
        .limit(A_PAGE + 1)
    )
    if words:
        asked = asked.where(_says(words))
    if after:
        place = select(Petition.closes_at, Petition.id).where(Petition.id == after)
        asked = asked.where(
            follows(tuple_(col(Petition.closes_at), col(Petition.id)), place, lt)
        )
    lines = [Line(*row) for row in db.execute(asked).unique()]
    has_more = len(lines) > A_PAGE
    return lines[:A_PAGE], lines[A_PAGE - 1].petition.id if has_more else None


def _has_signed(member_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    return select(Signature.mark).where(is_signature_of(member_id)).exists()


def _says(words: str) -> ColumnElement[bool]:
    """In SQL: some wording of the petition contains these words, in any case."""
    return (
        select(Wording.language)
        .where(
            Wording.petition_id == Petition.id,
            col(Wording.folded).contains(fold(words), autoescape=True),
        )
        .exists()
    )


def unsigned_for(db: Session, member: Member, at: datetime) -> list[Line]:
    """The few petitions that wait for this member, soonest to close first."""
    about = {"at": at, "lineage": member.branch.lineage, "reader": member.id}
    rows = db.execute(_UNSIGNED, about).unique()
    return [Line(petition, count, has_signed=False) for petition, count in rows]


_UNSIGNED = (  # built once: the first page asks it
    select(Petition, how_many())
    .join(Branch)
    .where(
        col(Petition.opened_at).is_not(None),
        col(Petition.closed_at).is_(None),
        col(Petition.withdrawn_at).is_(None),
        Petition.closes_at > bindparam("at"),
        col(Branch.path).in_(bindparam("lineage", expanding=True)),
        ~_has_signed(bindparam("reader")),
    )
    .order_by(col(Petition.closes_at), col(Petition.id))
    .options(*_whole)
    .limit(MOST_CALLS)
)


def under_way(db: Session, author: Member) -> int:
    """How many petitions this author has drafted or opened and not yet ended."""
    asked = select(func.count()).where(
        Petition.author_id == author.id,
        col(Petition.closed_at).is_(None),
        col(Petition.withdrawn_at).is_(None),
    )
    return db.exec(asked).one()


def branches_of(db: Session, member: Member) -> list[Branch]:
    """The branches a member may open a petition in, from the smallest up."""
    asked = select(Branch).where(_concerns(member), is_open())
    return list(db.exec(asked.order_by(col(Branch.path).desc())))
