"""Turning a petition into a demand."""

from uuid import UUID, uuid4

from sqlmodel import Session

from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.demands.models import Clause, Demand, FrameWords
from union.demands.rules.draft import begin
from union.members.models import Member
from union.petitions.models import Petition


def draft_from(db: Session, petition: Petition, member: Member) -> Demand:
    """Make its text the first clause, its names an annex.

    A draft is its author's own and may go with them: nothing stands on one.
    """
    if petition.opened_at is None:
        raise Refused(_("Publish the petition first: nobody can sign a draft."))

    words = {
        f"{part}_{wording.language}": getattr(wording, part)
        for wording in petition.wordings
        for part in ("title", "addressee")
    }
    demand = Demand(
        branch_id=petition.branch_id,
        author_id=member.id,
        platform_id=_only(petition),
        petition_id=petition.id,
    )
    begin(db, petition.branch, member, demand, FrameWords(**words))
    db.add(_first_clause(demand.id, petition))
    return demand


def _first_clause(demand_id: UUID, petition: Petition) -> Clause:
    said = {
        f"{part}_{wording.language}": words
        for wording in petition.wordings
        for part, words in (("heading", wording.title), ("claim", wording.text))
    }
    settled = {
        "demand_id": demand_id,
        "clause_id": uuid4(),
        "version": 1,
        "place": 1,
    }
    clause = Clause.model_validate(said | settled)
    clause.follow(None)
    return clause


def _only(petition: Petition) -> str | None:
    """The platform the petition is about, if it is about one."""
    ids = [platform.id for platform in petition.platforms]
    return ids[0] if len(ids) == 1 else None
