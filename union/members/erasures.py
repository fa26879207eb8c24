"""Who is to be erased again if an older copy comes back: a file of ids, and no more.

It lies apart from the database and its copies, which it outlives. An id was drawn at
random and names nobody; beside a copy it names who left, so the two are kept apart.
"""

import os
from pathlib import Path
from uuid import UUID


def note(path: Path, member_id: UUID) -> None:
    """Add an id, so that a power cut does not take it. Twice does no harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"\n{member_id}\n".encode())  # the line before may be torn
        os.fsync(handle)
    finally:
        os.close(handle)


def noted(path: Path) -> list[UUID]:
    """Every id once. A line that was cut off, by a full disk, counts for nothing."""
    lines = path.read_text("ascii", errors="replace").split()
    return list(dict.fromkeys(UUID(line) for line in lines if _is_an_id(line)))


def _is_an_id(line: str) -> bool:
    try:
        return str(UUID(line)) == line
    except ValueError:
        return False
