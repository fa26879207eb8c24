"""Casting a vote: the hot path, in one transaction, with four prebuilt statements."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from union.ballots.models import (
    Ballot,
    Envelope,
    NamedVote,
    RollEntry,
    State,
    Vote,
)
from union.ballots.sealing import Sealer
from union.core.base import db_now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.i18n import gettext as _
from union.members.models import Member

_LOCK = (
    select(Ballot)
    .where(col(Ballot.id) == bindparam("ballot"))
    .with_for_update(read=True, of=Ballot)
    .execution_options(populate_existing=True)
)
_MARK = (
    update(RollEntry)
    .where(
        col(RollEntry.ballot_id) == bindparam("ballot"),
        col(RollEntry.member_id) == bindparam("member"),
    )
    .values(voted=true())
    .returning(col(RollEntry.voted))
    .execution_options(synchronize_session=False)
)
_SEALED = select(Envelope.sealed).where(
    col(Envelope.ballot_id) == bindparam("ballot"),
    col(Envelope.member_id) == bindparam("member"),
)
_NAMED = select(NamedVote.choice, NamedVote.key, NamedVote.drawn).where(
    col(NamedVote.ballot_id) == bindparam("ballot"),
    col(NamedVote.member_id) == bindparam("member"),
)

_INSERTS: dict[str, Callable[[Any], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def cast(
    db: Session, ballot: Ballot, member: Member, vote: Vote, sealer: Sealer
) -> None:
    """Put a member's vote in, or in the place of the one before it.

    The ballot's row is locked for sharing: who closes it waits for us, and we for them.
    The roll's row is locked by marking it, so two forms of one member come in turn.
    """
    if not member.is_current:
        raise NotAllowed(_("Whoever left or is suspended votes in no ballot."))
    if member.manages_since:
        raise NotAllowed(
            _("You manage or dispatch others, as you said: you vote in no ballot.")
        )
    who = {"ballot": ballot.id, "member": member.id}
    db.exec(_LOCK, params={"ballot": ballot.id}).one()
    _refuse_unless_open(ballot, db_now(db))
    if vote.choice not in {option.key for option in ballot.choices()}:
        raise Invalid(
            _("Choose one of the answers."), {"choice": _("Choose one of the answers.")}
        )
    if db.execute(_MARK, who).first() is None:
        raise NotAllowed(_("You are not on the frozen roll of this ballot."))

    replace = _replace_sealed if ballot.is_confidential else _replace_named
    replace(db, ballot, member, vote, sealer)


def _refuse_unless_open(ballot: Ballot, at: datetime) -> None:
    match ballot.state(at):
        case State.OPEN:
            return
        case State.CLOSED | State.COUNTING:
            raise Refused(_("This ballot has closed. No vote counts any more."))
        case _early:
            raise Refused(_("This ballot has not opened yet."))


def _counts(vote: Vote, earlier: Vote | None) -> bool:
    """Whether this vote takes the place of the earlier: not if it is the same again."""
    if earlier is None:
        return True
    if vote.key and vote.key == earlier.key:
        return False
    if vote.drawn < earlier.drawn:
        raise Refused(
            _(
                "You opened this page before you cast the vote that counts now. That "
                "vote still counts. To change it, open the ballot again."
            )
        )
    return True


def _replace_sealed(
    db: Session, ballot: Ballot, member: Member, vote: Vote, sealer: Sealer
) -> None:
    ciphers = sealer.ciphers(ballot.id)
    who = {"ballot": ballot.id, "member": member.id}
    found = db.execute(_SEALED, who).scalar()
    earlier = ciphers.open(member.id, found) if found else None
    if _counts(vote, earlier):
        _upsert(db, Envelope, ballot, member, {"sealed": ciphers.seal(member.id, vote)})


def _replace_named(
    db: Session, ballot: Ballot, member: Member, vote: Vote, _sealer: Sealer
) -> None:
    who = {"ballot": ballot.id, "member": member.id}
    found = db.execute(_NAMED, who).first()
    if _counts(vote, Vote(*found) if found else None):
        kept = {"choice": vote.choice, "key": vote.key, "drawn": vote.drawn}
        _upsert(db, NamedVote, ballot, member, kept)


def _upsert(
    db: Session,
    table: type[SQLModel],
    ballot: Ballot,
    member: Member,
    kept: dict[str, Any],
) -> None:
    """One row a member, whichever of two forms came first."""
    row = {"ballot_id": ballot.id, "member_id": member.id} | kept
    db.execute(_statement(db.get_bind().dialect.name, table, tuple(kept)), row)


@cache
def _statement(
    dialect: str, table: type[SQLModel], kept: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    insert = _INSERTS[dialect](table)
    return insert.on_conflict_do_update(
        index_elements=["ballot_id", "member_id"],
        set_={name: insert.excluded[name] for name in kept},
    )
