"""Many phones at once, on a real engine: nothing is lost and nothing counts twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import func, select

from tests.petitions.factories import filled_in, pledge
from union.core.audit import Minute
from union.core.base import now
from union.core.db import unit_of_work
from union.core.errors import Refused
from union.members.models import Member
from union.petitions import rules
from union.petitions.models import FEW, Draft, Petition, Signature
from union.petitions.queries import petition_for, tally

THREADS = 8


@pytest.fixture
def hall(committed, the_app):
    return Hall(committed, the_app)


class Hall:
    """A petition, its members, and what they do at the same moment."""

    def __init__(self, make, app):
        self.make, self.app = make, app
        self.branch = make.branch()
        self.petition = make.petition(branch=self.branch, goal=150)

    def members(self, count):
        people = [
            Member(
                name=f"Member {n}",
                sign_in_name=f"n{n}",
                sign_in_key=f"n{n}",
                passphrase_hash="",
                branch_id=self.branch.id,
                admitted_at=now() - timedelta(days=365),
            )
            for n in range(count)
        ]
        self.make.db.add_all(people)
        self.make.db.commit()
        return [member.id for member in people]

    def act(self, deed):
        """Do one deed in a unit of work of its own; say whether it was refused."""
        member_id, rule, *given = deed
        with self.app.app_context():
            try:
                with unit_of_work() as db:
                    member = db.get(Member, member_id)
                    petition = petition_for(db, member, self.petition.id)
                    rule(db, petition, member, *given)
            except Refused:
                return False
            return True

    def at_once(self, deeds):
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(self.act, deeds))

    def count(self, asked):
        with self.app.app_context(), unit_of_work(writes=False) as db:
            return asked(db)

    def rows(self):
        return self.count(lambda db: db.exec(select(func.count(Signature.mark))).one())

    def total(self):
        return self.count(lambda db: tally(db, self.petition.id).total)

    def minutes(self, event):
        asked = select(func.count(Minute.number)).where(Minute.event == event)
        return self.count(lambda db: db.exec(asked).one())

    def facts(self):
        """The petition as it now stands in the database."""
        return self.count(lambda db: db.get(Petition, self.petition.id).model_dump())


def test_two_hundred_signers_are_two_hundred(hall):
    words = pledge(hall.petition)
    deeds = [(member, rules.sign, words) for member in hall.members(200)]

    done = hall.at_once(deeds)

    assert all(done)
    assert hall.rows() == hall.total() == 200
    assert hall.minutes("PetitionSigned") == 200
    assert hall.minutes("PetitionReachedGoal") == 1


def test_two_taps_are_one_signature(hall):
    member = hall.members(1)[0]

    done = hall.at_once([(member, rules.sign, pledge(hall.petition))] * 16)

    assert all(done)
    assert hall.rows() == hall.total() == hall.minutes("PetitionSigned") == 1


def test_signing_and_withdrawing_at_once_keeps_the_count(hall):
    words = pledge(hall.petition)
    deeds = [
        deed
        for member in hall.members(20)
        for deed in [(member, rules.sign, words), (member, rules.withdraw_signature)]
        for _ in range(3)
    ]

    hall.at_once(deeds)

    assert hall.rows() == hall.total()


def test_after_the_closing_second_nobody_has_signed(hall):
    [first, *members], words = hall.members(61), pledge(hall.petition)
    assert hall.act((first, rules.sign, words))
    hall.petition.closes_at = now() + timedelta(milliseconds=400)
    hall.make.save(hall.petition)

    def close(db, *_rest):
        time.sleep(0.1)
        rules.close_due(db)

    deeds = [
        deed
        for member in members
        for deed in [(member, rules.sign, words), (member, close)]
    ]
    done = hall.at_once(deeds)

    signed = hall.count(lambda db: db.exec(select(func.max(Signature.signed_at))).one())
    assert not all(done)
    assert hall.rows() == hall.total() > 0
    assert signed < hall.facts()["closes_at"] <= hall.facts()["closed_at"]
    assert hall.minutes("PetitionClosed") == 1


def test_the_tenth_signature_and_its_authors_withdrawal_never_both_win(hall):
    words = pledge(hall.petition)
    members = hall.members(FEW)
    hall.at_once([(member, rules.sign, words) for member in members[1:]])

    hall.at_once(
        [(members[0], rules.sign, words), (hall.petition.author_id, rules.withdraw)]
    )

    withdrawn, left = bool(hall.facts()["withdrawn_at"]), hall.rows()
    assert (withdrawn, left) in [(True, 0), (False, FEW)]


def test_the_text_is_never_changed_under_a_signature(hall):
    words, changed = pledge(hall.petition), filled_in(hall.branch, text_en="Other.")
    deeds = [(member, rules.sign, words) for member in hall.members(6)]
    edit = (hall.petition.author_id, rules.edit, Draft.model_validate(changed))

    hall.at_once([*deeds[:3], edit, *deeds[3:]])

    was_changed = hall.facts()["text_hash"] != words.text_hash
    assert hall.rows() == (0 if was_changed else 6)
