"""The code on a paper: eight characters that survive being read aloud and retyped."""

from union.members import codes

LENGTH = codes.SHORT
_MEANT = str.maketrans("ILO", "110", "- ")


def new_code() -> str:
    """A code that says nothing about the paper."""
    return codes.drawn(LENGTH)


def as_written(typed: str) -> str:
    """The code a person meant: I and L are 1, O is 0, hyphens and case mean nothing."""
    return typed.upper().translate(_MEANT)
