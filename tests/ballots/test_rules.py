from datetime import timedelta
from hashlib import sha256

import pytest
from sqlmodel import func, select

from tests.ballots.factories import SEALER, proposal, vote
from union.ballots import rules
from union.ballots.events import BallotClosed, BallotOpened, RollFrozen, StepProposed
from union.ballots.models import (
    ABSTAIN,
    NO,
    YES,
    EarlyClosing,
    Envelope,
    ObjectionForm,
    Proposal,
    Resolution,
    RollEntry,
    Tally,
)
from union.ballots.permissions import belongs_on_roll
from union.ballots.queries import outcome
from union.core.base import now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announced
from union.members.models import Role

BECAUSE = EarlyClosing(reason="The platform has withdrawn its tariff.")


def test_members_do_not_prepare_ballots(db, ballots):
    [ada] = ballots.voters(1)

    with pytest.raises(NotAllowed):
        rules.draft(db, ballots.branch, ada, Proposal.model_validate(proposal()))


def test_a_ballot_has_a_majority_unless_it_asks_which(db, ballots):
    form = Proposal.model_validate(proposal(majority=None))

    with pytest.raises(Invalid) as refusal:
        rules.draft(db, ballots.branch, ballots.returning_officer(), form)

    assert set(refusal.value.problems) == {"majority"}


def test_a_revision_voids_the_first_hand(db, ballots):
    ballots.voters(12)
    ballot, officer = ballots.prepared(), ballots.returning_officer()
    rules.freeze(db, ballot, officer)

    rules.revise(db, ballot, officer, Proposal.model_validate(proposal()))

    rules.freeze(db, ballot, officer)
    assert ballot.roll_frozen_at is None


def test_a_frozen_question_stays_as_it_is(db, ballots):
    ballot = ballots.frozen(ballots.voters(12))

    with pytest.raises(Refused, match="stays as it is"):
        rules.revise(
            db,
            ballot,
            ballots.returning_officer(),
            Proposal.model_validate(proposal()),
        )


def test_the_roll_is_frozen_by_two(db, ballots):
    voters, ballot = ballots.voters(12), ballots.prepared()
    officer, teller = ballots.returning_officer(), ballots.teller()

    rules.freeze(db, ballot, officer)
    assert ballot.roll_frozen_at is None
    rules.freeze(db, ballot, teller)

    everyone = sorted(m.id for m in [*voters, officer, teller])
    assert ballot.roll_size == 14
    assert ballot.roll_digest == rules.digest(ballot.id, everyone)
    kinds = [type(event) for event in announced(db)]
    assert kinds == [StepProposed, RollFrozen]


def test_anyone_can_compute_the_hash_of_the_roll_again(db, ballots):
    ballots.voters(12)
    ballot = ballots.prepared()
    rules.freeze(db, ballot, ballots.returning_officer())
    rules.freeze(db, ballot, ballots.teller())

    ids = sorted(one.hex for one in db.exec(select(RollEntry.member_id)))
    text = "".join(f"{line}\n" for line in ["ortaq roll 1", ballot.id.hex, *ids])

    assert ballot.roll_digest == sha256(text.encode()).hexdigest()


def test_two_of_the_same_role_are_one_hand(db, ballots):
    ballots.voters(12)
    ballot = ballots.prepared()
    rules.freeze(db, ballot, ballots.teller())

    with pytest.raises(Refused, match="another role"):
        rules.freeze(db, ballot, ballots.teller())


def test_one_person_is_one_hand(db, ballots):
    ballots.voters(12)
    ballot, teller = ballots.prepared(), ballots.teller()
    rules.freeze(db, ballot, teller)

    with pytest.raises(Refused, match="Another person"):
        rules.freeze(db, ballot, teller)


def test_a_steward_is_no_hand(db, ballots, make):
    steward = make.officer(Role.STEWARD, ballots.branch)

    with pytest.raises(NotAllowed):
        rules.freeze(db, ballots.prepared(), steward)


def test_only_full_members_of_the_branch_are_enrolled(db, ballots, make):
    branch = ballots.branch
    full = ballots.voters(11)
    below = make.member(branch=make.branch(under=branch))
    make.member(branch=branch, admitted_at=None)
    make.member(branch=branch, admitted_at=now() - timedelta(days=13))
    make.member(branch=branch, suspended_at=now())
    make.member(branch=branch, left_at=now())
    make.member(branch=branch, manages_since=now())
    make.member()
    ballot = ballots.prepared()
    hands = [ballots.returning_officer(), ballots.teller()]

    for hand in hands:
        rules.freeze(db, ballot, hand)

    enrolled = set(db.exec(select(RollEntry.member_id)))
    assert enrolled == {m.id for m in [*full, below, *hands]}


def test_a_confidential_ballot_needs_ten(db, ballots):
    ballots.voters(7)
    ballot = ballots.prepared()
    rules.freeze(db, ballot, ballots.returning_officer())

    with pytest.raises(Refused, match="at least ten"):
        rules.freeze(db, ballot, ballots.teller())


