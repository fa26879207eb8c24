"""Short codes: eight characters to read out, to type, to tear off a sheet."""

import secrets

from union.members.recovery import ALPHABET

LENGTH = 8

# What is read as something else, and Cyrillic letters drawn like Latin ones.
_READ_AS = str.maketrans("ILOАВСЕНКМОРТХУЅІЈ", "110ABCEHKM0PTXYS1J")


def new_short_code() -> str:
    """A code of forty random bits, without groups."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(code: str) -> str:
    """What was typed as it is kept: «k3m2 – q7хо» is K3M2Q7X0."""
    upper = code.upper().translate(_READ_AS)
    return "".join(character for character in upper if character in ALPHABET)
