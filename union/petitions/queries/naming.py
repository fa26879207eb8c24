"""Names and words beside signatures, as far as their owners allow."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import gt, lt
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from union.core import i18n
from union.members.models import Branch, Member
from union.members.queries import shown_name
from union.petitions.models import Disclosure, Petition, Signature
from union.petitions.queries.common import A_PAGE, follows

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
ORDER = {letter: ord("а") + place for place, letter in enumerate(ALPHABET)}


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


def voices(
    db: Session,
    petition: Petition,
    after: UUID | None = None,
    limit: int = A_PAGE,
    *,
    named: bool = True,
) -> tuple[list[Voice], UUID | None]:
    """Words of support, the newest first, and where the next page begins.

    `named` says whether the reader may see names at all.
    """
    about = {"petition": petition.id, "after": after, "most": limit + 1}
    rows = db.exec(_LATER_VOICES if after else _VOICES, params=about).all()
    said = [
        Voice(mark, word, _allowed_name(Disclosure(kind), name) if named else None)
        for mark, word, kind, name in rows[:limit]
    ]
    return said, said[-1].mark if len(rows) > limit else None


def _has_mark(petition_id: Any, mark: Any) -> tuple[ColumnElement[bool], ...]:
    """In SQL: the signature with this mark, found by the index that has it last."""
    return (
        col(Signature.petition_id) == petition_id,
        col(Signature.disclosure).in_(list(Disclosure)),
        col(Signature.mark) == mark,
    )


def _is_counted() -> ColumnElement[bool]:
    """In SQL: its owner was admitted; what others signed is shown to nobody."""
    return col(Signature.waiting).is_(False)


def _allowed_name(disclosure: Disclosure, name: str) -> str | None:
    """The name, if its owner allows it and is still here."""
    return None if disclosure == Disclosure.COUNTED else name or None


_moment, _place = col(Signature.signed_at), col(Signature.mark)
_VOICES = (  # built once: every page of a petition asks it
    select(Signature.mark, Signature.word, Signature.disclosure, shown_name())
    .join(Member)
    .where(
        Signature.petition_id == bindparam("petition"),
        Signature.word != "",
        _is_counted(),
    )
    .order_by(_moment.desc(), _place.desc())
    .limit(bindparam("most"))
)
_LATER_VOICES = _VOICES.where(
    follows(
        tuple_(_moment, _place),
        select(_moment, _place).where(
            *_has_mark(bindparam("petition"), bindparam("after"))
        ),
        lt,
    )
)


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
        last = select(kind, place).where(*_has_mark(petition.id, after))
        asked = asked.where(follows(tuple_(kind, place), last, gt))
    found = [_signer(*row) for row in db.exec(asked)]
    return found[:limit], found[limit - 1].mark if len(found) > limit else None


def names_for_addressee(db: Session, petition: Petition) -> list[Signer]:
    """Everyone who chose to be named in the letter, by name."""
    asked = _names(petition).where(Signature.disclosure == Disclosure.ADDRESSEE)
    found = [_signer(*row) for row in db.exec(asked)]
    return sorted(found, key=lambda signer: (alphabetical(signer.name), signer.mark))


def _names(petition: Petition) -> Select[Signature, str, Branch]:
    return (
        select(Signature, Member.name, Branch)
        .join(Member, col(Member.id) == Signature.member_id)
        .join(Branch)
        .where(
            Signature.petition_id == petition.id,
            col(Member.left_at).is_(None),
            _is_counted(),
        )
    )


def _signer(signature: Signature, name: str, branch: Branch) -> Signer:
    return Signer(
        signature.mark, name, branch.name, signature.disclosure, signature.signed_at
    )


def alphabetical(name: str) -> list[int]:
    """How a name sorts where Kazakh letters stand among the others."""
    return [ORDER.get(letter, ord(letter)) for letter in name.casefold()]
