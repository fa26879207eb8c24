"""What the worker finds in a list, written down step by step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from union.core.events import announce
from union.members.events import ImportMoved
from union.members.models import Import, Stage


def note_progress(db: Session, import_id: UUID, stage: Stage, done: int) -> bool:
    """Move the bar; False if nobody wants this list worked on any more."""
    moved = update(Import).where(
        col(Import.id) == import_id, col(Import.stage) == stage
    )
    found = db.execute(moved.values(done=done).returning(col(Import.branch_id))).first()
    if found is None:
        return False
    announce(db, ImportMoved(by=None, branch_id=found[0], import_id=import_id))
    return True


def keep_findings(db: Session, import_id: UUID, found: dict[str, Any]) -> None:
    """Show the organiser what was found, to be decided about."""
    batch = db.get(Import, import_id, with_for_update=True)
    if batch is None or batch.stage not in (Stage.CHECKING, Stage.ENTERING):
        return

    batch.found, batch.done, batch.stage = found, batch.lines, Stage.CHECKED

    announce(db, _moved(batch))


def give_up(db: Session, import_id: UUID, trouble: str) -> None:
    """Say that this list cannot be worked on; the kind of what went wrong is kept."""
    batch = db.get(Import, import_id, with_for_update=True)
    if batch is None or batch.stage in (Stage.ENTERED, Stage.FAILED):
        return

    batch.stage, batch.trouble = Stage.FAILED, trouble
    forget_people(batch)

    announce(db, _moved(batch))


def forget_people(batch: Import) -> None:
    """Keep of a list that it came, and nothing of those who stood on it."""
    batch.sealed = None
    batch.heads, batch.columns = [], {}
    batch.found = {
        name: value for name, value in batch.found.items() if isinstance(value, int)
    }
    batch.choices = {}


def forget_old(db: Session, before: datetime) -> None:
    """A list that came before a moment is gone, whatever became of it."""
    old = select(Import).where(
        col(Import.sealed).is_not(None), col(Import.sent_at) <= before
    )
    for batch in db.exec(old):
        if batch.stage != Stage.ENTERED:
            batch.stage, batch.trouble = Stage.FAILED, "expired"
        forget_people(batch)


def _moved(batch: Import) -> ImportMoved:
    return ImportMoved(by=None, branch_id=batch.branch_id, import_id=batch.id)
