"""Demands as stewards write them: in three languages, each saying the same."""

from datetime import date, timedelta

from tests.ballots.factories import MakeBallots
from tests.petitions.factories import MakePetition
from union.ballots.events import BallotClosed
from union.ballots.models import ABSTAIN, NO, YES
from union.ballots.tasks import write_minutes
from union.core.base import now
from union.demands.models import ClauseForm, FrameForm, FreezeForm, Track
from union.demands.rules import clauses, draft, fixing
from union.demands.tasks import give_mandate
from union.members.models import Role
from union.petitions.models import Disclosure


def in_three(**said):
    """Each part in the three languages: «850» -> 850 kk, 850 ru, 850 en."""
    return {
        f"{part}_{code}": f"{words} {code}"
        for part, words in said.items()
        for code in ("kk", "ru", "en")
    }


def frame_form(**given):
    usual = in_three(title="Nine demands", addressee="To Glovo", preamble="We ride.")
    return FrameForm(**usual | {"track": Track.CONTRACT} | given)


def clause_form(**given):
    usual = in_three(
        heading="Tariff floor", claim="At least 850 ₸", measure="0 cheaper"
    )
    return ClauseForm(**usual | {"due_on": date(2027, 2, 1)} | given)


def again(clause, **changed):
    """The form of a clause as it stands, with something changed in it."""
    said = {name: getattr(clause, name) for name in clause_form().words()}
    return ClauseForm(**said | {"base": clause.version} | changed)


class Hall:
    """A branch with those who write, decide and read its demands."""

    def __init__(self, db, make, branch=None):
        self.db, self.make = db, make
        self.branch = branch or make.branch()
        self.steward = make.officer(Role.STEWARD, self.branch, name="Bakyt")
        self.representative = make.officer(
            Role.REPRESENTATIVE, self.branch, name="Aigul"
        )
        self.member = make.member(branch=self.branch, name="Dana")

    def demand(self, clauses_=1, **given):
        """A demand with some clauses, none of them stale."""
        demand = draft.draft(self.db, self.branch, self.steward, frame_form(**given))
        self.db.commit()
        for number in range(1, clauses_ + 1):
            self.clause(demand, **in_three(heading=f"Clause {number}"))
        return demand

    def clause(self, demand, **given):
        clause = clauses.add(self.db, demand, self.steward, clause_form(**given))
        self.db.commit()
        return clause

    def frozen(self, **given):
        demand = self.demand(**given)
        form = FreezeForm(version=demand.version)
        fixed = fixing.freeze(self.db, demand, self.representative, form)
        self.db.commit()
        return demand, fixed

    def voted(self, choices, **given):
        """A frozen demand with the closed ballot that decides on it."""
        demand, fixed = self.frozen(**given)
        box = MakeBallots(self.db, self.make, self.branch)
        ballot = box.closed(
            choices,
            kind="ratification",
            subject_digest=fixed.digest,
            secrecy="confidential",
            closes_at=now() + timedelta(days=1),
        )
        fixed.ballot_id = ballot.id
        self.db.add(fixed)
        self.db.commit()
        return demand, fixed

    def ratified(self, **given):
        """A demand with its mandate, and the minutes of its ballot."""
        demand, fixed = self.voted([YES] * 8 + [NO, ABSTAIN], **given)
        closed = BallotClosed(by=None, ballot_id=fixed.ballot_id)
        write_minutes(self.db, closed)
        give_mandate(self.db, closed)
        self.db.commit()
        return demand, fixed

    def petitioned(self, named=2, others=10):
        """A ratified demand that grew from a petition with these signatures."""
        make = MakePetition(self.db)
        petition = make.petition(branch=self.branch, closes_at=now() + timedelta(1))
        make.signers(petition, named, disclosure=Disclosure.ADDRESSEE)
        make.signers(petition, others, disclosure=Disclosure.UNION)
        petition.closes_at = now()
        demand, fixed = self.ratified()
        demand.petition_id = petition.id
        self.db.add(demand)
        self.db.commit()
        return demand, fixed