def test_a_named_ballot_may_be_small(db, ballots):
    ballot = ballots.prepared(secrecy="named")
    rules.freeze(db, ballot, ballots.returning_officer())
    rules.freeze(db, ballot, ballots.teller())

    assert ballot.roll_size == 2


def test_an_objection_is_answered_before_the_roll_is_frozen(db, ballots, make):
    ballots.voters(12)
    ballot, officer = ballots.prepared(), ballots.returning_officer()
    new = make.member(branch=ballots.branch, admitted_at=now() - timedelta(days=3))
    form = ObjectionForm(reason="I was admitted in October.")
    objection = rules.object_to_roll(db, ballot, new, form)
    assert rules.object_to_roll(db, ballot, new, form) is objection

    with pytest.raises(Refused, match="every objection"):
        rules.freeze(db, ballot, officer)


@pytest.mark.parametrize("upheld", [True, False])
def test_an_upheld_objection_puts_its_author_on_the_roll(db, ballots, make, upheld):
    ballots.voters(12)
    ballot, officer = ballots.prepared(), ballots.returning_officer()
    new = make.member(branch=ballots.branch, admitted_at=now() - timedelta(days=3))
    objection = rules.object_to_roll(db, ballot, new, ObjectionForm(reason="I am."))
    answer = Resolution(answer="By the paper list.", upheld=upheld)

    rules.resolve(db, ballot, officer, objection, answer)

    rules.freeze(db, ballot, officer)
    rules.freeze(db, ballot, ballots.teller())
    assert (db.get(RollEntry, (ballot.id, new.id)) is not None) == upheld


def test_an_answer_to_an_objection_stands(db, ballots, make):
    """Two officers had the same desk before their eyes; one was quicker."""
    ballot, new = ballots.prepared(), make.member(branch=ballots.branch)
    objection = rules.object_to_roll(db, ballot, new, ObjectionForm(reason="I am."))
    yes = Resolution(answer="By the paper list.", upheld=True)
    rules.resolve(db, ballot, ballots.returning_officer(), objection, yes)
    db.commit()

    with pytest.raises(Refused, match="has been answered"):
        rules.resolve(
            db,
            ballot,
            ballots.returning_officer(),
            objection,
            Resolution(answer="No.", upheld=False),
        )

    assert objection.upheld


def test_tellers_answer_no_objections(db, ballots, make):
    ballot, new = ballots.prepared(), make.member(branch=ballots.branch)
    objection = rules.object_to_roll(db, ballot, new, ObjectionForm(reason="I am."))
    answer = Resolution(answer="Yes.", upheld=True)

    with pytest.raises(NotAllowed):
        rules.resolve(db, ballot, ballots.teller(), objection, answer)


def test_a_ballot_opens_by_two_at_its_hour(db, ballots):
    soon = now() + timedelta(hours=1)
    ballot = ballots.frozen(ballots.voters(12), opens_at=soon)
    officer, teller = ballots.returning_officer(), ballots.teller()

    rules.approve_opening(db, ballot, officer)
    assert ballot.cleared_at is None
    rules.approve_opening(db, ballot, teller)

    assert ballot.opened_at is None
    assert not ballot.is_open(now())
    assert ballot.is_open(soon)


def test_a_ballot_whose_hour_has_come_opens_at_once(db, ballots):
    ballot = ballots.frozen(ballots.voters(12))
    rules.approve_opening(db, ballot, ballots.returning_officer())
    rules.approve_opening(db, ballot, ballots.teller())

    db.refresh(ballot)
    assert ballot.opened_at
    assert isinstance(announced(db)[-1], BallotOpened)


def test_a_provisional_roll_opens_nothing(db, ballots):
    with pytest.raises(Refused, match="must be frozen"):
        rules.approve_opening(db, ballots.prepared(), ballots.returning_officer())


