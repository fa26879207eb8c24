"""What tellers take off the tally, and what is left. Spec., Election result."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from gmpy2 import mpz

from union.sealed.election import Election
from union.sealed.group import Group
from union.sealed.proofs import check_equality, proof_in
from union.sealed.refusals import Rejected
from union.sealed.strict import Json, read, record, row
from union.sealed.tally import Rows
from union.sealed.trustees import Tellers, Trustees

Factors: TypeAlias = list[list[mpz]]
Pair: TypeAlias = tuple[mpz, mpz]  # alpha, and the factor alpha^x
Prefix: TypeAlias = Callable[[Election, mpz, Pair], str]
Cell = TypeVar("Cell")

DECRYPTION = "decryption_factors decryption_proofs ?bound_proofs"


def read_factors(election: Election, key: mpz, tally: Rows, raw: bytes) -> Factors:
    """A teller's factors alpha^x, each proven to be made with the teller's key.

    The proofs of version 1 hash neither alpha nor the factor: whoever votes last can
    choose alpha when the hash is known, and the teller then proves a false factor
    (Bernhard, Pereira, Warinschi, 2012). Bound proofs hash both.
    """
    fields = record(read(raw), DECRYPTION)
    group = election.group
    factors = _cells(tally, fields["decryption_factors"], group.element)
    alphas = [one.alpha for ciphertexts in tally for one in ciphertexts]
    pairs = [*zip(alphas, (x for cells in factors for x in cells), strict=True)]
    for name, prefix in (("decryption_proofs", of_key), ("bound_proofs", of_factor)):
        if name in fields:
            proofs = _cells(tally, fields[name], partial(proof_in, group))
            flat = [proof for cells in proofs for proof in cells]
            for pair, proof in zip(pairs, flat, strict=True):
                check_equality(group, prefix(election, key, pair), key, pair, proof)
    return factors


def is_bound(raw: bytes) -> bool:
    """Whether a teller proved more than version 1 asks for."""
    return "bound_proofs" in record(read(raw), DECRYPTION)


def of_key(election: Election, key: mpz, _pair: Pair) -> str:
    """What a proof hashes. Spec., Partial decryptions."""
    return f"decrypt|{election.digest}|{key}|"


def of_factor(election: Election, key: mpz, pair: Pair) -> str:
    """What a bound proof hashes: alpha and the factor, too."""
    alpha, factor = pair
    return f"union-decrypt|{election.digest}|{key}|{alpha},{factor}|"


def _cells(
    tally: Rows, thing: Json, cell_in: Callable[[Json], Cell]
) -> list[list[Cell]]:
    """One thing for each ciphertext of the tally."""
    return [
        [cell_in(cell) for cell in row(cells, len(ciphertexts))]
        for ciphertexts, cells in zip(tally, row(thing, len(tally)), strict=True)
    ]


def combined(
    election: Election, trustees: Trustees, given: Mapping[int, Factors]
) -> Factors:
    """What all tellers take off together; `given` has each one's factors by number."""
    taken: list[Factors] = []
    first = 1
    for tellers in trustees.groups:
        numbers = range(first, first + len(tellers.keys))
        here = {n - first + 1: given[n] for n in given if n in numbers}
        taken.append(_of_tellers(election, tellers, here))
        first = numbers.stop
    return [
        [election.group.product(cells) for cells in zip(*rows, strict=True)]
        for rows in zip(*taken, strict=True)
    ]


def _of_tellers(
    election: Election, tellers: Tellers, given: Mapping[int, Factors]
) -> Factors:
    """Of a group, `threshold` shares; each that is left over must say the same."""
    if len(given) < tellers.threshold:
        raise Rejected("Fewer tellers have decrypted than are needed.")
    if not tellers.is_group:
        return given[1]
    some = [*given][: tellers.threshold - 1]
    others = [*given][tellers.threshold - 1 :]
    found, *again = (_joined(election, given, [*some, other]) for other in others)
    if any(one != found for one in again):
        raise Rejected("The decryptions of the tellers contradict each other.")
    return found


def _joined(
    election: Election, given: Mapping[int, Factors], indices: Sequence[int]
) -> Factors:
    """Shares joined by their Lagrange coefficients at zero."""
    group = election.group
    shares = [(lagrange(group, index, indices), given[index]) for index in indices]
    return [
        [
            group.product(group.power(f[q][c], weight) for weight, f in shares)
            for c in range(length)
        ]
        for q, length in enumerate(election.shape)
    ]


def lagrange(group: Group, index: int, indices: Sequence[int]) -> mpz:
    """The product of k / (k - index) over the others k, modulo q."""
    result = mpz(1)
    for other in indices:
        if other != index:
            inverse = pow(mpz(other - index), -1, group.q)
            result = result * other * inverse % group.q
    return result


def result_of(
    election: Election, tally: Rows, factors: Factors, most: int
) -> list[list[int]]:
    """The numbers of votes: the logarithms of beta / factor, at most `most`."""
    group = election.group
    left = [
        [
            one.beta * group.inverse(factor) % group.p
            for one, factor in zip(ciphertexts, row_, strict=True)
        ]
        for ciphertexts, row_ in zip(tally, factors, strict=True)
    ]
    logarithms = _logarithms(group, {x for cells in left for x in cells}, most)
    return [[logarithms[x] for x in cells] for cells in left]


def _logarithms(group: Group, wanted: set[mpz], most: int) -> dict[mpz, int]:
    found: dict[mpz, int] = {}
    power = mpz(1)
    for m in range(most + 1):
        if power in wanted:
            found[power] = m
        power = power * group.g % group.p
    if len(found) < len(wanted):
        raise Rejected("More votes come out than ballots were counted.")
    return found
