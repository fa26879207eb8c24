"""Exponents that nobody may learn: where they come from, and powers in constant time.

Randomness is handed in as a function that gives so many bytes (`secrets.token_bytes`),
so that a test or another device can make the same again.
"""

from collections.abc import Callable
from typing import TypeAlias

from gmpy2 import mpz, powmod_sec

from union.sealed.group import Group

Draw: TypeAlias = Callable[[int], bytes]

SCALAR_BYTES = 48  # 128 bits more than q has, so that the remainder is as good as even
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def scalar(group: Group, draw: Draw) -> mpz:
    """A random exponent."""
    return mpz(int.from_bytes(draw(SCALAR_BYTES), "big")) % group.q


def secret_power(group: Group, base: mpz, exponent: mpz) -> mpz:
    """An element of the group to a secret exponent, in constant time.

    3q changes no power, and brings every exponent below q to 258 bits.
    """
    return powmod_sec(base, exponent + 3 * group.q, group.p)


def token(draw: Draw, length: int) -> str:
    """So many random signs of base 58."""
    signs = ""
    while len(signs) < length:
        byte = draw(1)[0]
        if byte < len(BASE58) * 4:  # or the first signs would come more often
            signs += BASE58[byte % len(BASE58)]
    return signs
