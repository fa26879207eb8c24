"""Every kind of tampering is refused, although all hashes are made anew."""

from io import BytesIO

import pytest

from tests.sealed import (
    forged_ballots,
    forged_decryptions,
    forged_files,
    forged_histories,
    forged_setups,
    forged_spellings,
    forgery,
)
from union.sealed.refusals import Rejected
from union.sealed.verifier import verify


def test_what_is_forged_was_true_before(made):
    whole = forgery.happening(made, forgery.whole(made))

    assert verify(BytesIO(whole)).result == made.result == [[1, 0, 2], [1, 2, 0]]


@pytest.mark.parametrize("kind", forgery.KINDS)
def test_it_is_refused(made, kind):
    forged = forgery.KINDS[kind](made)

    with pytest.raises(Rejected, match=r"^[A-Z]\w* .*[a-z].*\.$"):
        verify(BytesIO(forged))


REASONS = {
    "a_challenge_of_one_choice": "Ballot 4: A proof does not hold.",
    "an_alpha_outside_of_the_group": (
        "Ballot 4: A number is not an element of the group."
    ),
    "a_ballot_by_nobody_on_the_roll": (
        "Ballot 5 is by a credential that is not listed."
    ),
    "an_old_ballot_brought_back": "Ballot 5 has been cast before.",
    "a_credential_twice": "The roll is not sorted, or a credential stands in it twice.",
    "a_credential_outside_of_the_group": (
        "The roll: A number is not an element of the group."
    ),
    "another_key_of_the_election": "The election's key is not that of its tellers.",
    "the_signature_of_all_certificates": "The tellers: A proof does not hold.",
    "the_recorded_tally": (
        "The recorded tally is not the sum of the ballots that count."
    ),
    "the_number_of_ballots_counted": "The tally is not of as many ballots as it says.",
    "a_result_that_is_one_higher": (
        "The result is not what comes out of the decryptions."
    ),
    "a_factor_replaced": "The decryption by teller 2: A proof does not hold.",
    "a_factor_made_up_with_the_last_voter": (
        "The decryption by teller 3: A proof does not hold."
    ),
    "a_factor_that_a_third_teller_contradicts": (
        "The decryptions of the tellers contradict each other."
    ),
    "a_first_record_larger_than_it_may_be": (
        "A record of the archive has no size, or is too large."
    ),
    "every_signature_left_out": (
        "The tellers: Their signatures on all certificates are missing."
    ),
    "too_few_tellers": "Fewer tellers have decrypted than are needed.",
    "a_ballot_after_the_end": "Ballot is out of order.",
    "an_event_of_a_kind_that_nobody_knows": (
        "Something happened that the protocol does not know."
    ),
    "the_end_cut_off": "The archive ends inside of a record.",
}


@pytest.mark.parametrize("kind", REASONS)
def test_the_reason_is_the_right_one(made, kind):
    with pytest.raises(Rejected) as refused:
        verify(BytesIO(forgery.KINDS[kind](made)))

    assert str(refused.value) == REASONS[kind]


def test_every_forger_is_heard():
    forgers = {
        forged_ballots,
        forged_decryptions,
        forged_files,
        forged_histories,
        forged_setups,
        forged_spellings,
    }

    assert {f.__module__ for f in forgery.FORGERS} == {f.__name__ for f in forgers}


def test_there_are_more_than_thirty_kinds():
    assert len(forgery.KINDS) > 80
