"""Votes added up while they are encrypted. Spec., Encrypted tally."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from union.sealed.election import Election
from union.sealed.proofs import Ciphertext, product
from union.sealed.strict import written

Rows: TypeAlias = list[list[Ciphertext]]


def nothing(election: Election) -> Rows:
    """The tally of no ballots."""
    one = Ciphertext(election.group.product([]), election.group.product([]))
    return [[one] * length for length in election.shape]


def added(election: Election, tallies: Iterable[Rows]) -> Rows:
    """Answers or tallies multiplied, ciphertext by ciphertext: their votes add up."""
    total = nothing(election)
    for tally in tallies:
        total = [
            [product(election.group, pair) for pair in zip(*both, strict=True)]
            for both in zip(total, tally, strict=True)
        ]
    return total


def tally_record(tally: Rows) -> bytes:
    """The tally as its record writes it."""
    return written(
        [
            [{"alpha": str(one.alpha), "beta": str(one.beta)} for one in answers]
            for answers in tally
        ]
    )


def sized_record(counted: int, digest: str) -> bytes:
    """How many ballots a tally is of. Every weight is one."""
    sizes = {"num_tallied": counted, "total_weight": counted}
    return written(sizes | {"encrypted_tally": digest})


def result_record(result: Sequence[Sequence[int]]) -> bytes:
    """The result as its record writes it; a blank stands first in its row."""
    return written({"result": result})
