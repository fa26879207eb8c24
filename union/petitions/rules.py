"""What members can do with a petition. Each rule is kept here and only here."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Branch, Member, Platform
from union.members.queries import branch_or_refuse
from union.petitions.events import (
    NamesReleased,
    PetitionClosed,
    PetitionDrafted,
    PetitionPublished,
    PetitionReachedGoal,
    PetitionReworded,
    PetitionSigned,
    PetitionWithdrawn,
    SignatureWithdrawn,
    SignersRead,
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
    Pledge,
    Signature,
    Wording,
    digest_of,
    fold,
    place_of,
)
from union.petitions.permissions import (
    may_draft,
    may_edit,
    may_read_signers,
    may_sign,
    may_withdraw,
)
from union.petitions.queries import platforms, tally, under_way

MOST_UNDER_WAY = 5
CLOSE_TO_GOAL = 100  # more than can be signing at one moment


def draft(db: Session, member: Member, words: Draft) -> Petition:
    """Begin a petition. Nobody but its author reads it until it is published."""
    at = db_now(db)
    branch, about = _check(db, member, words, at)
    if under_way(db, member) >= MOST_UNDER_WAY:
        raise Refused(
            _("You have five petitions under way. Finish one, then begin another.")
        )

    petition = Petition(author_id=member.id, drafted_at=at, **_frame(words))
    petition.branch, petition.platforms = branch, about
    petition.wordings = _wordings(petition, words)
    db.add(petition)

    announce(db, PetitionDrafted(**_by(member, petition)))
    return petition


def edit(db: Session, petition: Petition, member: Member, words: Draft) -> None:
    """Change a petition that nobody has signed yet. Signed words never change."""
    _lock(db, petition)
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
    branch, about = _check(db, member, words, at)

    petition.sqlmodel_update(_frame(words))
    petition.branch, petition.platforms = branch, about
    petition.wordings = _wordings(petition, words)

    if petition.opened_at:
        announce(db, PetitionReworded(**_by(member, petition)))


def publish(db: Session, petition: Petition, member: Member) -> None:
    """Open a petition for signing. Publishing twice is publishing once."""
    _lock(db, petition)
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

    announce(db, PetitionPublished(**_by(member, petition)))


def sign(db: Session, petition: Petition, member: Member, pledge: Pledge) -> Signature:
    """Put a member's name to a petition. Signing twice is signing once."""
    if not may_sign(member, petition):
        raise NotAllowed(
            _("Only members of this branch in good standing can sign this petition.")
        )
    _stand_in_line(db, petition)
    if earlier := db.get(Signature, (petition.id, member.id)):
        return earlier
    at = db_now(db)
    if not petition.is_open(at):
        raise Refused(_("This petition is closed: it cannot be signed any more."))
    if pledge.text_hash != petition.text_hash:
        raise Refused(
            _("The text was changed while you read it. Read it again, then sign.")
        )

    signature = Signature(
        petition_id=petition.id,
        member_id=member.id,
        disclosure=pledge.disclosure,
        word=pledge.word,
        signed_at=at,
    )
    try:
        with db.begin_nested():
            db.add(signature)
    except IntegrityError:  # a second tap, which came through first
        return db.get_one(Signature, (petition.id, member.id))
    _count(db, signature, by=1)
    petition.frozen_at = petition.frozen_at or at

    announce(db, PetitionSigned(**_by(member, petition)))
    _notice_the_goal(db, petition, at)
    return signature


def withdraw_signature(db: Session, petition: Petition, member: Member) -> None:
    """Take a signature back: its row is deleted. Doing so twice is doing so once."""
    _stand_in_line(db, petition)
    signature = db.get(Signature, (petition.id, member.id), with_for_update=True)
    if signature is None:
        return
    if not petition.is_open(db_now(db)):
        raise Refused(_("This petition is closed: its signatures stay as they are."))

    _count(db, signature, by=-1)
    db.delete(signature)

    announce(db, SignatureWithdrawn(**_by(member, petition)))


def withdraw(db: Session, petition: Petition, member: Member) -> None:
    """Take a petition back, with every name under it, while few have signed."""
    if not may_withdraw(member, petition):
        raise NotAllowed(_("Only its author can withdraw a petition."))
    _lock(db, petition)
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

    announce(db, PetitionWithdrawn(**_by(member, petition)))


