"""Writing a petition, opening it, and taking it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from union.core.base import db_now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.once import forget_answers
from union.members.models import Branch, Member, Platform
from union.members.queries import branch_to_choose, platforms
from union.petitions.events import (
    PetitionDrafted,
    PetitionPublished,
    PetitionReworded,
    PetitionWithdrawn,
)
from union.petitions.models import (
    FEW,
    LONGEST_RUN,
    PLACES,
    SHORTEST_RUN,
    CountingPlace,
    Disclosure,
    Draft,
    Petition,
    Signature,
    Wording,
    digest_of,
    fold,
)
from union.petitions.permissions import may_draft, may_edit, may_withdraw
from union.petitions.queries import tally, under_way
from union.petitions.rules.common import forget_waiting, lock, minuted

MOST_UNDER_WAY = 5


def draft(db: Session, member: Member, words: Draft) -> Petition:
    """Begin a petition. Nobody but its author reads it until it is published."""
    at = db_now(db)
    branch, about = _check(db, member, words, at, kept=[])
    if under_way(db, member) >= MOST_UNDER_WAY:
        raise Refused(
            _("You have five petitions under way. Finish one, then begin another.")
        )

    petition = Petition(author_id=member.id, drafted_at=at, **_frame(words))
    petition.branch, petition.platforms = branch, about
    petition.wordings = _wordings(petition, words)
    db.add(petition)

    announce(db, PetitionDrafted(**minuted(member, petition)))
    return petition


def edit(db: Session, petition: Petition, member: Member, words: Draft) -> None:
    """Change a petition that nobody has signed yet. Signed words never change."""
    lock(db, petition)
    at = db_now(db)
    if petition.frozen_at:
        raise Refused(
            _(
                "The first member has signed, so the text is frozen. For another text "
                "write a new petition; this one goes on, or you withdraw it."
            )
        )
    if not may_edit(member, petition, at):
        raise NotAllowed(_("Only its author can change a petition."))
    branch, about = _check(db, member, words, at, kept=petition.platforms)

    petition.sqlmodel_update(_frame(words))
    petition.branch, petition.platforms = branch, about
    petition.wordings = _wordings(petition, words)
    forget_waiting(db, petition.id)

    if petition.opened_at:
        announce(db, PetitionReworded(**minuted(member, petition)))


def publish(db: Session, petition: Petition, member: Member) -> None:
    """Open a petition for signing. Publishing twice is publishing once."""
    lock(db, petition)
    at = db_now(db)
    if petition.author_id != member.id or not may_draft(member, petition.branch, at):
        raise NotAllowed(_("Only its author can publish a petition."))
    if petition.opened_at:
        return
    if petition.is_over(at):
        raise Refused(_("Its closing hour has passed. Choose a later one first."))

    petition.opened_at = at
    db.add_all(
        CountingPlace(petition_id=petition.id, disclosure=disclosure, place=place)
        for disclosure in Disclosure
        for place in range(PLACES)
    )

    announce(db, PetitionPublished(**minuted(member, petition)))


def withdraw(db: Session, petition: Petition, member: Member) -> None:
    """Take a petition back, with every name under it, while few have signed."""
    if not may_withdraw(member, petition):
        raise NotAllowed(_("Only its author can withdraw a petition."))
    lock(db, petition)
    if petition.withdrawn_at:
        return
    at = db_now(db)
    if petition.is_over(at) and petition.opened_at:
        raise Refused(_("This petition is closed: it cannot be withdrawn any more."))
    if tally(db, petition.id).total >= FEW:
        raise Refused(
            _("Ten members have signed: the petition is theirs too, and stays open.")
        )

    petition.withdrawn_at = at
    for kept in (Signature, CountingPlace):
        db.execute(delete(kept).where(col(kept.petition_id) == petition.id))
    forget_answers(db, petition.id)

    announce(db, PetitionWithdrawn(**minuted(member, petition)))


def _check(
    db: Session,
    member: Member,
    words: Draft,
    at: datetime,
    *,
    kept: list[Platform],
) -> tuple[Branch, list[Platform]]:
    """Where a petition belongs, if its author may open it there in these words."""
    branch = branch_to_choose(db, words.branch_id)
    if not may_draft(member, branch, at):
        raise NotAllowed(
            _("Full members open petitions, each in a branch they belong to.")
        )
    problems = {name: _("Fill this in.") for name in words.gaps()}
    if not SHORTEST_RUN <= words.deadline - at <= LONGEST_RUN:
        problems["closes_at"] = _("Choose an hour between one hour and one year ahead.")
    known = platforms(db, kept=[one.id for one in kept])
    about = [one for one in known if one.id in words.platforms]
    if len(about) < len(set(words.platforms)):
        problems["platforms"] = _("Choose one of the answers.")
    if problems:
        raise Invalid(_("Please check what you entered."), problems)
    return branch, about


def _frame(words: Draft) -> dict[str, Any]:
    return {
        "branch_id": words.branch_id,
        "language": words.language,
        "goal": words.goal,
        "closes_at": words.deadline,
        "text_hash": digest_of(words.language, words.platforms, words.written()),
    }


def _wordings(petition: Petition, words: Draft) -> list[Wording]:
    return [
        Wording(
            petition_id=petition.id,
            language=code,
            title=said["title"],
            addressee=said["addressee"],
            text=said["text"],
            folded=fold("\n".join(said.values())),
        )
        for code, said in words.written().items()
    ]
