"""What a crowd of the demo leaves behind is what the rules leave, one by one."""

import pytest
from sqlmodel import col, select

from tests.ballots.factories import MakeBallots
from tests.petitions.factories import MakePetition, pledge
from union.ballots import rules as ballots_rules
from union.ballots.keys import sealer
from union.ballots.models import NO, YES, NamedVote, RollEntry, Vote
from union.ballots.queries import outcome
from union.cli.demo import crowds
from union.core.base import now
from union.petitions import rules as petitions_rules
from union.petitions.models import CountingPlace, Signature
from union.petitions.queries import tally


@pytest.mark.parametrize("secrecy", ["confidential", "named"])
def test_a_crowd_votes_as_each_would(app, db, make, secrecy):
    ballots = MakeBallots(db, make)
    voters = ballots.voters(15)
    one_by_one, at_once = (ballots.open(voters, secrecy=secrecy) for _ in range(2))
    answers = [(voter, NO if n % 3 else YES) for n, voter in enumerate(voters[:12])]

    with app.app_context():
        for voter, choice in answers:
            ballots_rules.cast(db, one_by_one, voter, Vote(choice, "", 0), sealer())
        crowds.cast(db, at_once, [(voter.id, choice) for voter, choice in answers])

        assert marked(db, at_once) == marked(db, one_by_one) != set()
        for ballot in (one_by_one, at_once):
            ballots.end(ballot)
            assert ballots_rules.close(db, ballot, sealer())
    assert outcome(db, at_once).tally == outcome(db, one_by_one).tally
    assert named(db, at_once) == named(db, one_by_one)


def test_a_crowd_signs_as_each_would(db, make):
    maker = MakePetition(db)
    branch = make.branch()
    one_by_one, at_once = (maker.petition(branch=branch, goal=10) for _ in range(2))
    signers = [make.member(branch=branch) for _ in range(12)]
    for signer in signers:
        petitions_rules.sign(db, one_by_one, signer, pledge(one_by_one, word="Yes."))

    read = pledge(at_once, word="Yes.")
    signings = [crowds.Signing(signer.id, read, now()) for signer in signers]

    crowds.sign(db, at_once, signings)

    assert tally(db, at_once.id) == tally(db, one_by_one.id)
    assert signed(db, at_once) == signed(db, one_by_one)
    assert places(db, at_once) == places(db, one_by_one)
    for petition in (one_by_one, at_once):
        assert petition.frozen_at
        assert petition.goal_reached_at


def marked(db, ballot):
    voted = col(RollEntry.voted).is_(True)
    entries = select(RollEntry.member_id).where(RollEntry.ballot_id == ballot.id, voted)
    return set(db.exec(entries))


def named(db, ballot):
    kept = select(NamedVote.member_id, NamedVote.choice, NamedVote.key, NamedVote.drawn)
    return set(db.exec(kept.where(NamedVote.ballot_id == ballot.id)).all())


def signed(db, petition):
    kept = select(Signature).where(Signature.petition_id == petition.id)
    return {(s.member_id, s.disclosure, s.word, s.waiting) for s in db.exec(kept)}


def places(db, petition):
    kept = select(CountingPlace).where(CountingPlace.petition_id == petition.id)
    return {(p.disclosure, p.place, p.signatures) for p in db.exec(kept)}
