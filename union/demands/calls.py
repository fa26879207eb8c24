"""What demands ask of those who serve a branch, on the Today page."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from sqlmodel import Session

from union.core import i18n
from union.demands.models import State
from union.demands.queries import Standing
from union.demands.waiting import waiting_for
from union.law import asked
from union.law.asked import Asked
from union.members.calls import Call, asks
from union.members.models import Member


@asks
def demands_to_carry_on(db: Session, member: Member, at: datetime) -> Iterable[Call]:
    """Frozen texts without a ballot, and ratified ones whose letter has not left."""
    for standing in waiting_for(db, member):
        yield Call(
            template="demands/_call.html",
            urgent_by=_urgent_by(standing, at),
            context={
                "standing": standing,
                "is_ratified": standing.state is State.RATIFIED,
                "service": service_of(standing),
            },
        )


def service_of(standing: Standing) -> Asked | None:
    """By when a ratified demand is to be handed over, if the law says so."""
    decided = standing.fixing.decided_at if standing.fixing else None
    if decided is None:
        return None
    return asked.deadline(asked.HELD, decided.astimezone(i18n.zone.get()).date())


def _urgent_by(standing: Standing, at: datetime) -> datetime:
    service = service_of(standing)
    if service is None:
        return at
    zone = i18n.zone.get()
    return datetime.combine(service.deadline.day, time.max, zone).astimezone(UTC)
