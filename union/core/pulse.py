"""The worker's pulse: when it last came round, so that an operator sees it stop."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from union.core.base import now


class Pulse(SQLModel, table=True):
    """One line for each kind of worker, written over each minute."""

    worker: str = Field(primary_key=True, max_length=40)
    at: datetime


def beat(db: Session, worker: str = "worker", at: datetime | None = None) -> None:
    """Say that this worker is alive."""
    db.merge(Pulse(worker=worker, at=at or now()))


def last_beat(db: Session, worker: str = "worker") -> datetime | None:
    """When this worker was last alive, if it ever was."""
    pulse = db.get(Pulse, worker)
    return pulse.at if pulse else None


def forget_beat(db: Session, worker: str) -> None:
    """Say that there is no such worker any more."""
    if pulse := db.get(Pulse, worker):
        db.delete(pulse)
