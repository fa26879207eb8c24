"""What the clock brings to petitions, and what follows from who leaves."""

from sqlmodel import Session

from union.core.db import burn_the_log
from union.core.events import on
from union.core.jobs import every_minute
from union.core.outbox import surely
from union.members.events import MemberErased
from union.petitions import rules
from union.petitions.events import SignerForgotten


@every_minute
def close_petitions(db: Session) -> None:
    """Close what has come to its hour."""
    rules.close_due(db)


@surely(MemberErased)
def forget_the_signer(db: Session, event: MemberErased) -> None:
    """Turn names off and take words away."""
    rules.forget_signer(db, event.member_id)


@on(SignerForgotten)
def burn_the_words(_event: SignerForgotten) -> None:
    """Leave no copy of them in the database's log either."""
    burn_the_log()
