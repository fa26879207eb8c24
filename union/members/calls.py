"""What needs a member now: each feature answers for its own things.

A feature registers a question; the Today page asks them all and shows the most urgent
first. A question costs at most one query and answers with at most a handful.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session

from union.core.i18n import gettext as _
from union.core.i18n import ngettext
from union.members.models import Member

Kind = Literal["vote", "signature", "other"]


@dataclass(frozen=True)
class Call:
    """One thing that waits for this member, drawn by a partial of its feature.

    The partial is given `is_done`, `is_foremost` (its button may be the page's primary
    one) and what stands in `context`, each by its name.
    """

    template: str
    urgent_by: datetime
    kind: Kind = "other"  # what is asked for, as the greeting counts it
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


def what_is_needed(calls: list[Call]) -> str:
    """The greeting's sentence: «Today we need one vote and one signature.»"""
    waiting = Counter(call.kind for call in calls if not call.is_done)
    asked = _asked(waiting["vote"], waiting["signature"])
    sentences = [words for words in (asked, _others(waiting["other"])) if words]
    return " ".join(sentences) or _("Nothing needs you today.")


def _asked(votes: int, signatures: int) -> str:
    if votes and signatures:
        return _("Today we need %(votes)s and %(signatures)s.") % {
            "votes": _votes(votes),
            "signatures": _signatures(signatures),
        }
    if votes or signatures:
        what = _votes(votes) if votes else _signatures(signatures)
        return _("Today we need %(what)s.") % {"what": what}
    return ""


def _votes(n: int) -> str:
    if n == 1:
        return _("one vote")
    return ngettext("%(count)s vote", "%(count)s votes", n) % {"count": n}


def _signatures(n: int) -> str:
    if n == 1:
        return _("one signature")
    return ngettext("%(count)s signature", "%(count)s signatures", n) % {"count": n}


def _others(n: int) -> str:
    if n == 0:
        return ""
    if n == 1:
        return _("One more thing waits for you.")
    words = ngettext(
        "%(count)s more thing waits for you.", "%(count)s more things wait for you.", n
    )
    return words % {"count": n}
