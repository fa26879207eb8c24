"""Making the proofs that `proofs.py` checks.

What is drawn is drawn in the order in which it is written: for each branch of a proof
w if it is the true one, else its challenge and its response.
"""

from collections.abc import Sequence
from typing import NamedTuple

from gmpy2 import mpz

from union.sealed.group import Group
from union.sealed.proofs import Ciphertext, Key, Proof
from union.sealed.secret import Draw, scalar, secret_power


class Branch(NamedTuple):
    """One claim: this ciphertext is of this value."""

    encrypted: Ciphertext
    m: int


class Opening(NamedTuple):
    """Which branch is true, and the r its ciphertext was made with."""

    branch: int
    r: mpz


def prove_knowledge(group: Group, prefix: str, secret: mpz, draw: Draw) -> Proof:
    """Of the secret x in g^x. Spec., Trustee keys and Signatures."""
    w = scalar(group, draw)
    challenge = group.challenge(prefix, secret_power(group, group.g, w))
    return Proof(challenge, (w - secret * challenge) % group.q)


def prove_equality(
    group: Group, prefix: str, secret: mpz, alpha: mpz, draw: Draw
) -> Proof:
    """The x in alpha^x is that in g^x. Spec., Partial decryptions."""
    w = scalar(group, draw)
    committed = [secret_power(group, base, w) for base in (group.g, alpha)]
    challenge = group.challenge(prefix, *committed)
    return Proof(challenge, (w - secret * challenge) % group.q)


def prove_one_of(
    key: Key, prefix: str, branches: Sequence[Branch], opening: Opening, draw: Draw
) -> list[Proof]:
    """One of these claims is true. Spec., Proofs of interval membership."""
    group, w = key.group, mpz(0)
    proof: list[Proof] = []
    committed: list[mpz] = []
    for index, branch in enumerate(branches):
        if index == opening.branch:
            w = scalar(group, draw)
            proof.append(Proof(mpz(0), mpz(0)))
            committed += [secret_power(group, base, w) for base in (group.g, key.y)]
        else:
            proof.append(Proof(scalar(group, draw), scalar(group, draw)))
            committed += _simulated(key, branch, proof[-1])
    others = sum(branch.challenge for branch in proof)
    challenge = (group.challenge(prefix, *committed) - others) % group.q
    proof[opening.branch] = Proof(challenge, (w - opening.r * challenge) % group.q)
    return proof


def _simulated(key: Key, branch: Branch, proof: Proof) -> list[mpz]:
    """What a claim that is false would have to be committed to, for this proof."""
    group, (alpha, beta) = key.group, branch.encrypted
    claimed = beta * group.inverse(group.power(group.g, mpz(branch.m))) % group.p
    return [
        secret_power(group, base, proof.response)
        * secret_power(group, encrypted, proof.challenge)
        % group.p
        for base, encrypted in ((group.g, alpha), (key.y, claimed))
    ]
