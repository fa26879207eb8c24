"""Recovery codes: 140 random bits that open an account on a new phone."""

from hashlib import sha256

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
