"""Freezing a text for a decision, and opening it for changes again."""

from sqlmodel import Session

from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.demands.canon import digest
from union.demands.events import DemandFrozen, DemandReopened
from union.demands.models import Act, Demand, Fixing, FreezeForm
from union.demands.permissions import may_decide
from union.demands.queries import clauses_of, standing_of
from union.demands.rules.versions import lock, standing_fixing, take, turn
from union.members.models import Member


def freeze(db: Session, demand: Demand, member: Member, form: FreezeForm) -> Fixing:
    """Fix the text that was read, in all its languages, under a hash."""
    if not may_decide(member, demand):
        raise NotAllowed(_("A representative of the branch freezes the text."))
    take(db, demand, member)
    if form.version != demand.version:
        raise Refused(_("The text has changed since you read it. Read it again."))
    frame = standing_of(db, demand).frame
    clauses = clauses_of(db, demand.id, demand.version)
    if not clauses:
        raise Refused(_("There is nothing to freeze: write at least one clause."))
    if any(text.stale for text in (frame, *clauses)):
        raise Refused(
            _("Some texts are stale. Update or confirm them in every language first.")
        )

    fixing = Fixing(
        demand_id=demand.id,
        union_id=demand.branch.union_id,
        version=demand.version,
        digest=digest(demand, frame, clauses),
        at=db_now(db),
        by=member.id,
    )
    db.add(fixing)

    announce(
        db,
        DemandFrozen(by=member.id, branch_id=demand.branch_id, demand_id=demand.id),
    )
    return fixing


def reopen(db: Session, demand: Demand, member: Member) -> None:
    """Open a frozen text for changes: what follows is a new version."""
    if not may_decide(member, demand):
        raise NotAllowed(_("A representative of the branch opens the text again."))
    lock(db, demand)
    fixing = standing_fixing(db, demand)
    if fixing is None:
        return
    if fixing.serial:
        raise Refused(
            _("The members ratified this text. Other words are another demand.")
        )
    if fixing.ballot_id and not fixing.decided_at:
        raise Refused(_("A ballot on this text is under way. Wait for its result."))

    fixing.lifted_at = db_now(db)
    turn(db, demand, member, Act.REOPENED)

    announce(
        db,
        DemandReopened(by=member.id, branch_id=demand.branch_id, demand_id=demand.id),
    )
