"""Roles: granting and taking back takes two; a holder lays a role down alone."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.errors import NotAllowed, NotFound, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.events import (
    RoleDeclined,
    RoleGranted,
    RoleLaidDown,
    RoleProposed,
    RoleTakenBack,
)
from union.members.forms import NewRole, Reason
from union.members.models import (
    PROPOSAL_LASTS,
    Branch,
    HeldRole,
    Member,
    RoleProposal,
)
from union.members.permissions import may_decide, may_shape
from union.members.queries import branch_to_choose, branch_to_shape, has_seconder
from union.members.rules.fitness import check_fitness
from union.members.rules.offices import end, hold


def propose(
    db: Session, member: Member, officer: Member, form: NewRole
) -> RoleProposal:
    """Ask for a second to grant somebody a role."""
    branch = _shaped(db, officer, form.branch_id)
    _check_parties(db, branch, officer, member.id)
    check_fitness(db, member, form.role, branch)

    return _put_forward(
        db,
        RoleProposal(
            member_id=member.id,
            role=form.role,
            branch_id=branch.id,
            reason=form.reason,
            proposed_by=officer.id,
        ),
    )


def propose_taking_back(
    db: Session, held: HeldRole, officer: Member, form: Reason
) -> RoleProposal:
    """Ask for a second to take a role back from its holder."""
    branch = _shaped(db, officer, held.branch_id)
    _check_parties(db, branch, officer, held.member_id)

    return _put_forward(
        db,
        RoleProposal(
            member_id=held.member_id,
            role=held.role,
            branch_id=branch.id,
            takes_back=True,
            reason=form.reason,
            proposed_by=officer.id,
        ),
    )


def second(db: Session, proposal: RoleProposal, officer: Member) -> None:
    """Agree, as the other of the two: the role is held, or held no more, from now on.

    All that was true when it was proposed must be true still.
    """
    if not may_decide(officer, proposal):
        raise NotAllowed(
            _("Another administrator decides: neither who proposed it nor whose it is.")
        )
    branch = _shaped(db, officer, proposal.branch_id)
    if not may_shape(db.get_one(Member, proposal.proposed_by), branch):
        raise Refused(
            _("Whoever proposed this is no longer an administrator. Propose it anew.")
        )
    if not proposal.takes_back:
        check_fitness(db, proposal.member, proposal.role, branch)

    _decide(db, proposal, officer, is_granted=True)
    if proposal.takes_back:
        _take_back(db, proposal, officer)
    else:
        _grant(db, proposal, officer)


def decline(db: Session, proposal: RoleProposal, officer: Member) -> None:
    """Say no as the second, or think better of it as the first."""
    if not may_decide(officer, proposal) and officer.id != proposal.proposed_by:
        raise NotAllowed(
            _("Another administrator decides: neither who proposed it nor whose it is.")
        )

    _decide(db, proposal, officer, is_granted=False)

    announce(
        db,
        RoleDeclined(
            by=officer.id,
            branch_id=proposal.branch_id,
            proposal_id=proposal.id,
            member_id=proposal.member_id,
        ),
    )


def lay_down(db: Session, held: HeldRole, member: Member) -> None:
    """Give a role up. It takes nobody's consent."""
    if held.member_id != member.id:
        raise NotFound(_("Nobody holds this role any more."))
    told = RoleLaidDown(
        by=member.id, branch_id=held.branch_id, member_id=member.id, role=held.role
    )

    end(db, held)

    announce(db, told)


def _shaped(db: Session, officer: Member, branch_id: UUID) -> Branch:
    """The branch, if it is open and this officer's; no other can be told from none."""
    branch_to_shape(db, officer, branch_id)
    return branch_to_choose(db, branch_id)


def _check_parties(
    db: Session, branch: Branch, officer: Member, member_id: UUID
) -> None:
    if officer.id == member_id:
        raise NotAllowed(_("Nobody decides about a role of their own."))
    if not has_seconder(db, branch, {officer.id, member_id}):
        raise Refused(
            _(
                "Granting takes two, and nobody else here could be the second. Whoever "
                "runs the server can appoint another administrator of the union."
            )
        )


def _put_forward(db: Session, proposal: RoleProposal) -> RoleProposal:
    same = select(RoleProposal).where(
        RoleProposal.member_id == proposal.member_id,
        RoleProposal.role == proposal.role,
        RoleProposal.branch_id == proposal.branch_id,
        col(RoleProposal.decided_at).is_(None),
    )
    if db.exec(same).first():
        raise Refused(_("This is proposed already, and waits for the second."))

    db.add(proposal)

    announce(
        db,
        RoleProposed(
            by=proposal.proposed_by,
            branch_id=proposal.branch_id,
            proposal_id=proposal.id,
            member_id=proposal.member_id,
        ),
    )
    return proposal


def _decide(
    db: Session, proposal: RoleProposal, officer: Member, *, is_granted: bool
) -> None:
    """Write down what was decided, unless somebody else has or it is too late."""
    at = db_now(db)
    waiting = (
        update(RoleProposal)
        .where(
            col(RoleProposal.id) == proposal.id,
            col(RoleProposal.decided_at).is_(None),
            col(RoleProposal.proposed_at) > at - PROPOSAL_LASTS,
        )
        .values(decided_by=officer.id, decided_at=at, is_granted=is_granted)
        .returning(col(RoleProposal.id))
    )
    if db.execute(waiting).first() is None:
        raise Refused(_("This proposal waits no more: it was decided, or lapsed."))


def _grant(db: Session, proposal: RoleProposal, officer: Member) -> None:
    hold(
        db,
        HeldRole(
            member_id=proposal.member_id,
            role=proposal.role,
            branch_id=proposal.branch_id,
            granted_by=proposal.proposed_by,
            seconded_by=officer.id,
        ),
    )
    announce(db, RoleGranted(**_about(proposal, officer)))


def _take_back(db: Session, proposal: RoleProposal, officer: Member) -> None:
    place = {"member_id": proposal.member_id, "role": proposal.role}
    theirs = select(HeldRole).filter_by(**place, branch_id=proposal.branch_id)
    held = db.exec(theirs).first()
    if held is None:
        raise Refused(_("Nobody holds this role any more."))
    end(db, held)
    announce(db, RoleTakenBack(**_about(proposal, officer)))


def _about(proposal: RoleProposal, officer: Member) -> dict[str, Any]:
    """What the minutes say of what two have decided."""
    return {
        "by": officer.id,
        "branch_id": proposal.branch_id,
        "member_id": proposal.member_id,
        "role": proposal.role,
    }