def close_due(db: Session) -> None:
    """Close every petition whose hour has come. At its goal it goes on until then."""
    at = db_now(db)
    closed = db.execute(
        update(Petition)
        .where(
            col(Petition.closed_at).is_(None),
            col(Petition.withdrawn_at).is_(None),
            col(Petition.opened_at).is_not(None),
            col(Petition.closes_at) <= at,
        )
        .values(closed_at=at)
        .returning(col(Petition.id), col(Petition.branch_id))
    )
    for petition_id, branch_id in closed:
        announce(
            db, PetitionClosed(by=None, petition_id=petition_id, branch_id=branch_id)
        )


def open_signers(db: Session, petition: Petition, member: Member) -> None:
    """Let an organiser read the open names; that they did is minuted with theirs."""
    if not may_read_signers(member, petition):
        raise NotAllowed(_("Only organisers of this branch can read the names."))

    announce(db, SignersRead(**_by(member, petition)))


def release_names(db: Session, petition: Petition, member: Member) -> None:
    """Let the sheet be made, once nobody on it can withdraw any more."""
    if not may_read_signers(member, petition):
        raise NotAllowed(_("Only organisers of this branch can read the names."))
    if petition.withdrawn_at or not petition.is_over(db_now(db)):
        raise Refused(
            _("The sheet is made once the petition has closed: signers may withdraw.")
        )

    announce(db, NamesReleased(**_by(member, petition)))


def _check(
    db: Session, member: Member, words: Draft, at: datetime
) -> tuple[Branch, list[Platform]]:
    """Where a petition belongs, if its author may open it there in these words."""
    branch = branch_or_refuse(db, words.branch_id)
    if not may_draft(member, branch, at):
        raise NotAllowed(
            _("Full members open petitions, each in a branch they belong to.")
        )
    problems = {name: _("Fill this in.") for name in words.gaps()}
    if not SHORTEST_RUN <= words.deadline - at <= LONGEST_RUN:
        problems["closes_at"] = _("Choose an hour between one hour and one year ahead.")
    about = [known for known in platforms(db) if known.id in words.platforms]
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


def _by(member: Member, petition: Petition) -> dict[str, Any]:
    """Who did it, to which petition, and where it is minuted."""
    return {
        "by": member.id,
        "petition_id": petition.id,
        "branch_id": petition.branch_id,
    }


def _stand_in_line(db: Session, petition: Petition) -> None:
    """Lock the petition and read it again, so that it does not close meanwhile.

    Signers share the lock and go side by side. At the two edges, the first signature
    and the goal, they go one at a time: each edge is crossed by exactly one.
    """
    near_goal = petition.goal - CLOSE_TO_GOAL
    one_at_a_time = petition.frozen_at is None or (
        petition.goal_reached_at is None and tally(db, petition.id).total >= near_goal
    )
    _lock(db, petition, shared=not one_at_a_time)


def _lock(db: Session, petition: Petition, *, shared: bool = False) -> None:
    """Read the petition's row again, and let nobody change it before we are done."""
    row = select(Petition).where(Petition.id == petition.id)
    locked = row.with_for_update(read=shared)
    db.exec(locked.execution_options(populate_existing=True)).one()


def _count(db: Session, signature: Signature, *, by: int) -> None:
    """Add to, or take from, the counting place of this signer."""
    db.execute(
        update(CountingPlace)
        .where(
            col(CountingPlace.petition_id) == signature.petition_id,
            col(CountingPlace.disclosure) == signature.disclosure,
            col(CountingPlace.place) == place_of(signature.member_id),
        )
        .values(signatures=col(CountingPlace.signatures) + by)
    )


def _notice_the_goal(db: Session, petition: Petition, at: datetime) -> None:
    """Announce the goal when this signature is the one that reaches it."""
    if petition.goal_reached_at:
        return
    after = tally(db, petition.id).total
    if after - 1 < petition.goal <= after:
        petition.goal_reached_at = at
        announce(
            db,
            PetitionReachedGoal(
                by=None, petition_id=petition.id, branch_id=petition.branch_id
            ),
        )
