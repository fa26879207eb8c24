"""Short codes that survive being read aloud and retyped."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 8

_MEANT = str.maketrans("ILO", "110", "- ")


def new_short_code() -> str:
    """A code that says nothing about anybody."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """The code a person meant: I and L are 1, O is 0, hyphens and case mean nothing."""
    return typed.strip().upper().translate(_MEANT)
