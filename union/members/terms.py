"""How long each thing that is kept about people is kept, and why: all in one place."""

from datetime import datetime, timedelta

from sqlmodel import Session

from union.core.i18n import mark
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
from union.members.retention import delete_older, forgets
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

YEAR = timedelta(days=365)


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
