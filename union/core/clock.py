"""The guard against a clock that is moved back: what it has told is kept in a row.

Each minute the worker notes the database's present. While the present lies behind what
was noted, nothing opens and nothing closes by the hour; it goes on by itself once the
clock has caught up, or when an operator says that the clock is right now.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from union.core.base import db_now
from union.core.errors import ClockMovedBack
from union.core.i18n import gettext as _
from union.core.pulse import beat, forget_beat, last_beat

CLOCK = "clock"
WARNED = "clock warned"
TOLERATED = timedelta(seconds=2)
HOUR = timedelta(hours=1)

_logger = logging.getLogger(__name__)


def steady_now(db: Session) -> datetime:
    """The database's present, for what opens and closes.

    Raises ClockMovedBack while it lies more than two seconds behind what was noted.
    """
    at, latest = db_now(db), last_beat(db, CLOCK)
    if latest and at < latest - TOLERATED:
        raise ClockMovedBack(
            _(
                "The clock of our server was moved back. Nothing opens or closes until "
                "it is right again. No vote and no signature is lost."
            )
        )
    return at


def note_the_time(db: Session) -> None:
    """Note the present, unless it lies behind what was noted: then warn."""
    at, latest = db_now(db), last_beat(db, CLOCK)
    if latest is None or at >= latest:
        beat(db, CLOCK, at)
        forget_beat(db, WARNED)
    elif at < latest - TOLERATED:
        _warn_hourly(db, at)


def _warn_hourly(db: Session, at: datetime) -> None:
    """Warn at first, each hour, and when the clock was moved back once more."""
    warned = last_beat(db, WARNED)
    if warned and warned <= at < warned + HOUR:
        return
    beat(db, WARNED, at)
    _logger.warning(
        "the clock was moved back: nothing opens or closes before it has caught up, "
        "or `union clock --trust`"
    )


def trust_the_clock(db: Session) -> None:
    """Take the present for right, whatever was noted before."""
    beat(db, CLOCK, db_now(db))
    forget_beat(db, WARNED)
