"""A ballot, and all that must hold of it before it is counted. Spec., Ballots."""

from collections.abc import Sequence
from dataclasses import dataclass

from gmpy2 import mpz

from union.sealed.election import Election, base64_of
from union.sealed.proofs import (
    Ciphertext,
    Key,
    Proof,
    check_knowledge,
    check_one_of,
    ciphertext_in,
    commitments,
    product,
    proof_in,
    proofs_in,
)
from union.sealed.question import Question
from union.sealed.refusals import Rejected
from union.sealed.strict import Json, read, record, row, text

ANSWER = "choices individual_proofs overall_proof"
BALLOT = "election_uuid election_hash credential answers signature"
LARGEST_BALLOT = 4_000_000  # bytes; fifty questions of twenty answers are under it


@dataclass(frozen=True)
class Ballot:
    """A ballot that holds; whether its credential is on the roll is left to ask."""

    credential: bytes
    tracker: str
    answers: list[list[Ciphertext]]


@dataclass(frozen=True)
class Answer:
    """An answer whose choices have been checked, and the proofs about all of them."""

    question: Question
    context: str
    choices: list[Ciphertext]
    overall: list[Proof]
    blank: list[Proof]


def read_ballot(election: Election, raw: bytes) -> Ballot:
    """A ballot, if it is spelled, proven and signed as it must be."""
    if len(raw) > LARGEST_BALLOT:
        raise Rejected("The ballot is too large.")
    fields = record(read(raw), BALLOT)
    if (fields["election_uuid"], fields["election_hash"]) != (
        election.uuid,
        election.digest,
    ):
        raise Rejected("The ballot belongs to another election.")
    credential = text(fields["credential"])
    key = election.group.element(credential)
    _check_signature(election, key, raw, fields["signature"])
    answers = row(fields["answers"], len(election.questions))
    context = f"{election.digest}|{credential}"
    return Ballot(
        credential.encode(),
        base64_of(raw),
        [
            _answer_in(election, question, context, answer)
            for question, answer in zip(election.questions, answers, strict=True)
        ],
    )


def _check_signature(election: Election, key: mpz, raw: bytes, thing: Json) -> None:
    """Its credential signed the ballot. Spec., Signatures.

    The text without its last field is the ballot without its signature: it was read as
    canonical, and texts inside of it hold no bare quotation mark.
    """
    fields = record(thing, "hash proof")
    unsigned = raw[: raw.rindex(b',"signature":')] + b"}"
    if text(fields["hash"]) != base64_of(unsigned):
        raise Rejected("The ballot is not the one that was signed.")
    proof = proof_in(election.group, fields["proof"])
    check_knowledge(election.group, f"sig|{fields['hash']}|", key, proof)


def _answer_in(
    election: Election, question: Question, context: str, thing: Json
) -> list[Ciphertext]:
    """Ciphertexts, each of 0 or 1, together a vote. Spec., Encrypted answers."""
    fields = record(thing, ANSWER + " blank_proof" * question.has_blank)
    group = election.group
    choices = [
        ciphertext_in(group, choice)
        for choice in row(fields["choices"], question.length)
    ]
    proofs = row(fields["individual_proofs"], question.length)
    for choice, proof in zip(choices, proofs, strict=True):
        _check_choice(election.key, context, choice, proofs_in(group, proof, 2))
    branches = question.has_blank + len(question.sums)
    answer = Answer(
        question,
        bound_to(context, choices),
        choices,
        proofs_in(group, fields["overall_proof"], branches),
        proofs_in(group, fields["blank_proof"], 2) if question.has_blank else [],
    )
    (_check_with_blank if question.has_blank else _check_sum)(election.key, answer)
    return choices


def bound_to(context: str, choices: Sequence[Ciphertext]) -> str:
    """S: what proofs about a whole answer are bound to. Spec., Encrypted answers."""
    return f"{context}|{','.join(f'{c.alpha},{c.beta}' for c in choices)}"


def _check_choice(
    key: Key, context: str, choice: Ciphertext, proof: Sequence[Proof]
) -> None:
    """It is of the group, and of 0 or 1. Spec., Proofs of interval membership."""
    found = commitments(key, choice, (0, 1), proof, is_received=True)
    prefix = f"prove|{context}|{choice.alpha},{choice.beta}|"
    check_one_of(key.group, prefix, found, proof)


def _check_sum(key: Key, answer: Answer) -> None:
    """As many were chosen as may be. Spec., Proofs of interval membership."""
    chosen = product(key.group, answer.choices)
    found = commitments(key, chosen, answer.question.sums, answer.overall)
    prefix = f"prove|{answer.context}|{chosen.alpha},{chosen.beta}|"
    check_one_of(key.group, prefix, found, answer.overall)


def _check_with_blank(key: Key, answer: Answer) -> None:
    """Blank is 0 or nothing is chosen; blank is 1 or as many are chosen as may be.

    Spec., Proofs of possibly-blank votes: `bproof0` and `bproof1`.
    """
    first, chosen = answer.choices[0], product(key.group, answer.choices[1:])
    for tag, m, sums, proof in (
        ("bproof0", 0, (0,), answer.blank),
        ("bproof1", 1, answer.question.sums, answer.overall),
    ):
        found = commitments(key, first, (m,), proof[:1])
        found += commitments(key, chosen, sums, proof[1:])
        check_one_of(key.group, f"{tag}|{answer.context}|", found, proof)
