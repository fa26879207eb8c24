"""The code on a paper: eight characters that survive being read aloud and retyped."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
LENGTH = 8
_MEANT = str.maketrans("ILO", "110", "- ")


def new_code() -> str:
    """A code that says nothing about the paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_written(typed: str) -> str:
    """The code a person meant: I and L are 1, O is 0, hyphens and case mean nothing."""
    return typed.upper().translate(_MEANT)
