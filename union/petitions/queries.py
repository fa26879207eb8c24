"""What can be asked about petitions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from operator import gt, lt
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SelectBase, Tuple, and_, func, or_, tuple_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from union.core import i18n
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import Branch, Member, Platform
from union.members.queries import is_under
from union.petitions.models import (
    FEW,
    CountingPlace,
    Disclosure,
    Petition,
    Signature,
    Wording,
    fold,
)
from union.petitions.permissions import SERVING, may_see

A_PAGE = 20
MOST_CALLS = 3
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
ORDER = {letter: ord("а") + place for place, letter in enumerate(ALPHABET)}

_whole = (
    joinedload(Petition.branch),  # type: ignore[arg-type]
    joinedload(Petition.author),  # type: ignore[arg-type]
    joinedload(Petition.wordings),  # type: ignore[arg-type]
)


@dataclass(frozen=True)
class Tally:
    """How many have signed, by where their names may be seen."""

    by_disclosure: dict[Disclosure, int]

    @property
    def total(self) -> int:
        return sum(self.by_disclosure.values())

    def of(self, disclosure: Disclosure) -> int:
        return self.by_disclosure.get(disclosure, 0)


@dataclass(frozen=True)
class Line:
    """A petition in a list: how many have signed, and whether the reader did."""

    petition: Petition
    count: int
    has_signed: bool


@dataclass(frozen=True)
class Voice:
    """A word of support; the name beside it only where its owner allows."""

    mark: UUID
    word: str
    name: str | None


@dataclass(frozen=True)
class Signer:
    """A name its owner allowed to be read, where they work and when they signed."""

    mark: UUID
    name: str
    branch: str
    disclosure: Disclosure
    signed_at: datetime

    @property
    def day(self) -> date:
        return self.signed_at.astimezone(i18n.zone.get()).date()


def shown(count: int) -> str:
    """The count as pages say it: exact from ten on, so that the first stay unmarked."""
    return i18n.number(count) if count >= FEW else f"<{FEW}"


def petition_for(db: Session, member: Member, petition_id: UUID) -> Petition:
    """The petition, if there is one that this member may see."""
    found = (
        select(Petition)
        .where(Petition.id == petition_id)
        .options(*_whole, joinedload(Petition.platforms))  # type: ignore[arg-type]
    )
    petition = db.exec(found).unique().one_or_none()
    if petition is None or not may_see(member, petition):
        raise NotFound(_("There is no such petition."))
    return petition


def tally(db: Session, petition_id: UUID) -> Tally:
    """The signatures, added up from a few counting places."""
    counted = (
        select(CountingPlace.disclosure, func.sum(CountingPlace.signatures))
        .where(CountingPlace.petition_id == petition_id)
        .group_by(CountingPlace.disclosure)
    )
    return Tally({Disclosure(kind): count for kind, count in db.exec(counted)})


def _count() -> ColumnElement[int]:
    """In SQL: how many have signed the petition of this row."""
    return (
        select(func.coalesce(func.sum(CountingPlace.signatures), 0))
        .where(CountingPlace.petition_id == Petition.id)
        .correlate(Petition)
        .scalar_subquery()
    )


def _is_signature_of(member: Member) -> ColumnElement[bool]:
    return and_(
        col(Signature.petition_id) == Petition.id,
        col(Signature.member_id) == member.id,
    )


def count_and_own(
    db: Session, petition: Petition, member: Member
) -> tuple[int, Signature | None]:
    """How many have signed, and this member's own signature, in one question."""
    asked = (
        select(_count(), Signature)
        .select_from(Petition)
        .outerjoin(Signature, _is_signature_of(member))
        .where(Petition.id == petition.id)
    )
    count, own = db.exec(asked).one()
    return count, own


def lineage(branch: Branch) -> list[str]:
    """The paths from the root of the tree down to this branch."""
    steps = branch.path.rstrip("/").split("/")
    return ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]


def _concerns(member: Member) -> ColumnElement[bool]:
    """In SQL: the joined branch is one the member belongs to or serves."""
    served = [
        is_under(held.branch)
        for held in member.roles
        if held.role in SERVING and member.is_current
    ]
    return or_(col(Branch.path).in_(lineage(member.branch)), *served)


def petitions_for(
    db: Session, member: Member, words: str = "", after: UUID | None = None
) -> tuple[list[Line], UUID | None]:
    """One page of petitions, open ones first, and where the next page begins.

    Whatever closes latest stands first, so the open come before the closed. Drafts
    are shown to their authors.
    """
    own = col(Petition.author_id) == member.id
    open_to_all = col(Petition.opened_at).is_not(None) & _concerns(member)
    asked = (
        select(Petition, _count(), _has_signed(member))
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
            _follows(tuple_(col(Petition.closes_at), col(Petition.id)), place, lt)
        )
    lines = [Line(*row) for row in db.execute(asked).unique()]
    has_more = len(lines) > A_PAGE
    return lines[:A_PAGE], lines[A_PAGE - 1].petition.id if has_more else None


