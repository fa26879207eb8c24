"""What can be asked about ballots."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    literal,
    or_,
    true,
    tuple_,
)
from sqlalchemy import select as sql_select
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, func, select

from union.ballots.models import (
    Ballot,
    Consent,
    NamedVote,
    Objection,
    RollEntry,
    RollReading,
    Step,
    Tally,
)
from union.ballots.permissions import DRAFTERS, SERVING, may_draft, may_see
from union.ballots.result import Result
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import Branch, HeldRole, Member
from union.members.names import sought
from union.members.queries import is_open, is_under, names_of, shown_name
from union.members.queries.searching import by_name

PAGE = 20
FEW = 2_000  # are sorted faster than they are found one by one

Hands = list[tuple[Consent, str | None]]  # each with its display name, if it has one


@dataclass(frozen=True)
class Seat:
    """A ballot as one member stands to it: on its roll or not."""

    ballot: Ballot
    entry: RollEntry | None

    @property
    def has_voted(self) -> bool:
        return bool(self.entry and self.entry.voted)

    def waits_for_vote(self, at: datetime) -> bool:
        """Whether the member could vote now and has not."""
        return self.entry is not None and not self.has_voted and self.ballot.is_open(at)


def seat_for(db: Session, member: Member, ballot_id: UUID) -> Seat:
    """The ballot, if this member may see it, and their place on its roll."""
    about = {"ballot": ballot_id, "reader": member.id}
    found = db.execute(_SEAT, about).first()
    if not found or not (found[1] or may_see(member, found[0].branch)):
        raise NotFound(_("There is no such ballot."))
    return Seat(*found)


def ballot_for(db: Session, member: Member, ballot_id: UUID) -> Ballot:
    """The ballot, if there is one that this member may see."""
    return seat_for(db, member, ballot_id).ballot


def current_seats(db: Session, member: Member) -> list[Seat]:
    """Every ballot not closed that concerns the member, what closes first on top."""
    current = (
        _seats(member.id)
        .where(col(Ballot.closed_at).is_(None), _concerns(member))
        .order_by(col(Ballot.closes_at), col(Ballot.id))
        .limit(100)
    )
    return [Seat(*found) for found in db.exec(current)]


def closed_seats(db: Session, member: Member, before: UUID | None) -> list[Seat]:
    """A page of closed ballots, the newest first, and one more if there are more."""
    closed = _seats(member.id).where(
        col(Ballot.closed_at).is_not(None), _concerns(member)
    )
    if before:
        mark = select(Ballot.closed_at).where(Ballot.id == before).scalar_subquery()
        closed = closed.where(
            or_(
                col(Ballot.closed_at) < mark,
                and_(col(Ballot.closed_at) == mark, col(Ballot.id) < before),
            )
        )
    order = col(Ballot.closed_at).desc(), col(Ballot.id).desc()
    return [Seat(*found) for found in db.exec(closed.order_by(*order).limit(PAGE + 1))]


def outcome(db: Session, ballot: Ballot) -> Result | None:
    """What the ballot decided; None while it is not closed."""
    if ballot.closed_at is None:
        return None
    rows = db.exec(select(Tally).where(Tally.ballot_id == ballot.id))
    return Result(ballot, {row.choice: row.papers for row in rows})


def consents_to(db: Session, ballot: Ballot) -> dict[Step, Hands]:
    """Who has approved which step, by display name, the first hand first."""
    given = (
        select(Consent, Member.name)
        .join(Member, _still_here(Consent.member_id), isouter=True)
        .where(Consent.ballot_id == ballot.id)
        .order_by(col(Consent.given_at))
    )
    steps: dict[Step, Hands] = {step: [] for step in Step}
    for consent, name in db.exec(given):
        steps[consent.step].append((consent, name))
    return steps


def objections_to(db: Session, ballot: Ballot) -> list[tuple[Objection, str | None]]:
    """Every objection with its author's display name, those to answer first."""
    made = (
        select(Objection, Member.name)
        .join(Member, _still_here(Objection.member_id), isouter=True)
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


def officers_of(db: Session, branch: Branch) -> list[tuple[UUID, str]]:
    """Who holds a role in this branch or above it, by display name."""
    holding = (
        select(Member.id, Member.name)
        .join(HeldRole, col(HeldRole.member_id) == col(Member.id))
        .join(Branch, col(Branch.id) == col(HeldRole.branch_id))
        .where(literal(branch.path).startswith(col(Branch.path)))
        .distinct()
        .order_by(col(Member.name), col(Member.id))
        .limit(500)
    )
    return [(member_id, name) for member_id, name in db.exec(holding)]


def branches_to_ask(db: Session, member: Member) -> list[Branch]:
    """Every branch to which the member may put a question, the widest first."""
    held = [is_under(role.branch) for role in member.roles if role.role in DRAFTERS]
    if not held:
        return []
    under = select(Branch).where(is_open(), or_(*held)).limit(500)
    found = db.exec(under.order_by(func.length(Branch.path)))
    return [branch for branch in found if may_draft(member, branch)]


def people_of(db: Session, ballot: Ballot) -> dict[str, str]:
    """Display names of those who conducted the ballot, by id as text."""
    conducted = {UUID(teller) for teller in ballot.teller_ids}
    conducted |= {one for one in (ballot.chair_id, ballot.secretary_id) if one}
    return {str(one): name for one, name in names_of(db, conducted).items()}


def root_of(db: Session, branch: Branch) -> Branch:
    """The union whose branch it is."""
    return db.get_one(Branch, branch.union_id)


def may_read_minutes(db: Session, member: Member, ballot_id: UUID) -> bool:
    """Whether the minutes of this ballot are open to the member, as the ballot is."""
    try:
        ballot_for(db, member, ballot_id)
    except NotFound:
        return False
    return True


def open_ballots(db: Session, at: datetime) -> list[Ballot]:
    """Every ballot that has begun and is not closed, wherever it is."""
    return list(
        db.exec(
            select(Ballot).where(
                col(Ballot.cleared_at).is_not(None),
                col(Ballot.closed_at).is_(None),
                col(Ballot.opens_at) <= at,
            )
        )
    )


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


def _seats(member_id: UUID | BindParameter[UUID]):  # type: ignore[no-untyped-def]  # a select of two tables
    return (
        select(Ballot, RollEntry)
        .join(Branch, col(Branch.id) == col(Ballot.branch_id))
        .join(
            RollEntry,
            and_(
                col(RollEntry.ballot_id) == col(Ballot.id),
                col(RollEntry.member_id) == member_id,
            ),
            isouter=True,
        )
        .options(contains_eager(Ballot.branch), joinedload(Ballot.turnout))  # type: ignore[arg-type]
    )


_SEAT = _seats(bindparam("reader")).where(Ballot.id == bindparam("ballot"))  # once


def _concerns(member: Member) -> ColumnElement[bool]:
    """In SQL: on its roll, of the member's own line of branches, or of their office."""
    offices = [is_under(h.branch) for h in member.roles if h.role in SERVING]
    own_line = literal(member.branch.path).startswith(col(Branch.path))
    return or_(col(RollEntry.member_id).is_not(None), own_line, *offices)


def _still_here(member_id: UUID) -> ColumnElement[bool]:
    """In SQL: a member by this id, whose name is told as long as they have not left."""
    return and_(col(Member.id) == member_id, col(Member.left_at).is_(None))


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
