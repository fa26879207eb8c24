"""How every change makes a version: one at a time, and never of a frozen text."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import LANGUAGES
from union.core.i18n import gettext as _
from union.demands.events import DemandChanged
from union.demands.models import Act, Demand, Fixing, Text, Version
from union.demands.permissions import may_edit
from union.members.models import Member


def take(db: Session, demand: Demand, member: Member) -> None:
    """Lock the document for one change by somebody who may make it."""
    if not may_edit(member, demand):
        raise NotAllowed(_("Stewards and representatives of the branch write demands."))
    lock(db, demand)
    if standing_fixing(db, demand):
        raise Refused(_("The text is frozen. Open it for changes first."))


def lock(db: Session, demand: Demand) -> None:
    """Let nobody else change the document meanwhile, and read it again."""
    row = select(Demand).where(Demand.id == demand.id).with_for_update()
    db.exec(row.execution_options(populate_existing=True)).one()


def standing_fixing(db: Session, demand: Demand) -> Fixing | None:
    """The text fixed for a decision, if one is, read again behind the lock."""
    fixed = select(Fixing).where(
        Fixing.demand_id == demand.id, col(Fixing.lifted_at).is_(None)
    )
    again = fixed.execution_options(populate_existing=True)
    return db.exec(again).one_or_none()


def turn(
    db: Session, demand: Demand, by: Member, act: Act, clause_id: UUID | None = None
) -> int:
    """Begin the next version of the document; say its number."""
    demand.version += 1
    db.add(_version(demand, by, act, clause_id, db_now(db)))
    announce(
        db,
        DemandChanged(
            by=by.id,
            branch_id=demand.branch_id,
            demand_id=demand.id,
            version=demand.version,
        ),
    )
    return demand.version


def first(db: Session, demand: Demand, by: Member) -> None:
    """Enter the first version of the document."""
    db.add(_version(demand, by, Act.BEGUN, None, demand.drafted_at))


def _version(
    demand: Demand, by: Member, act: Act, clause_id: UUID | None, at: datetime
) -> Version:
    return Version(
        demand_id=demand.id,
        number=demand.version,
        act=act,
        clause_id=clause_id,
        author_id=by.id,
        at=at,
    )


def check_base(base: int, version: int) -> None:
    """Refuse a change that was written over a version that is no longer the last."""
    if base != version:
        raise Refused(
            _(
                "Somebody saved this text while you were writing. Nothing you typed is "
                "lost: compare both below, then save again."
            )
        )


def check_words(text: Text, *needed: str) -> None:
    """Refuse a text that lacks a part in every language, or in one that was begun."""
    begun = [code for code in LANGUAGES if any(text.side(code).values())]
    problems = {
        f"{part}_{code}": _("Fill this in.")
        for code in begun or LANGUAGES[:1]
        for part in needed
        if not text.said(part, code)
    }
    if problems:
        raise Invalid(_("Please check what you entered."), problems)
