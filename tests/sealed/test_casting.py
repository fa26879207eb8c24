"""What a ballot box takes, what it refuses, and how it publishes."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.sealed_vectors import Drawing
from union.sealed.ballot import read_ballot
from union.sealed.casting import Box, accept, batch, parts_of, that_count
from union.sealed.refusals import Rejected
from union.sealed.roll import read_roll
from union.sealed.shares import check_enough
from union.sealed.vote import check_audit, seal


@pytest.fixture
def box(made):
    roll = read_roll(made.roll)
    return Box(made.election, is_open=True, roll=roll, trackers=set(), parts=set())


def test_a_ballot_is_taken_once(made, box):
    ballot = accept(box, made.ballots[0])

    box.trackers.add(ballot.tracker)

    with pytest.raises(Rejected, match=r"cast before\.$"):
        accept(box, made.ballots[0])


def test_a_voter_may_vote_again_and_the_last_ballot_counts(made, box):
    ballots = [accept(box, raw) for raw in made.ballots]

    counted = that_count(ballots)

    assert {ballot.tracker for ballot in counted} == {b.tracker for b in ballots[1:]}


def test_a_closed_box_takes_nothing(made, box):
    closed = replace(box, is_open=False)

    with pytest.raises(Rejected, match=r"is closed\.$"):
        accept(closed, made.ballots[0])


def test_whoever_is_not_on_the_roll_cannot_vote(made, box):
    alone = replace(box, roll=set())

    with pytest.raises(Rejected, match=r"not on the roll\.$"):
        accept(alone, made.ballots[0])


def test_a_member_cannot_send_the_ballot_of_another(made, box):
    own, other = (
        read_ballot(made.election, raw).credential for raw in made.ballots[:2]
    )

    assert accept(box, made.ballots[0], own).credential == own
    with pytest.raises(Rejected, match=r"somebody else's key\.$"):
        accept(box, made.ballots[0], other)


def test_no_part_of_a_ballot_is_used_again(made, box):
    votes = [[0, 1, 0], [1, 0, 0]]
    one, other = (
        accept(box, seal(made.election, secret, votes, Drawing("the same")).raw)
        for secret in made.secrets[:2]
    )

    box.parts.update(parts_of(one))

    assert one.answers == other.answers
    with pytest.raises(Rejected, match=r"was used before\.$"):
        accept(
            box, seal(made.election, made.secrets[1], votes, Drawing("the same")).raw
        )


def test_no_ballot_uses_one_part_twice(made, box):
    votes = [[0, 1, 0], [1, 0, 0]]

    sealed = seal(made.election, made.secrets[0], votes, lambda size: b"7" * size)

    with pytest.raises(Rejected, match=r"was used before\.$"):
        accept(box, sealed.raw)


def test_a_ballot_that_does_not_hold_is_refused(made, box):
    with pytest.raises(Rejected, match=r"another election\.$"):
        accept(box, made.ballots[0].replace(made.uuid.encode(), b"1" * 14))


@given(st.lists(st.integers(0, 3)), st.text())
def test_a_batch_keeps_the_order_of_each_voter_and_of_nobody_else(voters, word):
    pool = [(b"%d" % voter, b"%d" % n) for n, voter in enumerate(voters)]

    published = batch(pool, Drawing(word))

    mixed = [voters[int(raw)] for raw in published]
    assert sorted(published) == sorted(raw for _, raw in pool)
    assert len([1 for a, b in pairwise(mixed) if a != b]) < 4
    for voter in set(voters):
        own = [int(raw) for raw in published if voters[int(raw)] == voter]
        assert own == sorted(own)


def test_a_batch_is_in_another_order_than_it_came():
    pool = [(b"%d" % n, b"%d" % n) for n in range(20)]

    orders = {tuple(batch(pool, Drawing(word))) for word in "abcdef"}

    assert len(orders) == 6


def test_an_audit_tells_a_ballot_that_says_something_else(made):
    said, meant = [[0, 1, 0], [1, 0, 0]], [[0, 0, 1], [1, 0, 0]]
    sealed = seal(made.election, made.secrets[0], said, Drawing("audit"))

    check_audit(made.election, sealed.raw, said, sealed.randomness)

    with pytest.raises(Rejected, match=r"not say what was chosen\.$"):
        check_audit(made.election, sealed.raw, meant, sealed.randomness)


@pytest.mark.parametrize(
    ("votes", "fewer"),
    [([[0, 1, 0]], 0), ([[0, 1, 0], [1, 0]], 0), ([[0, 1, 0], [1, 0, 0]], 1)],
)
def test_an_audit_of_other_questions_is_refused(made, votes, fewer):
    said = [[0, 1, 0], [1, 0, 0]]
    sealed = seal(made.election, made.secrets[0], said, Drawing("audit"))

    with pytest.raises(Rejected, match=r"of other questions\.$"):
        check_audit(made.election, sealed.raw, votes, sealed.randomness[fewer:])


@pytest.mark.parametrize(
    "votes",
    [
        [[0, 1, 1], [0, 0, 0]],
        [[1, 1, 0], [0, 0, 0]],
        [[0, 0, 0], [0, 0, 0]],
        [[0, 1, 0], [1, 1, 1]],
        [[0, 7, 0], [0, 0, 0]],
        [[0, 1], [0, 0, 0]],
        [[2, 0, 0], [0, 0, 0]],
    ],
    ids=str,
)
def test_what_is_no_vote_is_not_sealed(made, votes):
    with pytest.raises(Rejected, match="no vote"):
        seal(made.election, made.secrets[0], votes, made.draw)


@pytest.mark.parametrize(("counted", "least"), [(10, 10), (25, 20)])
def test_enough_ballots_have_a_result(counted, least):
    check_enough(counted, least)


@pytest.mark.parametrize(("counted", "least"), [(9, 10), (19, 20), (0, 10)])
def test_too_few_ballots_have_none(counted, least):
    with pytest.raises(Rejected, match="too few"):
        check_enough(counted, least)
