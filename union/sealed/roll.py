"""The roll: the public credentials of all who may vote, sorted by number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from gmpy2 import mpz

from union.sealed.group import Group
from union.sealed.refusals import Outside, Rejected

ROLL = re.compile(rb'\["[1-9][0-9]{0,616}"(?:,"[1-9][0-9]{0,616}")*+\]')
WEIGHTED = re.compile(rb'"[0-9]{1,617},[0-9]')
AT_ONCE = 1 << 16  # bytes


@dataclass(frozen=True)
class Roll:
    """Who may vote. Of each credential the digest is kept: it is a tenth of it."""

    digest: str
    places: frozenset[bytes]

    def __contains__(self, credential: object) -> bool:
        return isinstance(credential, bytes) and fingerprint(credential) in self.places

    def __len__(self) -> int:
        return len(self.places)


def fingerprint(credential: bytes) -> bytes:
    """What stands for a credential in memory."""
    return sha256(credential).digest()


def read_roll(raw: bytes) -> Roll:
    """The roll from its record: sorted by number, so that its order tells nothing."""
    if not ROLL.fullmatch(raw):
        if WEIGHTED.search(raw):
            raise Outside("Weighted votes are not part of UNION-B1.")
        raise Rejected("The roll is not a list of credentials.")
    before = mpz(0)
    for digits in credentials_in(BytesIO(raw), len(raw)):
        if (number := mpz(digits.decode())) <= before:
            raise Rejected(
                "The roll is not sorted, or a credential stands in it twice."
            )
        before = number
    credentials = credentials_in(BytesIO(raw), len(raw))
    places = frozenset(map(fingerprint, credentials))
    return Roll(sha256(raw).hexdigest(), places)


def credentials_in(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The credentials of a roll that begins here, without its whole in memory."""
    begun = b""
    for at in range(0, size, AT_ONCE):
        begun += file.read(min(AT_ONCE, size - at))
        *whole, begun = begun.split(b",")
        yield from (one.strip(b'["]') for one in whole)
    yield begun.strip(b'["]')


def check_members(group: Group, credentials: list[bytes]) -> None:
    """Each credential is an element of the group behind which somebody can be."""
    for credential in credentials:
        group.key(credential.decode())
