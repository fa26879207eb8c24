"""What the worker does with ballot files, and who hears how far it has come.

Counting happens outside of every unit of work: nobody waits for it, and if the worker
dies in the middle, the count is begun again from the file.
"""

import logging
import time
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from union.core.db import unit_of_work, wake_the_worker
from union.core.events import on
from union.core.jobs import at_leisure, catch_breath
from union.core.live.wire import revise
from union.counting.errors import NotCountable
from union.counting.rules import count_file
from union.counts import rules
from union.counts.events import CountAsked, CountEvent, CountFinished, CountMoved
from union.counts.models import BallotCount
from union.counts.queries import file_of, waiting_counts

NEWS: tuple[type[CountEvent], ...] = (CountMoved, CountFinished)
TELL_EVERY = 1.0  # second

_logger = logging.getLogger(__name__)


@on(CountAsked)
def begin(_event: CountAsked) -> None:
    wake_the_worker()


def show_how_far(event: CountEvent) -> None:
    revise("count", event.count_id)


for kind in NEWS:
    on(kind)(show_how_far)


class Teller:
    """Tells open pages how far a count is, once a second at most."""

    def __init__(self, count_id: UUID) -> None:
        self.count_id, self.told_at = count_id, time.monotonic()

    def tell(self, done: int, whole: int) -> None:
        catch_breath()
        if time.monotonic() - self.told_at < TELL_EVERY:
            return
        with unit_of_work() as db:
            rules.note_progress(db, self.count_id, done, whole)
        self.told_at = time.monotonic()


@at_leisure
def count_files() -> None:
    """Count what has been asked for. A file that cannot be counted stops no other."""
    with unit_of_work(writes=False) as db:
        waiting = waiting_counts(db)
    for count_id in waiting:
        try:
            _count(count_id)
        except OperationalError:
            raise  # the database is away, not the file wrong: again in a minute
        except NotCountable as error:
            _give_up(count_id, str(error))
        except Exception as error:
            kind = type(error).__name__  # its words may be somebody's name
            _logger.error("a ballot file cannot be counted", extra={"thing": kind})
            _give_up(count_id, kind)


def _count(count_id: UUID) -> None:
    with unit_of_work(writes=False) as db:
        count = db.get_one(BallotCount, count_id)
        asked: tuple[str, int | None, dict[str, Any]]
        asked = count.rule, count.seats, count.options
        content = file_of(db, count)
    report = count_file(content, *asked, progress=Teller(count_id).tell)
    with unit_of_work() as db:
        rules.finish(db, count_id, report)


def _give_up(count_id: UUID, trouble: str) -> None:
    with unit_of_work() as db:
        rules.give_up(db, count_id, trouble)
