"""One version of a demand, as a ballot points to it."""

from uuid import UUID

from sqlalchemy import and_, bindparam
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.ballots.models import RollEntry
from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.demands.models import Demand, Fixing
from union.demands.permissions import may_see
from union.members.models import Member

LAST = 2**31 - 1  # that a database can be asked for

_OF_VERSION = (  # built once
    select(Demand, Fixing)
    .outerjoin(
        Fixing,
        and_(
            col(Fixing.demand_id) == Demand.id,
            col(Fixing.version) == bindparam("version"),
        ),
    )
    .where(Demand.id == bindparam("demand"))
    .options(joinedload(Demand.branch))  # type: ignore[arg-type]  # SQLModel types a column as its value
)


def version_for(
    db: Session, member: Member, demand_id: UUID, number: int
) -> tuple[Demand, Fixing | None]:
    """The demand and how this version was frozen, also if it was opened again since.

    Whoever is on the roll of its ballot reads it, from whatever branch they vote.
    """
    about = {"demand": demand_id, "version": min(number, LAST)}
    found = db.exec(_OF_VERSION, params=about).one_or_none()
    if found is None or not (
        may_see(member, found[0].branch) or _is_asked(db, member, found[1])
    ):
        raise NotFound(_("There is no such demand."))
    if not 1 <= number <= found[0].version:
        raise NotFound(_("There is no such version."))
    return found[0], found[1]


def _is_asked(db: Session, member: Member, fixing: Fixing | None) -> bool:
    if fixing is None or fixing.ballot_id is None:
        return False
    return db.get(RollEntry, (fixing.ballot_id, member.id)) is not None
