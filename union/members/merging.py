"""Merging a branch into another: whoever has a reason against it says so beforehand.

This feature knows nothing of ballots; a feature that must not lose a branch just now
registers its objection, and hears of `BranchMerged` afterwards to follow it.
"""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from union.members.models import Branch

Objection = Callable[[Session, Branch], str | None]

_objections: list[Objection] = []


def may_object(objection: Objection) -> Objection:
    """Register a question: why, if at all, this branch must not be merged now."""
    _objections.append(objection)
    return objection


def objections(db: Session, branch: Branch) -> list[str]:
    """Every sentence that stands against merging this branch."""
    asked = (objection(db, branch) for objection in _objections)
    return [sentence for sentence in asked if sentence]


def where_it_went(db: Session, branch_id: UUID) -> UUID:
    """The open branch in which a merged one lives on, which may be merged itself."""
    branch = db.get_one(Branch, branch_id)
    while branch.closed_at and branch.parent_id:
        branch = db.get_one(Branch, branch.parent_id)
    return branch.id
