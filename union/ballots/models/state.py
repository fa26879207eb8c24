"""Where a ballot stands: derived from what has happened to it, and the hour."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """Where a ballot stands, derived from what has happened."""

    PREPARED = "prepared"  # the roll is provisional
    FREEZING = "freezing"  # two have decided, the worker enters the roll
    FROZEN = "frozen"
    CLEARED = "cleared"  # two have opened it, its hour has not come
    OPEN = "open"
    COUNTING = "counting"  # its hour is over, the count is not yet done
    CLOSED = "closed"


class Moments(Protocol):
    """What has happened to a ballot, and when it is planned to be open."""

    opens_at: datetime
    closes_at: datetime
    roll_decided_at: datetime | None
    roll_frozen_at: datetime | None
    cleared_at: datetime | None
    closed_at: datetime | None


def state_at(ballot: Moments, at: datetime) -> State:
    """Where a ballot, or its row, stands at a moment."""
    if ballot.closed_at:
        return State.CLOSED
    if ballot.roll_frozen_at is None:
        return State.FREEZING if ballot.roll_decided_at else State.PREPARED
    if ballot.cleared_at is None:
        return State.FROZEN
    if at < ballot.opens_at:
        return State.CLEARED
    return State.OPEN if at < ballot.closes_at else State.COUNTING
