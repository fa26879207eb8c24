"""What ballots know of a member: whether they could vote and did, never how.

An answer is told only where the ballot was named, and said so before.
"""

from sqlalchemy import and_
from sqlmodel import Session, col, select

from union.ballots.models import (
    STEPS,
    Ballot,
    Consent,
    Envelope,
    NamedVote,
    Objection,
    RollEntry,
)
from union.core.i18n import gettext as _
from union.members.facts.words import for_good
from union.members.known import Row, Section, knows
from union.members.models import Member


@knows(RollEntry, NamedVote, Envelope)
def rolls(db: Session, member: Member) -> Section:
    return Section(
        "rolls",
        _("Ballots I may vote in"),
        purpose=_("So that each who is entitled votes once, and it can be checked."),
        until=for_good(),
        words={
            "ballot": _("Ballot"),
            "closes_at": _("Closes"),
            "voted": _("Has voted"),
            "answer": _("My answer"),
        },
        rows=_entered(db, member),
        page="ballots.index",
    )


def _entered(db: Session, member: Member) -> list[Row]:
    own_vote = and_(
        col(NamedVote.ballot_id) == col(RollEntry.ballot_id),
        col(NamedVote.member_id) == member.id,
    )
    entered = (
        select(RollEntry, Ballot, NamedVote)
        .join(Ballot, col(Ballot.id) == col(RollEntry.ballot_id))
        .join(NamedVote, own_vote, isouter=True)
        .where(col(RollEntry.member_id) == member.id)
        .order_by(col(Ballot.closes_at).desc())
    )
    return [_entry(*found) for found in db.exec(entered)]


def _entry(entry: RollEntry, ballot: Ballot, vote: NamedVote | None) -> Row:
    row: Row = {
        "ballot": ballot.title,
        "closes_at": ballot.closes_at,
        "voted": entry.voted,
    }
    if vote:
        words = {each.key: each.words for each in ballot.choices()}
        row["answer"] = words.get(vote.choice, vote.choice)
    return row


@knows(Objection)
def objections(db: Session, member: Member) -> Section:
    return Section(
        "objections",
        _("Objections I made to a roll"),
        purpose=_("So that nobody is left out without an answer."),
        until=_("For good, without the words once you have left."),
        words={
            "ballot": _("Ballot"),
            "made_at": _("When"),
            "reason": _("Why"),
            "answer": _("Answer"),
        },
        rows=_objected(db, member),
    )


def _objected(db: Session, member: Member) -> list[Row]:
    made = (
        select(Objection, Ballot)
        .join(Ballot, col(Ballot.id) == col(Objection.ballot_id))
        .where(col(Objection.member_id) == member.id)
        .order_by(col(Objection.made_at).desc())
    )
    return [
        {
            "ballot": ballot.title,
            "made_at": objection.made_at,
            "reason": objection.reason,
            "answer": objection.answer,
        }
        for objection, ballot in db.exec(made)
    ]


@knows(Consent)
def consents(db: Session, member: Member) -> Section:
    given = (
        select(Consent, Ballot)
        .join(Ballot, col(Ballot.id) == col(Consent.ballot_id))
        .where(col(Consent.member_id) == member.id)
        .order_by(col(Consent.given_at).desc())
    )
    return Section(
        "hands",
        _("Ballots I helped to open or close"),
        purpose=_("So that it can be checked who conducted a ballot."),
        until=for_good(),
        words={"ballot": _("Ballot"), "step": _("What"), "given_at": _("When")},
        rows=[
            {
                "ballot": ballot.title,
                "step": _(STEPS[consent.step]),
                "given_at": consent.given_at,
            }
            for consent, ballot in db.exec(given)
        ],
    )
