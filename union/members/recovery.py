"""Recovery codes: 140 random bits that open an account on a new phone."""

import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 28
GROUP = 4

# What is read as something else, and Cyrillic letters drawn like Latin ones.
_READ_AS = str.maketrans("ILOАВСЕНКМОРТХУ", "110ABCEHKM0PTXY")


def new_code() -> str:
    """A code to write down, in groups of four."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """What is kept of a code, and how its owner is found by it."""
    return sha256(_plain(code).encode()).hexdigest()


def _plain(code: str) -> str:
    upper = code.upper().translate(_READ_AS)
    return "".join(character for character in upper if character in ALPHABET)
