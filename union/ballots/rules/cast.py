"""Casting a vote: who may, until when, and which of two votes counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import Session

from union.ballots.models import Ballot, Secrecy, State, Vote, keys_of, state_at
from union.ballots.rules import box
from union.ballots.sealing import Sealer
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.i18n import gettext as _
from union.members.models import Member


class NotOnRoll(NotAllowed):
    """Whoever is not on the frozen roll of a ballot has no vote in it."""


def cast(
    db: Session, ballot: Ballot, member: Member, vote: Vote, sealer: Sealer
) -> None:
    """Put a member's vote in, or in the place of the one before it."""
    cast_by_id(db, ballot.id, member.id, vote, sealer)


def cast_by_id(
    db: Session, ballot_id: UUID, member_id: UUID, vote: Vote, sealer: Sealer
) -> None:
    """Cast, without loading ballot and member first.

    What decides is read here, under the ballot's lock, whatever was seen before.
    """
    who = {"ballot": ballot_id, "member": member_id}
    here = db.connection()
    found = box.look(here, who)
    if found is None:
        raise NotOnRoll(_("You are not on the frozen roll of this ballot."))
    ballot_and_member, at = found
    _refuse_unless_entitled(ballot_and_member)
    _refuse_unless_open(ballot_and_member, at)
    if vote.choice not in keys_of(ballot_and_member.options):
        raise Invalid(
            _("Choose one of the answers."), {"choice": _("Choose one of the answers.")}
        )

    vote = vote.arriving(at)
    if ballot_and_member.secrecy is Secrecy.CONFIDENTIAL:
        _put_sealed(here, who, vote, sealer)
    else:
        _put_named(here, who, vote)


def _refuse_unless_entitled(member: box.Seen) -> None:
    """Standing may have changed since the roll was frozen, and since the door."""
    if reason := barred(member):
        raise NotAllowed(reason)


def barred(member: box.Seen | Member) -> str:
    """Why somebody votes in no ballot, whatever a roll says of them; or nothing."""
    if member.manages_since:
        return _("You manage or dispatch others, as you said: you vote in no ballot.")
    if member.suspended_at or member.left_at:
        return _("Whoever left or is suspended votes in no ballot.")
    return ""


def _refuse_unless_open(ballot: box.Seen, at: datetime) -> None:
    match state_at(ballot, at):
        case State.OPEN:
            return
        case State.CLOSED | State.COUNTING:
            raise Refused(_("This ballot has closed. No vote counts any more."))
        case _early:
            raise Refused(_("This ballot has not opened yet."))


def _put_sealed(here: Connection, who: box.Who, vote: Vote, sealer: Sealer) -> None:
    ciphers, member_id = sealer.ciphers(who["ballot"]), who["member"]
    kept = {"sealed": ciphers.seal(member_id, vote)}
    there = box.ENVELOPES.put_first(here, who, kept)
    if there and _counts(vote, ciphers.open(member_id, there.sealed)):
        box.ENVELOPES.change(here, who, kept)


def _put_named(here: Connection, who: box.Who, vote: Vote) -> None:
    kept = {"choice": vote.choice, "key": vote.key, "drawn": vote.drawn}
    there = box.NAMED.put_first(here, who, kept)
    if there and _counts(vote, Vote(*there)):
        box.NAMED.change(here, who, kept)


def _counts(vote: Vote, earlier: Vote) -> bool:
    """Whether this vote takes the place of the earlier: not if it is the same again."""
    if vote.key and vote.key == earlier.key:
        return False
    if vote.comes_too_late(earlier):
        raise Refused(
            _(
                "You opened this page before you cast the vote that counts now. That "
                "vote still counts. To change it, open the ballot again."
            )
        )
    return True