def _has_signed(member: Member) -> ColumnElement[bool]:
    return select(Signature.mark).where(_is_signature_of(member)).exists()


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
    asked = (
        select(Petition, _count())
        .join(Branch)
        .where(
            col(Petition.opened_at).is_not(None),
            col(Petition.closed_at).is_(None),
            col(Petition.withdrawn_at).is_(None),
            Petition.closes_at > at,
            col(Branch.path).in_(lineage(member.branch)),
            ~_has_signed(member),
        )
        .order_by(col(Petition.closes_at), col(Petition.id))
        .options(*_whole)
        .limit(MOST_CALLS)
    )
    rows = db.execute(asked).unique()
    return [Line(petition, count, has_signed=False) for petition, count in rows]


def under_way(db: Session, author: Member) -> int:
    """How many petitions this author has drafted or opened and not yet ended."""
    asked = select(func.count()).where(
        Petition.author_id == author.id,
        col(Petition.closed_at).is_(None),
        col(Petition.withdrawn_at).is_(None),
    )
    return db.exec(asked).one()


def voices(
    db: Session, petition: Petition, after: UUID | None = None, limit: int = A_PAGE
) -> tuple[list[Voice], UUID | None]:
    """Words of support, the newest first, and where the next page begins."""
    moment, place = col(Signature.signed_at), col(Signature.mark)
    asked = (
        select(Signature, Member.name)
        .join(Member)
        .where(Signature.petition_id == petition.id, Signature.word != "")
        .order_by(moment.desc(), place.desc())
        .limit(limit + 1)
    )
    if after:
        last = select(moment, place).where(
            Signature.petition_id == petition.id, place == after
        )
        asked = asked.where(_follows(tuple_(moment, place), last, lt))
    rows = db.exec(asked).all()
    said = [Voice(s.mark, s.word, _allowed_name(s, name)) for s, name in rows[:limit]]
    return said, said[-1].mark if len(rows) > limit else None


def _follows(
    key: Tuple, place: SelectBase, comes: Callable[[Any, Any], Any]
) -> ColumnElement[bool]:
    """In SQL: the row comes after the place; if that is gone, the list begins anew."""
    return or_(comes(key, place.scalar_subquery()), ~place.exists())


def _allowed_name(signature: Signature, name: str) -> str | None:
    return None if signature.disclosure == Disclosure.COUNTED else name


def signers(
    db: Session, petition: Petition, after: UUID | None = None, limit: int = A_PAGE
) -> tuple[list[Signer], UUID | None]:
    """One page of names that organisers may read, in an order that tells nothing."""
    kind, place = col(Signature.disclosure), col(Signature.mark)
    asked = (
        _names(petition)
        .where(kind.in_((Disclosure.ADDRESSEE, Disclosure.UNION)))
        .order_by(kind, place)
        .limit(limit + 1)
    )
    if after:
        last = select(kind, place).where(
            Signature.petition_id == petition.id, place == after
        )
        asked = asked.where(_follows(tuple_(kind, place), last, gt))
    found = [_signer(*row) for row in db.exec(asked)]
    return found[:limit], found[limit - 1].mark if len(found) > limit else None


def names_for_addressee(db: Session, petition: Petition) -> list[Signer]:
    """Everyone who chose to be named in the letter, by name."""
    asked = _names(petition).where(Signature.disclosure == Disclosure.ADDRESSEE)
    found = [_signer(*row) for row in db.exec(asked)]
    return sorted(found, key=lambda signer: (alphabetical(signer.name), signer.mark))


def alphabetical(name: str) -> list[int]:
    """How a name sorts where Kazakh letters stand among the others."""
    return [ORDER.get(letter, ord(letter)) for letter in name.casefold()]


def _names(petition: Petition) -> Select[Signature, str, Branch]:
    return (
        select(Signature, Member.name, Branch)
        .join(Member, col(Member.id) == Signature.member_id)
        .join(Branch)
        .where(Signature.petition_id == petition.id)
    )


def _signer(signature: Signature, name: str, branch: Branch) -> Signer:
    return Signer(
        signature.mark, name, branch.name, signature.disclosure, signature.signed_at
    )


def branches_of(db: Session, member: Member) -> list[Branch]:
    """The branches a member may open a petition in, from the smallest up."""
    asked = select(Branch).where(_concerns(member)).order_by(col(Branch.path).desc())
    return list(db.exec(asked))


def platforms(db: Session) -> list[Platform]:
    """The platforms the union knows, by name."""
    return list(db.exec(select(Platform).order_by(Platform.name)))
