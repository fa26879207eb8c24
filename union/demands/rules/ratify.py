"""Putting a frozen text to the members, and what follows from their answer."""

from uuid import UUID

from sqlmodel import Session

from union.ballots.models import Ballot, Kind, Proposal
from union.ballots.queries import outcome
from union.ballots.result import Decision, Result
from union.ballots.rules import draft as draft_ballot
from union.core import i18n
from union.core.errors import Refused
from union.core.events import announce
from union.core.i18n import LANGUAGES, speaking
from union.core.i18n import gettext as _
from union.demands.events import (
    DemandRatified,
    DemandRefused,
    RatificationCalled,
    RatificationLapsed,
)
from union.demands.models import Demand, Fixing, Frame
from union.demands.models.call import CallForm
from union.demands.queries import fixing_by_ballot, next_mandate, standing_of
from union.demands.rules.versions import lock
from union.members.models import Member
from union.members.queries import open_register


def call(db: Session, demand: Demand, member: Member, form: CallForm) -> Ballot:
    """Draft the ballot that decides on exactly the frozen words."""
    lock(db, demand)
    standing = standing_of(db, demand)
    fixing = standing.fixing
    if fixing is None:
        raise Refused(_("Freeze the text first: a ballot decides on words that stay."))
    if fixing.ballot_id:
        raise Refused(_("A ballot on this text has already been called."))
    if not form.is_known_rule:
        raise Refused(_("Choose one of the answers."))

    proposal = _proposal(demand, standing.frame, fixing, form)
    ballot = draft_ballot(db, demand.branch, member, proposal)
    fixing.ballot = ballot

    announce(
        db,
        RatificationCalled(
            by=member.id, branch_id=demand.branch_id, demand_id=demand.id
        ),
    )
    return ballot


def conclude(db: Session, ballot_id: UUID) -> None:
    """Give the demand its mandate, or note that it was refused. Once.

    It was decided when voting ended: periods of law run from there, not from when the
    worker came to it.
    """
    fixing = fixing_by_ballot(db, ballot_id)
    if fixing is None:
        return
    open_register(db, fixing.union_id)
    db.refresh(fixing)
    ballot = db.get_one(Ballot, ballot_id)
    result = outcome(db, ballot)
    if fixing.decided_at or result is None:
        return

    fixing.decided_at = at = ballot.ended_at
    is_ratified = _ratifies(result, fixing)
    if is_ratified:
        fixing.year = at.astimezone(i18n.zone.get()).year
        fixing.serial = next_mandate(db, fixing.union_id, fixing.year)

    kind = DemandRatified if is_ratified else DemandRefused
    branch_id = fixing.demand.branch_id
    announce(db, kind(by=None, branch_id=branch_id, demand_id=fixing.demand_id))


def let_go(db: Session, ballot_id: UUID) -> None:
    """Free a text whose ballot was not opened in time: another may be called. Once."""
    fixing = fixing_by_ballot(db, ballot_id)
    if fixing is None or fixing.decided_at:
        return

    fixing.ballot_id = None

    demand = fixing.demand
    announce(
        db,
        RatificationLapsed(by=None, branch_id=demand.branch_id, demand_id=demand.id),
    )


def _ratifies(result: Result, fixing: Fixing) -> bool:
    """Whether a yes-or-no ballot adopted exactly these words."""
    ballot = result.ballot
    return (
        result.decision is Decision.ADOPTED
        and not ballot.is_single_choice
        and ballot.subject_digest == fixing.digest
    )


def _proposal(demand: Demand, frame: Frame, fixing: Fixing, form: CallForm) -> Proposal:
    """The ballot in each language, pointing to the frozen version by its hash."""
    words = {}
    for code in LANGUAGES:
        with speaking(code):
            title = {"title": frame.said("title", code)}
            words[f"title_{code}"] = frame.said("title", code)
            words[f"question_{code}"] = (
                _("Do you ratify this document: %(title)s?") % title
            )
            words[f"description_{code}"] = _(
                "Yes gives the representatives the mandate to hand these demands over "
                "in writing. No sends the document back to be changed."
            )
    return Proposal.model_validate(
        words
        | form.model_dump()
        | {
            "kind": Kind.RATIFICATION,
            "authoritative": list(LANGUAGES),
            "subject_path": f"/demands/{demand.id}/versions/{fixing.version}",
            "subject_digest": fixing.digest,
        }
    )
