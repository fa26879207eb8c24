"""A phone's authenticator in a few lines, which also does what no honest one does."""

import json
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
OPTIONS = re.compile(r'data-options="([^"]*)"')


def asked_by(page):
    """What a page asks a phone for."""
    return json.loads(unescape(OPTIONS.search(page)[1]))


@dataclass
class Authenticator:
    """Holds one key. Whatever is named differently from the truth is a trick."""

    origin: str = "http://localhost"
    host: str | None = None  # None: as it is asked
    flags: int = PRESENT | VERIFIED
    signs: int = 0
    handle: bytes = b""
    embedded: bool = False
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options):
        """The answer to navigator.credentials.create."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        told = self._told("webauthn.create", options["challenge"])
        head = self._head(self.host or options["rp"]["id"], self.flags | ATTESTED)
        named = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential
        attested = {
            "fmt": "none",
            "attStmt": {},
            "authData": head + named + encode_cbor(self._public()),
        }
        return self._written(told, attestationObject=encode_cbor(attested))

    def show(self, options):
        """The answer to navigator.credentials.get."""
        self.signs += 1
        told = self._told("webauthn.get", options["challenge"])
        head = self._head(self.host or options["rpId"], self.flags)
        signed = self.key.sign(head + sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._written(
            told, authenticatorData=head, signature=signed, userHandle=self.handle
        )

    def _told(self, kind, challenge):
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told | {"crossOrigin": self.embedded}).encode()

    def _head(self, host, flags):
        counted = self.signs.to_bytes(4, "big")
        return sha256(host.encode()).digest() + bytes([flags]) + counted

    def _public(self):
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}

    def _written(self, told, **parts):
        id_ = bytes_to_base64url(self.credential)
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        response["clientDataJSON"] = bytes_to_base64url(told)
        kind = {"type": "public-key", "clientExtensionResults": {}}
        return json.dumps({"id": id_, "rawId": id_, "response": response} | kind)
