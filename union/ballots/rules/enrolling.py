"""Entering a roll: everybody who is entitled at one moment, and nobody else.

The rule. A roll is of the one moment at which it is read, and that moment is recorded.
Reading is one statement: the database shows it the members, branches and upheld
objections as they stood when it began, whatever is being changed meanwhile. What was
read is kept, so that entering it page by page, even after a dead worker, adds nobody
and leaves out nobody; who joins, leaves, moves or is suspended later is on the roll or
not as they stood at that moment.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, or_, true, update
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from union.ballots.events import RollDecided, RollFrozen, RollGivenUp, RollMoved
from union.ballots.models import (
    Ballot,
    Consent,
    Objection,
    RollEntry,
    RollReading,
    Step,
    Trouble,
)
from union.ballots.rules.digest import digest
from union.ballots.rules.lock import lock
from union.core.base import db_now
from union.core.errors import Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Branch, Member
from union.members.queries import is_full_member, is_under

SMALLEST_CONFIDENTIAL = 10
AT_ONCE = 2_000  # entered within a request; beyond, the worker does it
A_PAGE = 2_000  # entered within one unit of work of the worker: some ten milliseconds
BYTES = 16


@dataclass(frozen=True)
class Reading:
    """Whoever was entitled at a moment: sixteen bytes each, in the order of ids."""

    at: datetime
    ids: bytes

    @property
    def size(self) -> int:
        return len(self.ids) // BYTES

    @property
    def members(self) -> list[UUID]:
        return self.page(0, self.size)

    def page(self, start: int, most: int) -> list[UUID]:
        """So many of them at most, from this place on."""
        stop = min(start + most, self.size)
        places = range(start * BYTES, stop * BYTES, BYTES)
        return [UUID(bytes=self.ids[place : place + BYTES]) for place in places]


def is_large(db: Session, ballot: Ballot, at: datetime) -> bool:
    """Whether more are entitled than a request should enter; counts no further."""
    some = _entitled(ballot, at).limit(AT_ONCE + 1).subquery()
    return db.exec(select(func.count()).select_from(some)).one() > AT_ONCE


def enrol_at_once(db: Session, ballot: Ballot, member: Member) -> None:
    """Read, enter and freeze a roll in this transaction."""
    reading = read_roll(db, ballot)
    if is_too_small(ballot, reading):
        raise Refused(
            _(
                "A confidential ballot needs at least ten on its roll: among fewer, "
                "the result would show who voted how. Make it a named ballot instead."
            )
        )
    _enter_whole(db, ballot, reading, member.id)


def enter_whole(db: Session, ballot: Ballot) -> None:
    """Do in this transaction what the worker would do: where nobody else writes."""
    by = _second_hand(db, ballot)
    db.execute(delete(RollReading).where(col(RollReading.ballot_id) == ballot.id))
    _enter_whole(db, ballot, read_roll(db, ballot), by)


def leave_to_the_worker(db: Session, ballot: Ballot, member: Member) -> None:
    """Let the worker find a roll to read and to enter."""
    db.add(RollReading(ballot_id=ballot.id))

    announce(
        db,
        RollDecided(by=member.id, branch_id=ballot.branch_id, ballot_id=ballot.id),
    )


def read_roll(db: Session, ballot: Ballot) -> Reading:
    """Everybody who is entitled at this moment, by one statement."""
    at = db_now(db)
    found = db.exec(_entitled(ballot, at).execution_options(yield_per=10_000))
    return Reading(at, b"".join(sorted(one.bytes for one in found)))


def is_too_small(ballot: Ballot, reading: Reading) -> bool:
    """Whether a result would tell too much about so few."""
    return ballot.is_confidential and reading.size < SMALLEST_CONFIDENTIAL


def keep_reading(db: Session, ballot: Ballot, reading: Reading) -> None:
    """Keep what was read, to be entered. Who comes second finds the first's."""
    lock(db, ballot)
    kept = db.get(RollReading, ballot.id)
    if kept is None or kept.read_at:
        return
    if is_too_small(ballot, reading):
        give_up(db, ballot, Trouble.FEW)
        return
    kept.read_at, kept.ids, kept.size = reading.at, reading.ids, reading.size


def kept_reading(db: Session, ballot_id: UUID) -> tuple[Reading, int] | None:
    """What was read, and how many of them have been entered; None: nothing yet."""
    asked = select(RollReading.read_at, RollReading.ids, RollReading.entered)
    found = db.exec(asked.where(RollReading.ballot_id == ballot_id)).first()
    if found is None or found[0] is None or found[1] is None:
        return None
    return Reading(found[0], found[1]), found[2]


