"""The demo's past: rules act now, and the minutes tell when it is said to have been."""

from datetime import datetime

from sqlmodel import Session

from union.core.audit import write_minutes
from union.core.events import Event, announced
from union.core.outbox import post

MANY = 10_000


class Chronicle:
    """What the rules announced, each with its moment, to be minuted in that order."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._told: list[tuple[datetime, Event]] = []

    def happened(self, at: datetime) -> None:
        """All that was announced since the last call is said to have been then."""
        self._db.flush()  # a rule that locks a row reads it anew
        self._told += [(at, event) for event in announced(self._db)]
        announced(self._db).clear()

    def note(self, at: datetime, event: Event) -> None:
        """This is said to have happened then, whoever announced it."""
        self._told.append((at, event))

    def write(self) -> None:
        """Enter everything in the minutes, and leave to the worker what follows."""
        told = sorted(self._told, key=lambda entry: entry[0])
        for place, (at, event) in enumerate(told, start=1):
            write_minutes(self._db, [event], at)
            if place % MANY == 0:
                self._db.flush()  # or all of a large union's past is held in memory
        post(self._db, [event for _, event in self._told])
