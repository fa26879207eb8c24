"""Envelopes: a vote sealed for one ballot and one member, all of the same size.

AES-256-GCM under a key of the ballot's own, so that an envelope opens in no other
ballot and for no other member. Who holds the union's sealing key can open them while
the ballot is open; afterwards there are none.
"""

import json
import secrets
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from union.ballots.models import Vote

PURPOSE = b"ortaq ballot envelope 1"
NONCE = 12
SIZE = 192  # of what is sealed: a choice, a key of at most 64 signs, a moment


class Sealer:
    """Closes and opens envelopes. The secret comes from outside, and stays in here."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def ciphers(self, ballot_id: UUID) -> "Ciphers":
        """The envelopes of one ballot; its key is derived once."""
        return _ciphers(self._secret, ballot_id)


@lru_cache(maxsize=8)
def _ciphers(secret: bytes, ballot_id: UUID) -> "Ciphers":
    key = HKDF(SHA256(), 32, salt=ballot_id.bytes, info=PURPOSE)
    return Ciphers(ballot_id, AESGCM(key.derive(secret)))


class Ciphers:
    """The envelopes of one ballot."""

    def __init__(self, ballot_id: UUID, cipher: AESGCM) -> None:
        self._ballot_id = ballot_id
        self._cipher = cipher

    def seal(self, member_id: UUID, vote: Vote) -> bytes:
        """The vote, readable to nobody without the key, moved to nobody else."""
        written = json.dumps([vote.choice, vote.key, vote.drawn]).encode()
        nonce = secrets.token_bytes(NONCE)
        padded = written.ljust(SIZE)
        return nonce + self._cipher.encrypt(nonce, padded, self._bound_to(member_id))

    def open(self, member_id: UUID, sealed: bytes) -> Vote:
        """What the member voted. A seal that was broken or moved raises InvalidTag."""
        nonce, closed = sealed[:NONCE], sealed[NONCE:]
        opened = self._cipher.decrypt(nonce, closed, self._bound_to(member_id))
        return Vote(*json.loads(opened))

    def _bound_to(self, member_id: UUID) -> bytes:
        return self._ballot_id.bytes + b"|" + member_id.bytes
