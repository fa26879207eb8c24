"""Who may read a paper: the feature that issued it decides, by the paper's kind."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from union.documents.models import Document
from union.members.models import Branch, Member, Role

Guard = Callable[[Session, Member, UUID], bool]

guards: dict[str, Guard] = {}  # a kind without a guard is closed to everybody


def may_read(db: Session, member: Member, document: Document) -> bool:
    guard = guards.get(document.kind)
    return guard is not None and guard(db, member, document.about)


def represented(member: Member) -> list[Branch]:
    """The branches for which the member signs, whose register is open to them."""
    held = [role.branch for role in member.roles if role.role == Role.REPRESENTATIVE]
    return held if member.is_current else []
