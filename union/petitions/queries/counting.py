"""How many have signed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, func
from sqlmodel import Session, col, select

from union.core import i18n
from union.petitions.models import FEW, CountingPlace, Disclosure, Petition, Signature


@dataclass(frozen=True)
class Tally:
    """How many have signed, by where their names may be seen."""

    by_disclosure: dict[Disclosure, int]

    @property
    def total(self) -> int:
        return sum(self.by_disclosure.values())

    def of(self, disclosure: Disclosure) -> int:
        return self.by_disclosure.get(disclosure, 0)


def shown(count: int) -> str:
    """The count as pages say it: exact from ten on, so that the first stay unmarked."""
    return i18n.number(count) if count >= FEW else f"<{FEW}"


def tally(db: Session, petition_id: UUID) -> Tally:
    """The signatures, added up from a few counting places."""
    counted = (
        select(CountingPlace.disclosure, func.sum(CountingPlace.signatures))
        .where(CountingPlace.petition_id == petition_id)
        .group_by(CountingPlace.disclosure)
    )
    return Tally({Disclosure(kind): count for kind, count in db.exec(counted)})


def how_many() -> ColumnElement[int]:
    """In SQL: how many have signed the petition of this row."""
    return (
        select(func.coalesce(func.sum(CountingPlace.signatures), 0))
        .where(CountingPlace.petition_id == Petition.id)
        .correlate(Petition)
        .scalar_subquery()
    )


def is_signature_of(member_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """In SQL: the signature of this member under the petition of this row."""
    return and_(
        col(Signature.petition_id) == Petition.id,
        col(Signature.member_id) == member_id,
    )
