"""Who is on a roll, who objected to it, and how far it has been entered."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    true,
    tuple_,
)
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from union.ballots.models import (
    Ballot,
    NamedVote,
    Objection,
    RollEntry,
    RollReading,
)
from union.ballots.queries.common import PAGE, still_here
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import Member
from union.members.names import sought
from union.members.queries import shown_name
from union.members.queries.searching import by_name

FEW = 2_000  # are sorted faster than they are found one by one


def names_on_roll(
    db: Session, ballot: Ballot, search: str, after: UUID | None
) -> list[tuple[str, UUID]]:
    """A page of the frozen roll by display name, and one more if there are more."""
    shown = shown_name().label("shown")
    columns: tuple[ColumnElement[Any], ...] = (col(Member.id).label("id"), shown)
    asked = sql_select(*columns).where(_is_on(ballot, col(Member.id), RollEntry))
    if search:
        asked = asked.where(col(Member.left_at).is_(None))
    found = by_name(db, asked, sought(search), None)
    page = found.asked.where(_comes_after(after, found.key))
    page = page.order_by(found.key, col(Member.id)).limit(PAGE + 1)
    gone = _("former member")
    return [(row.shown or gone, row.id) for row in db.execute(page)]


def named_votes(
    db: Session, ballot: Ballot, after: UUID | None
) -> list[tuple[str, UUID, str]]:
    """A page of who answered what in a named ballot, by display name."""
    choice = (
        select(NamedVote.choice)
        .where(NamedVote.ballot_id == ballot.id, NamedVote.member_id == col(Member.id))
        .scalar_subquery()
    )
    given = (
        select(shown_name(), Member.id, choice)
        .where(
            _is_on(ballot, col(Member.id), NamedVote),
            _comes_after(after, col(Member.name_key)),
        )
        .order_by(col(Member.name_key), col(Member.id))
        .limit(PAGE + 1)
    )
    gone = _("former member")
    return [(name or gone, voter, choice) for name, voter, choice in db.exec(given)]


def objections_to(db: Session, ballot: Ballot) -> list[tuple[Objection, str | None]]:
    """Every objection with its author's display name, those to answer first."""
    made = (
        select(Objection, Member.name)
        .join(Member, still_here(Objection.member_id), isouter=True)
        .where(Objection.ballot_id == ballot.id)
        .order_by(col(Objection.resolved_at).is_not(None), col(Objection.made_at))
        .limit(200)
    )
    return [(objection, name) for objection, name in db.exec(made)]


def objection_for(db: Session, ballot: Ballot, objection_id: UUID) -> Objection:
    """One objection to the roll of this ballot, for whoever may see the ballot's."""
    objection = db.get(Objection, objection_id)
    if objection is None or objection.ballot_id != ballot.id:
        raise NotFound(_("There is no such objection."))
    return objection


def own_objection(db: Session, ballot: Ballot, member: Member) -> Objection | None:
    """What this member objected, if they did."""
    return db.exec(
        select(Objection).where(
            Objection.ballot_id == ballot.id, Objection.member_id == member.id
        )
    ).first()


def rolls_to_enter(db: Session) -> list[UUID]:
    """The ballots whose roll two have decided to freeze, for the worker to enter."""
    decided = select(Ballot.id).join(
        RollReading, col(RollReading.ballot_id) == col(Ballot.id)
    )
    return list(db.exec(decided.order_by(col(Ballot.roll_decided_at))))


def how_far(db: Session, ballot: Ballot) -> tuple[int, int] | None:
    """How many of how many have been entered on a roll; None: it is not being read."""
    asked = select(RollReading.entered, RollReading.size)
    return db.exec(asked.where(RollReading.ballot_id == ballot.id)).first()


def _is_on(
    ballot: Ballot, member_id: Any, table: type[RollEntry | NamedVote]
) -> ColumnElement[bool]:
    """In SQL: a row of this ballot is the member's.

    Of a large ballot names are walked in their order and each is looked for, until a
    page is full; a small one is read whole and sorted.
    """
    theirs = select(table.member_id).where(table.ballot_id == ballot.id)
    if (ballot.roll_size or 0) > FEW:
        return theirs.where(table.member_id == member_id).exists()
    return col(Member.id).in_(theirs)


def _comes_after(last: UUID | None, key: Any) -> ColumnElement[bool]:
    """In SQL: after the member a page ended with, whose id the next page carries."""
    if last is None:
        return true()
    place = select(Member.name_key, Member.id).where(Member.id == last)
    return tuple_(key, col(Member.id)) > place.scalar_subquery()
