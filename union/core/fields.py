"""Fields that must not lie open in a database: sealed by AES-256-GCM, bound to a row.

What is sealed names its key, so that keys can be changed while people go on reading:
the first key of the ring closes, every key of it opens.
"""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
PURPOSE = b"ortaq field 1"
NONCE = 12
LONGEST_ID = 20
HEAD = 2 + LONGEST_ID  # as much of the beginning names the key


class Unreadable(Exception):
    """No key of the ring opens this, or it was changed or moved."""


class Keyring:
    """The keys of one union, the newest first. Their secrets stay in here."""

    def __init__(self, keys: dict[str, str]) -> None:
        self._ciphers = {
            id_: AESGCM(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(s.encode()))
            for id_, s in keys.items()
        }
        self.current = next(iter(keys))

    def seal(self, value: bytes, place: str) -> bytes:
        """The value, readable with the current key and only in this place.

        A place names the table, the column and the row: `contact|phone|<id>`.
        """
        head = VERSION + bytes([len(self.current)]) + self.current.encode()
        nonce = secrets.token_bytes(NONCE)
        closed = self._ciphers[self.current].encrypt(nonce, value, head + _at(place))
        return head + nonce + closed

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for this place. Raises Unreadable."""
        id_, head, rest = _parts(sealed)
        if id_ not in self._ciphers:
            raise Unreadable(f"there is no key {id_!r}")
        try:
            return self._ciphers[id_].decrypt(
                rest[:NONCE], rest[NONCE:], head + _at(place)
            )
        except Exception as error:
            raise Unreadable("it was changed, or sealed elsewhere") from error

    def is_current(self, sealed: bytes) -> bool:
        """Whether the newest key closed this."""
        return closed_by(sealed) == self.current

    def renewed(self, sealed: bytes, place: str) -> bytes:
        """The same value under the current key."""
        return self.seal(self.open(sealed, place), place)


def closed_by(sealed: bytes) -> str:
    """The name of the key that closed this; its beginning tells."""
    return _parts(sealed)[0]


def _at(place: str) -> bytes:
    return b"|" + place.encode()


def _parts(sealed: bytes) -> tuple[str, bytes, bytes]:
    """The id of the key, the head that names it, and what follows."""
    if sealed[:1] != VERSION or len(sealed) < 2:
        raise Unreadable("this was never sealed")
    end = 2 + sealed[1]
    return sealed[2:end].decode(errors="replace"), sealed[:end], sealed[end:]


def keys_of(written: str) -> dict[str, str]:
    """«2027=secret,2026=older» -> keys by id, the newest first; one alone is key 1.

    Raises ValueError with the reason.
    """
    if "=" not in written:
        return {"1": written}
    pairs = [part.strip().partition("=") for part in written.split(",")]
    keys = {id_.strip(): secret.strip() for id_, _, secret in pairs}
    if len(keys) < len(pairs):
        raise ValueError("two keys have the same name")
    for id_, secret in keys.items():
        if not (id_.isascii() and id_.isalnum() and len(id_) <= LONGEST_ID and secret):
            raise ValueError("each key is written as name=secret")
    return keys
