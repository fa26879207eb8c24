"""Lists of people on their way in, and who is here already."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from uuid import UUID

import sqlalchemy as sql
from sqlalchemy import ColumnElement, RowMapping, exists, or_
from sqlalchemy.orm import defer, joinedload
from sqlmodel import Session, col, false, select
from sqlmodel.sql.expression import Select

from union.core import i18n
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.columns import Column, digest_of, guess
from union.members.doubles import Register, Trace
from union.members.lines import Known, Place
from union.members.models import (
    Branch,
    City,
    Contact,
    Import,
    KnownColumns,
    Member,
    Passkey,
    Platform,
    Stage,
    Unit,
    WorksIn,
)
from union.members.permissions import may_import
from union.members.queries.branches import is_under
from union.members.reconciling import Entry
from union.members.spellings import PLATFORMS, plain

SHOWN = 50
TOGETHER = 500  # ids in one question

PhoneOf = Callable[[UUID, bytes], str | None]

# The large parts, that only the preview needs.
_LIGHTLY = (defer(Import.sealed), defer(Import.found), defer(Import.choices))  # type: ignore[arg-type]


def import_for(
    db: Session, member: Member, import_id: UUID, *, lightly: bool = False
) -> Import:
    """A list of a branch whose people this member answers for."""
    found = (
        select(Import)
        .where(col(Import.id) == import_id)
        .options(joinedload(Import.branch))  # type: ignore[arg-type]
    )
    batch = db.exec(found.options(*_LIGHTLY) if lightly else found).first()
    if batch is None or not may_import(member, batch.branch):
        raise NotFound(_("There is no such list in your branches."))
    return batch


def imports_for(db: Session, member: Member) -> list[Import]:
    """The newest lists of the branches this member answers for."""
    mine = [held.branch for held in member.roles if may_import(member, held.branch)]
    theirs = or_(false(), *(is_under(branch) for branch in mine))
    found = (
        select(Import)
        .join(Branch)
        .where(theirs)
        .options(*_LIGHTLY, joinedload(Import.branch))  # type: ignore[arg-type]
        .order_by(col(Import.sent_at).desc())
    )
    return list(db.exec(found.limit(SHOWN)))


def branches_to_import_into(db: Session, member: Member) -> list[Branch]:
    """The open branches this member answers for, by name."""
    mine = [held.branch for held in member.roles if may_import(member, held.branch)]
    theirs = or_(false(), *(is_under(branch) for branch in mine))
    found = select(Branch).where(theirs, col(Branch.closed_at).is_(None))
    return sorted(db.exec(found), key=lambda branch: (len(branch.path), branch.name))


def remembered_columns(db: Session, batch: Import) -> dict[str, int]:
    """How such columns were named here the last time; else what their heads suggest."""
    known = db.get(KnownColumns, (batch.branch_id, digest_of(batch.heads)))
    return known.columns if known else guess(batch.heads)


def waiting_imports(db: Session, stage: Stage) -> list[UUID]:
    """The lists the worker has something to do for, the oldest first."""
    waiting = select(Import.id).where(col(Import.stage) == stage)
    return list(db.exec(waiting.order_by(col(Import.sent_at))))


def what_is_known(db: Session, batch: Import, today: date) -> Known:
    """What the lines of this list can refer to."""
    cities = db.exec(select(City).where(col(City.retired_at).is_(None))).all()
    left = col(Platform.retired_at)
    platforms = db.exec(select(Platform).where(left.is_(None))).all()
    names = ((c.id, (c.id, c.name_kk, c.name_ru, c.name_en)) for c in cities)
    return Known(
        cities=_by_name(names),
        platforms=_by_name((p.id, _names_of(p)) for p in platforms),
        home_city=batch.branch.city_id,
        today=today,
        shown={c.id: c.name for c in cities} | {p.id: p.name for p in platforms},
    )


def _names_of(platform: Platform) -> Iterable[str]:
    """«Яндекс.Такси (Yandex Go)» has two names, and those people use."""
    also = PLATFORMS.get(platform.id, "").split(", ")
    return (platform.id, platform.name, *platform.name.split("("), *also)


def _by_name(things: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {plain(name): id_ for id_, names in things for name in names if plain(name)}


def register_of(db: Session, branch: Branch, phone_of: PhoneOf) -> Register:
    """Who belongs to the branch or below it, by what they are known again by."""
    places = _places(db, branch)
    theirs = (
        select(Member.id, Member.name_key, Contact.phone_sealed)
        .join(Branch, col(Branch.id) == col(Member.branch_id))
        .join(Contact, col(Contact.member_id) == col(Member.id), isouter=True)
        .where(is_under(branch), col(Member.left_at).is_(None))
    )
    register = Register()
    for member_id, name, sealed in db.exec(theirs.order_by(col(Member.id))):
        phone = phone_of(member_id, sealed) if sealed else None
        register.add(member_id, Trace(name, phone, frozenset(places[member_id])))
    return register


def _places(db: Session, branch: Branch) -> defaultdict[UUID, set[Place]]:
    here = col(WorksIn.member_id).in_(
        select(Member.id)
        .join(Branch, col(Branch.id) == col(Member.branch_id))
        .where(is_under(branch))
    )
    places: defaultdict[UUID, set[Place]] = defaultdict(set)
    for member_id, platform, city in db.exec(_worked(here)):
        places[member_id].add((platform, city))
    return places


def _worked(by_whom: ColumnElement[bool]) -> Select[UUID, str, str]:
    """Who works where."""
    works = select(WorksIn.member_id, Unit.platform_id, Unit.city_id)
    return works.join(Unit, col(Unit.id) == col(WorksIn.unit_id)).where(by_whom)


def entries_of(
    db: Session, member_ids: Iterable[UUID], phone_of: PhoneOf
) -> dict[UUID, Entry]:
    """Members as they stand, for a list to add to."""
    entries: dict[UUID, Entry] = {}
    for ids in _together(member_ids):
        phones = select(Contact.member_id, Contact.phone_sealed).where(
            col(Contact.member_id).in_(ids)
        )
        numbers = {id_: phone_of(id_, sealed) for id_, sealed in db.exec(phones)}
        for row in db.execute(_STANDS.where(col(Member.id).in_(ids))).mappings():
            entries[row["id"]] = _entry(row, numbers.get(row["id"]))
        for member_id, platform, city in db.exec(_worked(col(WorksIn.member_id).in_(ids))):  # fmt: skip  # noqa: E501
            entries[member_id].known_places |= {(platform, city)}
    return entries


_HAS_PASSKEY = exists().where(col(Passkey.member_id) == col(Member.id))
_STANDS = sql.select(
    col(Member.id),
    col(Member.branch_id),
    col(Member.name),
    col(Member.language),
    col(Member.vehicle),
    col(Member.joined_at),
    or_(
        _HAS_PASSKEY,
        col(Member.passphrase_hash) != "",
        col(Member.recovery_digest).is_not(None),
    ).label("is_their_own"),
)


def _entry(row: RowMapping, phone: str | None) -> Entry:
    return Entry(
        row["id"],
        is_new=False,
        line=0,
        branch_id=row["branch_id"],
        is_their_own=bool(row["is_their_own"]),
        values={
            Column.NAME: row["name"],
            Column.PHONE: phone,
            Column.LANGUAGE: row["language"],
            Column.JOINED: _day(row["joined_at"]),
            Column.VEHICLE: row["vehicle"],
        },
    )


def _day(at: datetime | None) -> date | None:
    return at.astimezone(i18n.zone.get()).date() if at else None


def _together(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    left = iter(ids)
    while chunk := list(islice(left, TOGETHER)):
        yield chunk