def enter_page(db: Session, ballot: Ballot, reading: Reading, start: int) -> bool:
    """Enter those who come next; False if another has done so, or nobody wants it."""
    page = reading.page(start, A_PAGE)
    claimed = db.execute(
        update(RollReading)
        .where(
            col(RollReading.ballot_id) == ballot.id,
            col(RollReading.read_at) == reading.at,
            col(RollReading.entered) == start,
        )
        .values(entered=start + len(page))
        .returning(col(RollReading.ballot_id))
    )
    if claimed.first() is None:
        return False
    _enter(db, ballot.id, page)

    announce(db, RollMoved(by=None, branch_id=ballot.branch_id, ballot_id=ballot.id))
    return True


def hash_of_entered(db: Session, ballot: Ballot) -> str:
    """The hash of the rows as they stand in the table."""
    on_roll = (
        select(RollEntry.member_id)
        .where(RollEntry.ballot_id == ballot.id)
        .order_by(col(RollEntry.member_id))
        .execution_options(yield_per=10_000)
    )
    return digest(ballot.id, db.exec(on_roll))


def fix(db: Session, ballot: Ballot, reading: Reading, hashed: str) -> None:
    """Freeze a roll that has been entered whole, in the name of the second hand."""
    lock(db, ballot)
    kept = db.get(RollReading, ballot.id)
    if kept is None or kept.entered < reading.size:
        return
    db.delete(kept)
    _fix(db, ballot, reading, hashed, _second_hand(db, ballot))


def begin_again(db: Session, ballot: Ballot) -> None:
    """Let a roll be read anew; its pages have been struck."""
    kept = db.get(RollReading, ballot.id)
    if kept:
        kept.read_at, kept.ids, kept.size, kept.entered = None, None, 0, 0


def is_late(db: Session, ballot: Ballot) -> bool:
    """Whether its hour of closing came before its roll was frozen."""
    return db_now(db) >= ballot.closes_at


def strike_page(db: Session, ballot: Ballot) -> bool:
    """Take away a page of a roll that is given up; False if nothing is left of it."""
    on_it = select(RollEntry.member_id).where(RollEntry.ballot_id == ballot.id)
    some = list(db.exec(on_it.limit(A_PAGE)))
    theirs = (
        col(RollEntry.ballot_id) == ballot.id,
        col(RollEntry.member_id).in_(some),
    )
    db.execute(delete(RollEntry).where(*theirs))
    return bool(some)


def give_up(db: Session, ballot: Ballot, trouble: Trouble) -> None:
    """Make the roll provisional again and void both hands; say why on the page."""
    lock(db, ballot)
    if ballot.roll_frozen_at or ballot.roll_decided_at is None:
        return

    ballot.roll_decided_at, ballot.roll_trouble = None, trouble
    for table in (RollReading, RollEntry):
        db.execute(delete(table).where(col(table.ballot_id) == ballot.id))
    hands = col(Consent.ballot_id) == ballot.id, col(Consent.step) == Step.FREEZE
    db.execute(delete(Consent).where(*hands))

    announce(db, RollGivenUp(by=None, branch_id=ballot.branch_id, ballot_id=ballot.id))


def is_entitled(ballot: Ballot, at: datetime) -> ColumnElement[bool]:
    """In SQL, of a member joined with their branch: a full one, or one upheld.

    Whoever manages others is neither.
    """
    upheld = select(Objection.member_id).where(
        Objection.ballot_id == ballot.id, col(Objection.upheld).is_(true())
    )
    return and_(
        col(Member.manages_since).is_(None),
        or_(
            and_(is_full_member(at), is_under(ballot.branch)),
            and_(col(Member.id).in_(upheld), col(Member.left_at).is_(None)),
        ),
    )


def _entitled(ballot: Ballot, at: datetime) -> SelectOfScalar[UUID]:
    of_branch = select(Member.id).join(Branch, col(Branch.id) == col(Member.branch_id))
    return of_branch.where(is_entitled(ballot, at))


def _enter_whole(db: Session, ballot: Ballot, reading: Reading, by: UUID) -> None:
    for start in range(0, reading.size, A_PAGE):
        _enter(db, ballot.id, reading.page(start, A_PAGE))
    _fix(db, ballot, reading, digest(ballot.id, reading.members), by)


def _enter(db: Session, ballot_id: UUID, page: list[UUID]) -> None:
    rows = [{"ballot_id": ballot_id, "member_id": one, "voted": False} for one in page]
    if rows:
        db.execute(insert(RollEntry), rows)


def _second_hand(db: Session, ballot: Ballot) -> UUID:
    """Whose word decided it: the later of the two."""
    given = select(Consent.member_id).where(
        Consent.ballot_id == ballot.id, Consent.step == Step.FREEZE
    )
    return db.exec(given.order_by(col(Consent.given_at).desc()).limit(1)).one()


def _fix(db: Session, ballot: Ballot, reading: Reading, hashed: str, by: UUID) -> None:
    ballot.roll_size, ballot.roll_digest = reading.size, hashed
    ballot.roll_frozen_at = reading.at

    announce(db, RollFrozen(by=by, branch_id=ballot.branch_id, ballot_id=ballot.id))