def test_the_last_vote_counts(db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    ballots.cast(ballot, [(voters[0], YES), (voters[0], NO)])

    ballots.cast(ballot, [(voter, YES) for voter in voters[1:]])
    ballots.end(ballot)
    rules.close(db, ballot, SEALER)
    assert outcome(db, ballot).tally == {YES: 11, NO: 1, ABSTAIN: 0}


def test_the_same_form_again_changes_nothing(db, ballots):
    voters = ballots.voters(12)
    ballot, form = ballots.open(voters), vote(YES)
    rules.cast(db, ballot, voters[0], form, SEALER)
    sealed = db.exec(select(Envelope.sealed)).one()

    rules.cast(db, ballot, voters[0], form, SEALER)

    assert db.exec(select(Envelope.sealed)).one() == sealed


@pytest.mark.parametrize("secrecy", ["named", "confidential"])
def test_a_form_that_comes_late_does_not_undo_a_newer_vote(db, ballots, secrecy):
    voters = ballots.voters(12)
    ballot = ballots.open(voters, secrecy=secrecy)
    stale, newer = vote(YES), vote(NO)
    rules.cast(db, ballot, voters[0], newer, SEALER)

    with pytest.raises(Refused, match="still counts"):
        rules.cast(db, ballot, voters[0], stale, SEALER)

    ballots.end(ballot)
    rules.close(db, ballot, SEALER)
    assert outcome(db, ballot).tally[NO] == 1


def test_only_the_roll_votes(db, ballots, make):
    ballot = ballots.open(ballots.voters(12))

    with pytest.raises(NotAllowed, match="frozen roll"):
        rules.cast(db, ballot, make.member(branch=ballots.branch), vote(), SEALER)


def test_whoever_manages_others_votes_in_no_ballot(db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    voters[0].manages_since = now()

    with pytest.raises(NotAllowed, match="you vote in no ballot"):
        rules.cast(db, ballot, voters[0], vote(), SEALER)

    assert not belongs_on_roll(voters[0], ballot, now())
    assert belongs_on_roll(voters[1], ballot, now())


@pytest.mark.parametrize("gone", ["suspended_at", "left_at"])
def test_whoever_was_suspended_since_the_roll_was_frozen_cannot_vote(db, ballots, gone):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    setattr(voters[0], gone, now())

    with pytest.raises(NotAllowed, match="suspended"):
        rules.cast(db, ballot, voters[0], vote(), SEALER)

    assert db.exec(select(func.count()).select_from(Envelope)).one() == 0


def test_no_objection_puts_a_manager_on_the_roll(db, ballots, make):
    ballots.voters(12)
    ballot, officer = ballots.prepared(), ballots.returning_officer()
    boss = make.member(branch=ballots.branch, manages_since=now())
    objection = rules.object_to_roll(db, ballot, boss, ObjectionForm(reason="I am."))

    rules.resolve(
        db, ballot, officer, objection, Resolution(answer="Yes.", upheld=True)
    )

    rules.freeze(db, ballot, officer)
    rules.freeze(db, ballot, ballots.teller())
    assert db.get(RollEntry, (ballot.id, boss.id)) is None


def test_no_vote_is_taken_before_the_hour(db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters, opens_at=now() + timedelta(seconds=30))

    with pytest.raises(Refused, match="not opened"):
        rules.cast(db, ballot, voters[0], vote(), SEALER)


def test_the_last_second_still_counts(db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters, closes_at=now() + timedelta(seconds=5))

    rules.cast(db, ballot, voters[0], vote(), SEALER)

    assert db.exec(select(func.count()).select_from(Envelope)).one() == 1


def test_at_the_hour_votes_are_refused_even_if_the_worker_sleeps(db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters, closes_at=now())

    with pytest.raises(Refused, match="has closed"):
        rules.cast(db, ballot, voters[0], vote(), SEALER)
    assert ballot.closed_at is None


def test_casting_is_never_announced(db, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    rules.cast(db, ballot, voters[0], vote(), SEALER)

    assert announced(db) == []


def test_a_ballot_closes_once(db, ballots):
    ballot = ballots.end(ballots.open(ballots.voters(12)))

    assert rules.close(db, ballot, SEALER)
    assert not rules.close(db, ballot, SEALER)

    assert [type(event) for event in announced(db)] == [BallotClosed]


def test_the_clock_closes_nothing_before_the_hour(db, ballots):
    assert not rules.close(db, ballots.open(ballots.voters(12)), SEALER)


def test_one_hand_counts_after_the_hour(db, ballots):
    ballot = ballots.open(ballots.voters(12))
    teller = ballots.teller()
    with pytest.raises(Refused, match="has not come"):
        rules.close_by_hand(db, ballot, teller, SEALER)

    rules.close_by_hand(db, ballots.end(ballot), teller, SEALER)

    db.refresh(ballot)
    assert ballot.closed_at


def test_closing_early_takes_two_and_a_reason(db, ballots):
    ballot = ballots.open(ballots.voters(12))
    officer, teller = ballots.returning_officer(), ballots.teller()

    rules.close_early(db, ballot, officer, BECAUSE, SEALER)
    assert ballot.closed_at is None
    rules.close_early(db, ballot, teller, BECAUSE, SEALER)

    db.refresh(ballot)
    assert ballot.closed_at
    assert ballot.closed_early_because == BECAUSE.reason


def test_every_answer_has_a_tally_even_of_nobody(db, ballots):
    ballot = ballots.end(ballots.open(ballots.voters(12)))

    rules.close(db, ballot, SEALER)

    assert len(db.exec(select(Tally)).all()) == 3


def test_a_ballot_that_was_not_opened_in_time_lapses_once(db, ballots):
    voters = ballots.voters(3)
    late = ballots.frozen(voters, closes_at=now() - timedelta(hours=1))
    ballots.frozen(voters, closes_at=now() + timedelta(hours=1))

    rules.lapse_due(db)
    rules.lapse_due(db)

    assert [event.ballot_id for event in announced(db)] == [late.id]
    db.refresh(late)
    assert late.lapsed_at
