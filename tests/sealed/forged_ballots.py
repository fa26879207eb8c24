"""What a voter who is on the roll may try with the own ballot, and others with it."""

import json
from copy import copy

from tests.sealed.elections import GROUP, Made
from tests.sealed.forgery import (
    P,
    Q,
    kind,
    on_a_ballot,
    opened,
    raised,
    resigned,
)
from union.sealed.credential import public_key


@on_a_ballot
def a_challenge_of_one_choice(ballot):
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["challenge"] = raised(proof["challenge"])


@on_a_ballot
def a_response_of_one_choice(ballot):
    proof = ballot["answers"][1]["individual_proofs"][2][1]
    proof["response"] = raised(proof["response"])


@on_a_ballot
def challenges_shifted_within_their_sum(ballot):
    first, second = ballot["answers"][0]["individual_proofs"][0]
    first["challenge"] = raised(first["challenge"])
    second["challenge"] = raised(second["challenge"], -1)


@on_a_ballot
def the_overall_proof(ballot):
    proof = ballot["answers"][1]["overall_proof"][0]
    proof["response"] = raised(proof["response"])


@on_a_ballot
def the_overall_proof_beside_a_blank(ballot):
    proof = ballot["answers"][0]["overall_proof"][1]
    proof["response"] = raised(proof["response"])


@on_a_ballot
def the_blank_proof(ballot):
    proof = ballot["answers"][0]["blank_proof"][0]
    proof["challenge"] = raised(proof["challenge"])


@on_a_ballot
def the_blank_and_overall_proofs_exchanged(ballot):
    answer = ballot["answers"][0]
    answer["overall_proof"], answer["blank_proof"] = (
        answer["blank_proof"],
        answer["overall_proof"],
    )


@on_a_ballot
def choices_swapped(ballot):
    choices = ballot["answers"][1]["choices"]
    choices[0], choices[1] = choices[1], choices[0]


@on_a_ballot
def choices_and_their_proofs_swapped(ballot):
    for name in ("choices", "individual_proofs"):
        pair = ballot["answers"][1][name]
        pair[0], pair[1] = pair[1], pair[0]


@on_a_ballot
def an_alpha_outside_of_the_group(ballot):
    choice = ballot["answers"][0]["choices"][0]
    choice["alpha"] = str(P - int(choice["alpha"]))


@on_a_ballot
def a_beta_outside_of_the_group(ballot):
    choice = ballot["answers"][0]["choices"][0]
    choice["beta"] = str(P - int(choice["beta"]))


@on_a_ballot
def a_beta_of_zero(ballot):
    ballot["answers"][0]["choices"][0]["beta"] = "0"


@on_a_ballot
def an_alpha_beyond_the_modulus(ballot):
    choice = ballot["answers"][0]["choices"][0]
    choice["alpha"] = str(P + int(choice["alpha"]))


@on_a_ballot
def a_challenge_that_is_not_reduced(ballot):
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["challenge"] = str(Q + int(proof["challenge"]))


@on_a_ballot
def a_response_that_is_not_reduced(ballot):
    proof = ballot["answers"][0]["overall_proof"][0]
    proof["response"] = str(Q + int(proof["response"]))


@on_a_ballot
def a_number_in_hexadecimal(ballot):
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["challenge"] = hex(int(proof["challenge"]))


@on_a_ballot
def a_number_that_begins_with_zero(ballot):
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["challenge"] = "0" + proof["challenge"]


@on_a_ballot
def a_number_with_a_sign(ballot):
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["challenge"] = "+" + proof["challenge"]


@on_a_ballot
def a_number_in_arabic_digits(ballot):
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["challenge"] = proof["challenge"].translate(
        {ord("0") + n: ord("٠") + n for n in range(10)}
    )


@on_a_ballot
def a_number_that_is_no_text(ballot):
    ballot["answers"][0]["individual_proofs"][0][0]["challenge"] = 7


@on_a_ballot
def a_word_hidden_in_an_answer(ballot):
    ballot["answers"][0]["note"] = "it was me"


@on_a_ballot
def a_word_hidden_in_a_proof(ballot):
    ballot["answers"][0]["overall_proof"][0]["note"] = "it was me"


@on_a_ballot
def fields_in_another_order(ballot):
    answer = ballot["answers"][0]
    answer["choices"] = answer.pop("choices")


@on_a_ballot
def an_answer_left_out(ballot):
    ballot["answers"].pop()


@on_a_ballot
def an_answer_too_many(ballot):
    ballot["answers"].append(ballot["answers"][0])


@on_a_ballot
def a_choice_too_many(ballot):
    for name in ("choices", "individual_proofs"):
        ballot["answers"][1][name].append(ballot["answers"][1][name][0])


@on_a_ballot
def a_branch_too_many(ballot):
    """It would prove that three are chosen where two are allowed."""
    proof = ballot["answers"][1]["overall_proof"]
    proof.append(proof[0])


@on_a_ballot
def a_branch_too_many_beside_a_blank(ballot):
    proof = ballot["answers"][0]["blank_proof"]
    proof.append(proof[0])


@on_a_ballot
def a_branch_too_few(ballot):
    ballot["answers"][1]["overall_proof"].pop()


@on_a_ballot
def a_vote_of_seven(ballot):
    choice = ballot["answers"][0]["choices"][1]
    choice["beta"] = str(int(choice["beta"]) * pow(int(GROUP.g), 6, P) % P)


@on_a_ballot
def a_blank_proof_where_there_is_no_blank(ballot):
    ballot["answers"][1]["blank_proof"] = ballot["answers"][0]["blank_proof"]


@on_a_ballot
def another_election_hash(ballot):
    ballot["election_hash"] = "A" * 43


@on_a_ballot
def another_election_identifier(ballot):
    ballot["election_uuid"] = "1" * 14


@on_a_ballot
def a_credential_that_is_no_number(ballot):
    ballot["credential"] = "everybody"


@kind
def a_ballot_by_nobody_on_the_roll(made):
    """Stuffing: all is proven and signed, but the key is not listed."""
    forged = copy(made)
    forged.secrets = [Made("somebody else", 1, 1, 1).secrets[0]]
    return opened(made, [*made.ballots, forged.ballot(0, made.votes[0][1])])


@kind
def a_ballot_copied_from_another_voter(made):
    ballot = json.loads(made.ballots[0])
    ballot["credential"] = str(public_key(GROUP, made.secrets[1]))
    return opened(made, [made.ballots[0], resigned(made, 1, ballot)])


@kind
def a_ballot_signed_with_another_key(made):
    return opened(made, [resigned(made, 1, json.loads(made.ballots[0]))])
