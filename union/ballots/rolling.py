"""What the worker does with large rolls: read, enter, compare, freeze.

Reading and comparing happen outside of the write lock; a page is entered in a unit of
work of its own, and others have the lock as long as we had it. If the worker dies, what
was read and how far it was entered stand in the database, and the next one goes on.
"""

import logging
import time
from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from union.ballots import rules
from union.ballots.models import Ballot, Trouble
from union.ballots.queries import rolls_to_enter
from union.ballots.rules import enrolling
from union.ballots.rules.enrolling import Reading
from union.core.db import unit_of_work
from union.core.jobs import at_leisure

_logger = logging.getLogger(__name__)


@at_leisure
def enter_rolls() -> None:
    """Freeze every roll that two have decided on. One that fails stops no other."""
    with unit_of_work(writes=False) as db:
        waiting = rolls_to_enter(db)
    for ballot_id in waiting:
        try:
            _enter(ballot_id)
        except Exception:
            _logger.exception("the roll of a ballot is not entered")


def _enter(ballot_id: UUID) -> None:
    if _is_late(ballot_id):
        _give_up(ballot_id)
        return
    found = _read(ballot_id)
    if found is None:
        return
    reading, start = found
    while start < reading.size and not _is_late(ballot_id):
        if not _enter_page(ballot_id, reading, start):
            return
        start += enrolling.A_PAGE
    _finish(ballot_id, reading)


def _is_late(ballot_id: UUID) -> bool:
    with unit_of_work(writes=False) as db:
        return enrolling.is_late(db, db.get_one(Ballot, ballot_id))


def _read(ballot_id: UUID) -> tuple[Reading, int] | None:
    """What is to be entered and where to go on; None if it was too small."""
    with unit_of_work(writes=False) as db:
        kept = enrolling.kept_reading(db, ballot_id)
        if kept:
            return kept
        reading = enrolling.read_roll(db, db.get_one(Ballot, ballot_id))
    _strike(ballot_id)  # what another left behind that was given up
    with unit_of_work() as db:
        enrolling.keep_reading(db, db.get_one(Ballot, ballot_id), reading)
    with unit_of_work(writes=False) as db:
        return enrolling.kept_reading(db, ballot_id)


def _enter_page(ballot_id: UUID, reading: Reading, start: int) -> bool:
    return _in_turn(
        ballot_id, lambda db, ballot: enrolling.enter_page(db, ballot, reading, start)
    )


def _finish(ballot_id: UUID, reading: Reading) -> None:
    if _is_late(ballot_id):
        _give_up(ballot_id)
        return
    hashed = rules.digest(ballot_id, reading.members)
    with unit_of_work(writes=False) as db:
        entered = enrolling.hash_of_entered(db, db.get_one(Ballot, ballot_id))
    if entered != hashed:
        _begin_again(ballot_id)
        return
    with unit_of_work() as db:
        enrolling.fix(db, db.get_one(Ballot, ballot_id), reading, hashed)


def _give_up(ballot_id: UUID) -> None:
    _strike(ballot_id)
    with unit_of_work() as db:
        enrolling.give_up(db, db.get_one(Ballot, ballot_id), Trouble.LATE)


def _begin_again(ballot_id: UUID) -> None:
    _logger.error("the roll of a ballot is not what was read: again")
    _strike(ballot_id)
    with unit_of_work() as db:
        enrolling.begin_again(db, db.get_one(Ballot, ballot_id))


def _strike(ballot_id: UUID) -> None:
    while _in_turn(ballot_id, enrolling.strike_page):
        pass


def _in_turn(ballot_id: UUID, step: Callable[[Session, Ballot], bool]) -> bool:
    """Take one step, then leave the write lock to others for as long as it took."""
    began = time.monotonic()
    with unit_of_work() as db:
        goes_on = step(db, db.get_one(Ballot, ballot_id))
    time.sleep(time.monotonic() - began)
    return goes_on
