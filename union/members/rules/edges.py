"""Who came by whom is a map of people: it is erased when it has served."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from union.members.models import EDGES_KEPT, Arrival, Invite, Poster

POSTERS_KEPT = timedelta(days=90)


def forget_edges(db: Session, at: datetime) -> None:
    """Erase who invited whom after 30 days, and posters long after their last day."""
    db.execute(delete(Arrival).where(col(Arrival.came_at) <= at - EDGES_KEPT))
    db.execute(delete(Invite).where(col(Invite.made_at) <= at - EDGES_KEPT))
    somebody_came = select(Arrival).where(col(Arrival.poster_id) == col(Poster.id))
    db.execute(
        delete(Poster).where(
            col(Poster.expires_at) <= at - POSTERS_KEPT, ~somebody_came.exists()
        )
    )
