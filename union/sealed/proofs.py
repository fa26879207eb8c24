"""Proofs that give nothing away, and how they are checked.

A proof is a challenge and a response. What the prover committed to is computed back
from them, and must hash to the challenge.
"""

from collections.abc import Sequence
from typing import NamedTuple

from gmpy2 import mpz

from union.sealed.group import Group, table
from union.sealed.refusals import Rejected
from union.sealed.strict import Json, record, row


class Proof(NamedTuple):
    """One branch: the challenge and the response to it."""

    challenge: mpz
    response: mpz


class Key(NamedTuple):
    """The key y that votes are encrypted by. Spec., Election."""

    group: Group
    y: mpz


class Ciphertext(NamedTuple):
    """(g^r, y^r g^m): the vote m under the key y. Spec., Encrypted answers."""

    alpha: mpz
    beta: mpz


def proof_in(group: Group, thing: Json) -> Proof:
    """A proof as it is written."""
    fields = record(thing, "challenge response")
    return Proof(
        group.exponent(fields["challenge"]), group.exponent(fields["response"])
    )


def proofs_in(group: Group, thing: Json, length: int) -> list[Proof]:
    """So many branches of one proof."""
    return [proof_in(group, branch) for branch in row(thing, length)]


def ciphertext_in(group: Group, thing: Json) -> Ciphertext:
    """A ciphertext as it is written; whether it is of the group is seen later."""
    fields = record(thing, "alpha beta")
    return Ciphertext(group.number(fields["alpha"]), group.number(fields["beta"]))


def product(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """The ciphertext of the sum of the votes."""
    return Ciphertext(
        group.product(one.alpha for one in ciphertexts),
        group.product(one.beta for one in ciphertexts),
    )


def check_knowledge(group: Group, prefix: str, key: mpz, proof: Proof) -> None:
    """Whoever made this knows x in key = g^x: A = g^response key^challenge."""
    committed = table(group, group.g).power(proof.response)
    committed = committed * group.power(key, proof.challenge) % group.p
    demand(group.challenge(prefix, committed) == proof.challenge)


def check_equality(
    group: Group, prefix: str, key: mpz, pair: tuple[mpz, mpz], proof: Proof
) -> None:
    """Of a pair (alpha, factor): the x in factor = alpha^x is that in key = g^x.

    Spec., Partial decryptions.
    """
    alpha, factor = pair
    a = table(group, group.g).power(proof.response)
    a = a * group.power(key, proof.challenge) % group.p
    b = group.power(alpha, proof.response)
    b = b * group.power(factor, proof.challenge) % group.p
    demand(group.challenge(prefix, a, b) == proof.challenge)


def commitments(
    key: Key,
    encrypted: Ciphertext,
    values: Sequence[int],
    proof: Sequence[Proof],
    *,
    is_received: bool = False,
) -> list[mpz]:
    """A, B of each branch "m is this value". Spec., Proofs of interval membership.

    A = g^response alpha^challenge, B = y^response (beta / g^m)^challenge. What came
    from outside is held against the group on the way.
    """
    group, challenges = key.group, [branch.challenge for branch in proof]
    powers = group.member_powers if is_received else group.powers
    alphas = powers(encrypted.alpha, challenges)
    betas = powers(encrypted.beta, challenges)
    g, y = table(group, group.g), table(group, key.y)
    found = []
    branches = zip(values, proof, alphas, betas, strict=True)
    for m, (challenge, response), a, b in branches:
        minus = g.power(-m * challenge % group.q)
        found.append(g.power(response) * a % group.p)
        found.append(y.power(response) * b % group.p * minus % group.p)
    return found


def check_one_of(
    group: Group, prefix: str, committed: Sequence[mpz], proof: Sequence[Proof]
) -> None:
    """At least one branch holds: the challenges sum up to the hash.

    Spec., Proofs of interval membership.
    """
    total = sum(branch.challenge for branch in proof) % group.q
    demand(group.challenge(prefix, *committed) == total)


def demand(holds: bool) -> None:
    """Reject what does not hold."""
    if not holds:
        raise Rejected("A proof does not hold.")
