"""Everybody on a list becomes a member in one transaction, or nobody does."""

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from union.core.base import now
from union.core.events import announce
from union.members.doubles import Double
from union.members.events import PeopleImported
from union.members.lines import Place
from union.members.models import Branch, Import, Stage, Unit
from union.members.rules.importing.check import forget_people
from union.members.rules.importing.prepare import Prepared, Row

TOGETHER = 5_000  # rows in one statement

_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

FindAgain = Callable[[Session, Branch], list[Double]]


def enter(db: Session, ready: Prepared, find_again: FindAgain) -> list[Double] | None:
    """Enter everybody. If somebody came meanwhile, nobody: the doubles are returned."""
    batch = db.get(Import, ready.scene.import_id, with_for_update=True)
    if batch is None or batch.stage != Stage.ENTERING:
        return None
    _let_no_other_list_in(db, batch.branch)
    doubles = find_again(db, batch.branch)
    if doubles != ready.doubles:
        return doubles

    _write_people(db, ready)
    _write_places(db, ready.places)
    _close(batch, ready)

    announce(
        db,
        PeopleImported(by=batch.by, branch_id=batch.branch_id, import_id=batch.id),
    )
    return None


def _let_no_other_list_in(db: Session, branch: Branch) -> None:
    """Two lists are entered one after the other, anywhere in the union."""
    root = select(Branch.id).where(col(Branch.id) == branch.union_id)
    db.exec(root.with_for_update(key_share=True)).one()


def _write_people(db: Session, ready: Prepared) -> None:
    _insert(db, "member", ready.members)
    _insert(db, "standingchange", ready.changes)
    if ready.renewed:
        members = _table("member")
        anew = update(members).where(members.c.id == bindparam("the_id"))
        columns = set(ready.renewed[0]) - {"the_id"}
        db.connection().execute(
            anew.values({name: bindparam(name) for name in columns}), ready.renewed
        )
    if ready.contacts:
        contacts = _table("contact")
        before = delete(contacts).where(contacts.c.member_id == bindparam("the_id"))
        known = [{"the_id": row["member_id"]} for row in ready.contacts]
        db.connection().execute(before, known)
        _insert(db, "contact", ready.contacts)


def _write_places(db: Session, places: list[tuple[UUID, Place]]) -> None:
    units = _units(db, {place for _member, place in places})
    rows = [{"member_id": member, "unit_id": units[place]} for member, place in places]
    _insert(db, "worksin", rows)


def _units(db: Session, places: set[Place]) -> dict[Place, UUID]:
    """Each place with its unit, founded if these are its first members."""
    found = db.exec(select(Unit.platform_id, Unit.city_id, Unit.id))
    units: dict[Place, UUID] = {(platform, city): id_ for platform, city, id_ in found}
    founded = {place: uuid4() for place in places - units.keys()}
    rows = [
        {"id": id_, "platform_id": platform, "city_id": city, "workforce_source": ""}
        for (platform, city), id_ in founded.items()
    ]
    _insert(db, "unit", rows)
    return units | founded


def _insert(db: Session, table: str, rows: list[Row]) -> None:
    into = _INSERTS[db.get_bind().dialect.name](_table(table)).on_conflict_do_nothing()
    statement = into if table == "worksin" else insert(_table(table))
    for start in range(0, len(rows), TOGETHER):
        db.connection().execute(statement, rows[start : start + TOGETHER])


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def _close(batch: Import, ready: Prepared) -> None:
    """Nothing is kept of the file but the lines that were left out."""
    faulty = batch.found["faulty"]
    forget_people(batch)
    batch.sealed = ready.left_out
    batch.found = {"people": ready.people, "faulty": faulty}
    batch.stage, batch.done = Stage.ENTERED, batch.lines
    batch.entered_at = now()
