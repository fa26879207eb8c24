"""What members and officers do while a fault strikes, one kind at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from sqlmodel import Session, select

from tests.ballots.factories import MakeBallots, vote
from tests.faults.desk import SEALING, Form
from tests.petitions.factories import MakePetition, pledge
from union.ballots import rules as ballot_rules
from union.ballots.models import NO, YES, Consent, Envelope
from union.ballots.sealing import Sealer
from union.core.base import now
from union.members.rules.sessions import new_session
from union.petitions import rules as petition_rules
from union.petitions.models import Signature

SEALER = Sealer(SEALING)
VOTERS = 10  # the fewest a confidential ballot asks
WHO_ACT = 4
NOTED_LONG_AGO = {False: timedelta(hours=2), True: timedelta(minutes=2)}

_keys = count(1)


@dataclass(frozen=True)
class Deed:
    """A form, and how to see in the tables that it was done."""

    form: Form
    is_stored: Callable[[Session], bool]


@dataclass
class Town:
    """A branch in which people vote and sign, with a phone for each of them."""

    db: Session
    voters: list = field(default_factory=list)

    def __post_init__(self):
        self.make = MakePetition(self.db)
        self.ballots = MakeBallots(self.db, self.make)
        self.branch = self.ballots.branch
        self.officer = self.ballots.returning_officer(manages_since=now())
        self.teller = self.ballots.teller(manages_since=now())
        self.voters = self.ballots.voters(VOTERS)
        people = [*self.voters, self.officer, self.teller]
        self._secrets = {one.id: self._signed_in(one) for one in people}

    def _signed_in(self, member):
        """The secret of a session whose use must be noted once more."""
        session, secret = new_session(member, "a phone")
        session.seen_at = now() - NOTED_LONG_AGO[member.is_officer]
        self.make.save(session)
        return secret

    def sends(self, member, path, **fields):
        once = {"once": f"the form {next(_keys)}"}
        return Form(self._secrets[member.id], path, fields | once)

    def open_ballot(self, **given):
        return self.ballots.open(self.voters, **given)

    def ballot_with_votes(self, **given):
        """An open ballot in which everybody said yes."""
        ballot = self.open_ballot(**given)
        for member in self.voters:
            ballot_rules.cast(self.db, ballot, member, vote(YES), SEALER)
        self.db.commit()
        return ballot

    def casts(self, ballot, member, choice):
        drawn = str(int(now().timestamp() * 1000))
        path, ballot_id, voter = f"/ballots/{ballot.id}/votes", ballot.id, member.id

        def is_stored(db):
            found = db.get(Envelope, (ballot_id, voter))
            ciphers = SEALER.ciphers(ballot_id)
            return found and ciphers.open(voter, found.sealed).choice == choice

        return Deed(self.sends(member, path, choice=choice, drawn=drawn), is_stored)

    def signs(self, petition, member):
        form = self.sends(
            member,
            f"/petitions/{petition.id}/sign",
            text_hash=petition.text_hash,
            disclosure="union",
            word="We wait too long.",
        )
        key = petition.id, member.id
        return Deed(form, lambda db: db.get(Signature, key) is not None)

    def withdraws(self, petition, member):
        path = f"/petitions/{petition.id}/signature/withdraw"
        key = petition.id, member.id
        return Deed(self.sends(member, path), lambda db: db.get(Signature, key) is None)

    def lends_hand(self, ballot, member, step, **fields):
        path = f"/ballots/{ballot.id}/steps/{step}"
        mine = select(Consent).where(
            Consent.ballot_id == ballot.id,
            Consent.step == step,
            Consent.member_id == member.id,
        )
        form = self.sends(member, path, **fields)
        return Deed(form, lambda db: db.exec(mine).first() is not None)

    def both_lend_hands(self, ballot, step, **fields):
        hands = self.officer, self.teller
        return [self.lends_hand(ballot, one, step, **fields) for one in hands]


def casting(town):
    ballot = town.open_ballot()
    return [town.casts(ballot, member, YES) for member in town.voters[:WHO_ACT]]


def changing(town):
    ballot = town.ballot_with_votes()
    return [town.casts(ballot, member, NO) for member in town.voters[:WHO_ACT]]


def signing(town):
    petition = town.make.petition(branch=town.branch)
    return [town.signs(petition, member) for member in town.voters[:WHO_ACT]]


def withdrawing(town):
    petition = town.make.petition(branch=town.branch)
    for member in town.voters[:WHO_ACT]:
        petition_rules.sign(town.db, petition, member, pledge(petition))
    town.db.commit()
    return [town.withdraws(petition, member) for member in town.voters[:WHO_ACT]]


def closing(town):
    """Two ballots, each by two hands and before its hour."""
    early = {"reason": "Everybody has voted."}
    return [
        deed
        for _ in range(2)
        for deed in town.both_lend_hands(town.ballot_with_votes(), "close", **early)
    ]


def freezing(town):
    return [
        deed
        for _ in range(2)
        for deed in town.both_lend_hands(town.ballots.prepared(), "freeze")
    ]


KINDS = (casting, changing, signing, withdrawing, closing, freezing)


def a_day(town):
    """Some of everything, one after another."""
    return [
        *casting(town)[:3],
        *signing(town)[:3],
        *freezing(town)[:2],
        *changing(town)[:2],
        *closing(town)[:2],
        *withdrawing(town)[:2],
    ]
