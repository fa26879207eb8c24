"""Recovery codes: 140 random bits that open an account on a new phone."""

from hashlib import sha256
from itertools import combinations

from union.members.codes import drawn, tidy

LENGTH = 28
GROUP = 4


def new_code() -> str:
    """A code to write down, in groups of four."""
    code = drawn(LENGTH)
    return "-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """What is kept of a code, and how its owner is found by it."""
    return sha256(tidy(code).encode()).hexdigest()


def group(code: str, number: int) -> str:
    """One of a code's groups; the first is number 1."""
    return tidy(code)[(number - 1) * GROUP : number * GROUP]


def asked_for(digest: str) -> tuple[int, int]:
    """Which two groups show that a code was written down: always the same for it."""
    pairs = list(combinations(range(1, LENGTH // GROUP + 1), 2))
    return pairs[int(digest, 16) % len(pairs)]


def is_same(typed: str, group: str) -> bool:
    """Whether these are the letters of the group, however they were typed."""
    return tidy(typed) == group
