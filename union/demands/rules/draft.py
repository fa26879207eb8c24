"""Beginning a demand, and the words round its clauses."""

from sqlmodel import Session

from union.core.base import db_now
from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.demands.events import DemandDrafted
from union.demands.models import (
    Act,
    Demand,
    Frame,
    FrameForm,
    FrameWords,
)
from union.demands.permissions import may_draft
from union.demands.queries import standing_of
from union.demands.rules.versions import check_base, check_words, first, take, turn
from union.members.models import Branch, Member


def draft(db: Session, branch: Branch, member: Member, form: FrameForm) -> Demand:
    """Begin a demand document in a branch."""
    demand = Demand(branch_id=branch.id, author_id=member.id)
    demand.sqlmodel_update(_settled(form))
    return begin(db, branch, member, demand, form)


def reframe(db: Session, demand: Demand, member: Member, form: FrameForm) -> int:
    """Change what stands round the clauses; say the version of the document then."""
    take(db, demand, member)
    last = standing_of(db, demand).frame
    check_base(form.base, last.version)
    frame = _written(demand, form)
    frame.follow(last, form.confirmed)
    settled = _settled(form)
    if frame.equals(last) and all(getattr(demand, k) == v for k, v in settled.items()):
        return demand.version

    frame.version = demand.frame_version = turn(db, demand, member, Act.FRAMED)
    demand.sqlmodel_update(settled)
    db.add(frame)
    return frame.version


def begin(
    db: Session, branch: Branch, member: Member, demand: Demand, words: FrameWords
) -> Demand:
    """Make the document its first version."""
    if not may_draft(member, branch):
        raise NotAllowed(_("Stewards and representatives of the branch write demands."))
    frame = Frame(
        demand_id=demand.id,
        version=1,
        **words.model_dump(include=set(FrameWords.model_fields)),
    )
    check_words(frame, "title", "addressee")

    frame.follow(None)
    demand.drafted_at, demand.branch = db_now(db), branch
    db.add_all([demand, frame])
    first(db, demand, member)

    announce(db, DemandDrafted(by=member.id, branch_id=branch.id, demand_id=demand.id))
    return demand


def _settled(form: FrameForm) -> dict[str, object]:
    """What the form settles beside its words."""
    return {"track": form.track, "platform_id": form.platform_id or None}


def _written(demand: Demand, words: FrameWords) -> Frame:
    said = words.model_dump(include=set(FrameWords.model_fields))
    frame = Frame.model_validate(
        said | {"demand_id": demand.id, "version": demand.version}
    )
    check_words(frame, "title", "addressee")
    return frame
