"""Units, and how many people may work in one."""

from sqlmodel import Session, select

from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.editions import must_be
from union.members.events import WorkforceEstimated
from union.members.forms import Workforce, Workplace
from union.members.models import Member, Unit
from union.members.permissions import may_estimate
from union.members.queries import branches_of_city, place_on_offer


def unit_at(db: Session, form: Workplace) -> Unit:
    """The unit of a platform in a city, founded by whoever names it first."""
    place_on_offer(db, form.platform_id, form.city_id)
    place = form.model_dump()
    unit = db.exec(select(Unit).filter_by(**place)).first() or Unit(**place)
    db.add(unit)
    return unit


def look_up(db: Session, officer: Member, form: Workplace) -> Unit:
    """The unit of a platform in a city, for whoever may estimate it."""
    _check(db, officer, form.city_id)
    return unit_at(db, form)


def estimate(db: Session, unit: Unit, officer: Member, form: Workforce) -> None:
    """Say how many work in a unit, on whose word; or that nobody knows any more."""
    _check(db, officer, unit.city_id)
    must_be(db, unit, form.edition)

    unit.sqlmodel_update(form.model_dump(exclude={"edition"}))

    branches = branches_of_city(db, unit.city_id)
    where = branches[0].id if branches else None
    announce(db, WorkforceEstimated(by=officer.id, branch_id=where, unit_id=unit.id))


def _check(db: Session, officer: Member, city_id: str) -> None:
    if not may_estimate(officer, branches_of_city(db, city_id)):
        raise NotAllowed(
            _("Stewards and administrators estimate the cities of their branches.")
        )
