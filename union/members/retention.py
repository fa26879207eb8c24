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
from union.core.i18n import mark, ngettext
from union.core.jobs import every_minute
from union.core.once import KEPT as ANSWERS_KEPT
from union.core.once import forget_old_answers
from union.members.models import (
    EDGES_KEPT,
    WAY_BACK_LASTS,
    AccountNote,
    Look,
    PhoneCode,
    RoleProposal,
    SpentChallenge,
    TakenList,
    Vouch,
)
from union.members.rules import (
    edges,
    erasing,
    guests,
    lobby,
    onetime,
    sessions,
    standing,
    ways_back,
)
from union.members.rules.importing import check as imports

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


@forgets(
    what=mark("The name and all that names somebody who left"),
    after=timedelta(hours=24),
    why=mark("So that somebody who left is nobody here any more."),
)
def erase_who_left(db: Session, before: datetime) -> int:
    return erasing.erase_who_left(db, before + erasing.AHEAD)


@forgets(
    what=mark("A code sent to a phone"),
    after=timedelta(days=1),
    why=mark("It works for ten minutes; the day keeps us from sending too many."),
)
def forget_phone_codes(db: Session, before: datetime) -> int:
    return delete_older(db, PhoneCode, PhoneCode.made_at, before)


@forgets(
    what=mark("That a form was sent"),
    after=ANSWERS_KEPT,
    why=mark("So that pressing twice counts once."),
)
def forget_answers(db: Session, _before: datetime) -> None:
    forget_old_answers(db)


@forgets(
    what=mark("A device signed in"),
    after=sessions.MEMBER_LONGEST,
    why=mark("So that you need not sign in each time; unused, it ends after a week."),
)
def forget_sessions(db: Session, _before: datetime) -> None:
    sessions.forget_expired(db)


@forgets(
    what=mark("Which officer looked at you"),
    after=YEAR,
    why=mark("So that you can see who looked."),
)
def forget_looks(db: Session, before: datetime) -> int:
    return delete_older(db, Look, Look.at, before)


@forgets(
    what=mark("That a list of members was taken out, by whom and what for"),
    after=3 * YEAR,
    why=mark(
        "So that officers answer for it; three years are how long they are asked."
    ),
)
def forget_taken_lists(db: Session, before: datetime) -> int:
    return delete_older(db, TakenList, TakenList.at, before)


@forgets(
    what=mark("By whose invite or which poster somebody came"),
    after=EDGES_KEPT,
    why=mark("So that we can act when somebody brings in those who mean us harm."),
)
def forget_edges(db: Session, before: datetime) -> None:
    edges.forget_edges(db, before)


@forgets(
    what=mark("A poster that has run out"),
    after=edges.POSTERS_KEPT,
    why=mark("So that who put it up can see how many came."),
)
def forget_posters(db: Session, before: datetime) -> None:
    edges.forget_posters(db, before)


@forgets(
    what=mark("A request to open an account on a new phone"),
    after=WAY_BACK_LASTS,
    why=mark("So that two who know the person have time to say so."),
)
def forget_ways_back(db: Session, before: datetime) -> None:
    ways_back.forget_old(db, before)


@forgets(
    what=mark("Who vouched for whom"),
    after=EDGES_KEPT,
    why=mark("So that nobody vouches for a crowd; who knows whom is a map of people."),
)
def forget_vouches(db: Session, before: datetime) -> int:
    return delete_older(db, Vouch, Vouch.at, before)


@forgets(
    what=mark("Why a role was proposed, and by whom"),
    after=timedelta(days=90),
    why=mark("So that the person concerned can ask those who decided."),
)
def forget_proposals(db: Session, before: datetime) -> int:
    return delete_older(db, RoleProposal, RoleProposal.decided_at, before)


@forgets(
    what=mark("What happened to your signing in"),
    after=timedelta(days=90),
    why=mark("So that you notice when it was not you."),
)
def forget_notes(db: Session, before: datetime) -> int:
    return delete_older(db, AccountNote, AccountNote.at, before)


@forgets(
    what=mark("That a passkey answered a question"),
    after=timedelta(days=1),
    why=mark("So that the same answer does not open the door twice."),
)
def forget_spent_challenges(db: Session, before: datetime) -> int:
    return delete_older(db, SpentChallenge, SpentChallenge.spent_at, before)


@forgets(
    what=mark("One-time codes that were begun and never turned on"),
    after=timedelta(days=1),
    why=mark("So that you can finish what you began."),
)
def forget_unconfirmed_codes(db: Session, before: datetime) -> None:
    onetime.forget_unconfirmed(db, before)


@forgets(
    what=mark("What somebody left who did not finish joining"),
    after=timedelta(hours=24),
    why=mark("So that they can go on where they stopped."),
)
def forget_guests(db: Session, before: datetime) -> None:
    guests.forget_guests(db, before)


@forgets(
    what=mark("The code to show in the lobby, and who was to say hello"),
    after=EDGES_KEPT,
    why=mark("So that a newcomer is welcomed."),
)
def forget_lobbies(db: Session, before: datetime) -> None:
    lobby.forget_lobbies(db, before)


@forgets(
    what=mark("A list of people that an organiser sent"),
    after=timedelta(days=7),
    why=mark("So that lines with faults can be mended and entered."),
)
def forget_lists(db: Session, before: datetime) -> None:
    imports.forget_old(db, before)


@forgets(
    what=mark("Somebody who was not admitted"),
    after=EDGES_KEPT,
    why=mark("So that they can read why, and a mistake can be undone."),
)
def forget_turned_away(db: Session, before: datetime) -> None:
    standing.see_off(db, before)
