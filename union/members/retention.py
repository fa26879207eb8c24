"""How long what is kept about people is kept, said once: the worker deletes by it, and
the privacy notice prints it, so that the words cannot lie.

`@forgets` registers a question's answer: a function that deletes what is older than a
moment, at most A_BATCH rows at a time, and says how many went.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, inspect, tuple_
from sqlmodel import Session, SQLModel, select

from union.core.base import now
from union.core.i18n import gettext as _
from union.core.i18n import ngettext
from union.core.jobs import every_minute

A_BATCH = 500
YEAR = timedelta(days=365)

Forgets = Callable[[Session, datetime], int | None]


@dataclass(frozen=True)
class Term:
    """What is kept, for how long, why, and what ends it."""

    what: str  # a msgid
    after: timedelta
    why: str  # a msgid
    forget: Forgets

    @property
    def name(self) -> str:
        return self.forget.__name__


terms: list[Term] = []


def forgets(*, what: str, after: timedelta, why: str) -> Callable[[Forgets], Forgets]:
    """Let the worker call this each minute with the moment before which all goes."""

    def register(forget: Forgets) -> Forgets:
        term = Term(what, after, why, forget)
        terms.append(term)
        every_minute(_chore(term))
        return forget

    return register


def _chore(term: Term) -> Callable[[Session], None]:
    def chore(db: Session) -> None:
        term.forget(db, now() - term.after)

    chore.__name__ = term.name
    return chore


def delete_older(
    db: Session, table: type[SQLModel], column: Any, before: datetime
) -> int:
    """Delete some rows from before a moment; the rest goes a minute later."""
    key = tuple_(*inspect(table).primary_key)
    old = select(*inspect(table).primary_key).where(column <= before)
    gone = db.execute(delete(table).where(key.in_(old.limit(A_BATCH))))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def printed() -> list[tuple[str, str, str]]:
    """What, how long and why, in the reader's language, the shortest first."""
    shortest_first = sorted(terms, key=lambda term: term.after)
    return [(_(term.what), span(term.after), _(term.why)) for term in shortest_first]


def span(time: timedelta) -> str:
    """A length of time in the largest unit that says it whole."""
    if time >= YEAR and time % YEAR == timedelta():
        years = time // YEAR
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if time > timedelta(days=1):
        days = time // timedelta(days=1)
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    hours = time // timedelta(hours=1)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
