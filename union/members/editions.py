"""Which edition of a row somebody had before them when they changed it.

A form carries a digest of the values it was filled with. Whoever comes second is told
that the row has moved on, and overwrites nothing unseen.
"""

from hashlib import sha256

from sqlmodel import Session, SQLModel

from union.core.errors import Refused
from union.core.i18n import gettext as _


def edition(row: SQLModel) -> str:
    """A digest of everything the row says."""
    said = [str(getattr(row, name)) for name in sorted(type(row).model_fields)]
    return sha256(repr(said).encode()).hexdigest()[:16]


def must_be(db: Session, row: SQLModel, known: str) -> None:
    """Read the row again, keep it as it is, and refuse a change to an older edition."""
    db.refresh(row, with_for_update={"key_share": True, "of": type(row)})
    if edition(row) != known:
        raise Refused(_("Someone was faster. Look again, then decide."))
