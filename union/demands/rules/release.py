"""Letting the letter go: numbered and frozen in every language."""

from sqlmodel import Session

from union.core import i18n
from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import LANGUAGES
from union.core.i18n import gettext as _
from union.demands import exports
from union.demands.events import LetterReleased
from union.demands.models import Demand
from union.demands.permissions import may_decide
from union.demands.rules.versions import lock, standing_fixing
from union.documents.models import Document
from union.documents.queries import latest
from union.documents.rules import issue
from union.members.models import Member
from union.petitions.models import Petition
from union.petitions.rules import release_names


def release(db: Session, demand: Demand, member: Member) -> list[Document]:
    """Issue the letter of a ratified demand in each language; again is the same.

    Also if a branch has another name since, or somebody on it is no more a member: the
    letter that was handed over is the one in force.
    """
    if not may_decide(member, demand):
        raise NotAllowed(_("A representative of the branch releases the letter."))
    lock(db, demand)
    fixing = standing_fixing(db, demand)
    if fixing is None or not fixing.serial:
        raise Refused(_("Only a ratified text leaves as a letter."))

    if fixing.letter_on:
        papers = [latest(db, exports.LETTER, fixing.id, code) for code in LANGUAGES]
        return [paper for paper in papers if paper]

    _release_names(db, demand, member)
    fixing.letter_on = db_now(db).astimezone(i18n.zone.get()).date()
    letter = exports.gather(db, demand, fixing)
    documents = [
        issue(
            db,
            kind=exports.LETTER,
            about=fixing.id,
            branch=demand.branch,
            paper=exports.paper(letter, language),
            by=member,
        )
        for language in LANGUAGES
    ]

    announce(
        db,
        LetterReleased(by=member.id, branch_id=demand.branch_id, demand_id=demand.id),
    )
    return documents


def _release_names(db: Session, demand: Demand, member: Member) -> None:
    """Names leave with the letter by the same rule as on a petition's own sheet."""
    petition = db.get(Petition, demand.petition_id) if demand.petition_id else None
    if petition and petition.opened_at and not petition.withdrawn_at:
        release_names(db, petition, member)
