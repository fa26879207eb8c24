"""What the clock brings to petitions."""

from sqlmodel import Session

from union.core.jobs import every_minute
from union.petitions import rules


@every_minute
def close_petitions(db: Session) -> None:
    """Close what has come to its hour."""
    rules.close_due(db)
