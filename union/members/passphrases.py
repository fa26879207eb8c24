"""Passphrases (Argon2id, met here only): how one is kept, and whether it is the one."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 12  # characters
LONGEST = 256  # bytes

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = BoundedSemaphore(4)  # each takes 19 MiB: a crowd at the door waits in line


def hash_of(passphrase: str) -> str:
    """What is kept of a passphrase."""
    with _turns:
        return _hasher.hash(_normal(passphrase))


def matches(kept: str | None, passphrase: str) -> bool:
    """Whether this is the passphrase; without one to compare, as much work for a no."""
    with _turns:
        try:
            right = _hasher.verify(kept or _nobodys(), _normal(passphrase))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return right and kept is not None


def length_in_bytes(passphrase: str) -> int:
    return len(_normal(passphrase).encode())


def length_in_characters(passphrase: str) -> int:
    return len(_normal(passphrase))


def _normal(passphrase: str) -> str:
    """The same letters, whichever keyboard composed them."""
    return unicodedata.normalize("NFKC", passphrase)


@cache
def _nobodys() -> str:
    return _hasher.hash("a passphrase that nobody has")
