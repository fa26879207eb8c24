"""The hash of a roll: SHA-256 over ids that anyone who has them can put in order."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

DOMAIN = b"ortaq roll 1\n"


def digest(ballot_id: UUID, member_ids: Iterable[UUID]) -> str:
    """SHA-256 over a first line, the ballot's id and the members' ids in their order.

    Anyone can do it again from the list of ids: each is 32 hexadecimal digits and a
    newline, sorted, after the line «ortaq roll 1» and the line of the ballot's own id.
    """
    hashed = sha256(DOMAIN + ballot_id.hex.encode() + b"\n")
    for member_id in member_ids:
        hashed.update(member_id.hex.encode() + b"\n")
    return hashed.hexdigest()
