"""Who came by whom is a map of people: it is erased when it has served."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from union.members.models import Arrival, Invite, Poster

POSTERS_KEPT = timedelta(days=90)


def forget_edges(db: Session, before: datetime) -> None:
    """Erase who invited whom, and who came by which poster, up to a moment."""
    db.execute(delete(Arrival).where(col(Arrival.came_at) <= before))
    db.execute(delete(Invite).where(col(Invite.made_at) <= before))


def forget_posters(db: Session, before: datetime) -> None:
    """Erase posters that ran out before a moment, unless somebody just came by one."""
    somebody_came = select(Arrival).where(col(Arrival.poster_id) == col(Poster.id))
    ran_out = col(Poster.expires_at) <= before
    db.execute(delete(Poster).where(ran_out, ~somebody_came.exists()))
