"""The two ways in which an election fails: it is false, or it is not one of ours."""

from collections.abc import Iterator
from contextlib import contextmanager


class Rejected(Exception):
    """Something is not as the protocol wants it; the reason is one sentence."""


class Outside(Rejected):
    """It cannot be read at all, or lies outside the profile UNION-B1."""


@contextmanager
def about(what: str) -> Iterator[None]:
    """Say of what it is that a reason speaks."""
    try:
        yield
    except Outside:
        raise
    except Rejected as why:
        raise Rejected(f"{what}: {why}") from None
