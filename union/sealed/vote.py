"""Sealing a vote: choices become ciphertexts, with proofs that they are a vote.

On a phone the same is done by the page's own script; both make the same ballot of the
same randomness. Spec., Encrypted answers.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from gmpy2 import mpz

from union.sealed.ballot import bound_to, read_ballot
from union.sealed.election import Election, base64_of
from union.sealed.proofs import Ciphertext, Key, Proof, product
from union.sealed.proving import Branch, Opening, prove_knowledge, prove_one_of
from union.sealed.question import Question
from union.sealed.refusals import Rejected
from union.sealed.secret import Draw, scalar, secret_power
from union.sealed.strict import written

Votes: TypeAlias = Sequence[Sequence[int]]


class Sealed(NamedTuple):
    """A ballot, and the r of each ciphertext: to be shown in an audit, never sent."""

    raw: bytes
    randomness: list[list[mpz]]


class Choice(NamedTuple):
    """What is known only where the vote is sealed."""

    m: int
    r: mpz
    encrypted: Ciphertext


def encrypt(key: Key, m: int, r: mpz) -> Ciphertext:
    """(g^r, y^r g^m). Spec., Encrypted answers."""
    group = key.group
    mask = secret_power(group, key.y, r)
    return Ciphertext(
        secret_power(group, group.g, r),
        mask * secret_power(group, group.g, mpz(m)) % group.p,
    )


def seal(election: Election, secret: mpz, votes: Votes, draw: Draw) -> Sealed:
    """A ballot of these votes, signed with the secret of a credential."""
    group = election.group
    credential = str(secret_power(group, group.g, secret))
    context = f"{election.digest}|{credential}"
    if len(votes) != len(election.questions):
        raise Rejected("There is not one vote for each question.")
    answers, randomness = [], []
    for question, vote in zip(election.questions, votes, strict=True):
        question.check(vote)
        answer, used = _answer(election.key, question, context, vote, draw)
        answers.append(answer)
        randomness.append(used)
    ballot: dict[str, object] = {
        "election_uuid": election.uuid,
        "election_hash": election.digest,
        "credential": credential,
        "answers": answers,
    }
    digest = base64_of(written(ballot))
    proof = prove_knowledge(group, f"sig|{digest}|", secret, draw)
    ballot["signature"] = {"hash": digest, "proof": as_written(proof)}
    return Sealed(written(ballot), randomness)


def check_audit(
    election: Election, raw: bytes, votes: Votes, randomness: Sequence[Sequence[mpz]]
) -> None:
    """On a second device: this ballot holds, and says what was chosen."""
    answers = read_ballot(election, raw).answers
    lengths = [*map(len, votes)], [*map(len, randomness)]
    if lengths != (election.shape, election.shape):
        raise Rejected("The votes or what is revealed are of other questions.")
    said = [
        [encrypt(election.key, m, r) for m, r in zip(vote, used, strict=True)]
        for vote, used in zip(votes, randomness, strict=True)
    ]
    if said != answers:
        raise Rejected("This ballot does not say what was chosen.")


def as_written(proof: Proof) -> dict[str, str]:
    """A proof as records write it."""
    return {"challenge": str(proof.challenge), "response": str(proof.response)}


def _answer(
    key: Key, question: Question, context: str, vote: Sequence[int], draw: Draw
) -> tuple[dict[str, object], list[mpz]]:
    choices, individual = [], []
    for m in vote:
        r = scalar(key.group, draw)
        choices.append(Choice(m, r, encrypt(key, m, r)))
        individual.append(_prove_choice(key, context, choices[-1], draw))
    ciphertexts = [choice.encrypted for choice in choices]
    prove = _prove_with_blank if question.has_blank else _prove_sum
    proofs = prove(key, question, bound_to(context, ciphertexts), choices, draw)
    answer: dict[str, object] = {
        "choices": [{"alpha": str(c.alpha), "beta": str(c.beta)} for c in ciphertexts],
        "individual_proofs": [[*map(as_written, proof)] for proof in individual],
    }
    for name, proof in zip(("overall_proof", "blank_proof"), proofs, strict=False):
        answer[name] = [*map(as_written, proof)]
    return answer, [choice.r for choice in choices]


def _prove_choice(key: Key, context: str, choice: Choice, draw: Draw) -> list[Proof]:
    encrypted = choice.encrypted
    prefix = f"prove|{context}|{encrypted.alpha},{encrypted.beta}|"
    branches = [Branch(encrypted, 0), Branch(encrypted, 1)]
    return prove_one_of(key, prefix, branches, Opening(choice.m, choice.r), draw)


def _sum(key: Key, choices: Sequence[Choice]) -> Choice:
    return Choice(
        sum(choice.m for choice in choices),
        sum(choice.r for choice in choices) % key.group.q,
        product(key.group, [choice.encrypted for choice in choices]),
    )


def _prove_sum(
    key: Key, question: Question, context: str, choices: Sequence[Choice], draw: Draw
) -> list[list[Proof]]:
    chosen = _sum(key, choices)
    prefix = f"prove|{context}|{chosen.encrypted.alpha},{chosen.encrypted.beta}|"
    branches = [Branch(chosen.encrypted, m) for m in question.sums]
    opening = Opening(chosen.m - question.least, chosen.r)
    return [prove_one_of(key, prefix, branches, opening, draw)]


def _prove_with_blank(
    key: Key, question: Question, context: str, choices: Sequence[Choice], draw: Draw
) -> list[list[Proof]]:
    """`bproof1` is written first, so it is drawn first."""
    blank, chosen = choices[0], _sum(key, choices[1:])
    is_one = [Branch(blank.encrypted, 1)]
    is_enough = [Branch(chosen.encrypted, m) for m in question.sums]
    is_zero = [Branch(blank.encrypted, 0), Branch(chosen.encrypted, 0)]
    if blank.m:
        openings = Opening(0, blank.r), Opening(1, chosen.r)
    else:
        openings = Opening(1 + chosen.m - question.least, chosen.r), Opening(0, blank.r)
    proofs = (("bproof1", is_one + is_enough), ("bproof0", is_zero))
    return [
        prove_one_of(key, f"{tag}|{context}|", branches, opening, draw)
        for (tag, branches), opening in zip(proofs, openings, strict=True)
    ]
