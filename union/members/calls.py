"""What needs a member now: each feature answers for its own things.

A feature registers a question; the Today page asks them all and shows the most urgent
first. A question costs at most one query and answers with at most a handful.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from union.members.models import Member


@dataclass(frozen=True)
class Call:
    """One thing that waits for this member, drawn by a partial of its feature."""

    template: str
    urgent_by: datetime
    is_done: bool = False  # the member has acted; shown after what waits
    context: dict[str, Any] = field(default_factory=dict)


Question = Callable[[Session, Member, datetime], Iterable[Call]]

_questions: list[Question] = []


def asks(question: Question) -> Question:
    """Register what a feature wants of members on the Today page."""
    _questions.append(question)
    return question


def calls_for(db: Session, member: Member, at: datetime) -> list[Call]:
    """Everything that needs this member, what is due first at the top."""
    found = [call for question in _questions for call in question(db, member, at)]
    return sorted(found, key=lambda call: (call.is_done, call.urgent_by))
