"""Names that are taken, or too much like one that is."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.members.models import HeldRole, Member
from union.members.names import folded, look_alikes, skeleton
from union.members.queries.people import is_current


def looks_like_an_officer(db: Session, name: str, besides: UUID | None) -> bool:
    """Whether a hasty eye would take this display name for that of an officer."""
    with_a_role = col(Member.id).in_(select(HeldRole.member_id))
    names = select(Member.name).where(with_a_role, is_current())
    if besides:
        names = names.where(col(Member.id) != besides)
    return skeleton(name) in map(skeleton, db.exec(names))


def sign_in_name_is_taken(db: Session, name: str, besides: UUID | None) -> bool:
    """Whether somebody signs in with this name, or with one that is drawn like it."""
    keys = col(Member.sign_in_key).in_(look_alikes(folded(name)))
    taken = select(Member.id).where(keys)
    if besides:
        taken = taken.where(col(Member.id) != besides)
    return db.exec(taken).first() is not None
