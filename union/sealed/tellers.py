"""How tellers make their keys: messages on a board that all of them read.

One: each posts a certificate. Two: each posts commitments to a secret polynomial, and
to each other teller a closed letter with its value there. Three: each checks the
letters it got, adds them up to its key and posts the public half; the secret half is
posted too, closed to itself, so that a teller needs to keep nothing but the seed.

Spec., Threshold decryption support. The shape is that of versions 3.x, which 2.0
accepts too. A teller who speaks last may still choose some bits of the common key; that
breaks no vote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from gmpy2 import mpz

from union.sealed.envelope import close, sign, signed, unseal
from union.sealed.group import Group
from union.sealed.proving import prove_knowledge
from union.sealed.refusals import Rejected, about
from union.sealed.secret import Draw, scalar, secret_power, token
from union.sealed.strict import Json, record, row, text
from union.sealed.trustees import (
    Certificate,
    acceptance,
    certificate_in,
    coefficients_in,
    context_of,
    share_key,
)
from union.sealed.vote import as_written

SEED = 22  # signs of base 58: 128 bits
POSTED = "polynomial secrets coefexps signature"


@dataclass(frozen=True)
class Table:
    """The tellers of one group: how many, how many are needed, their certificates."""

    group: Group
    threshold: int
    certs: Sequence[Json]

    @cached_property
    def certificates(self) -> list[Certificate]:
        """Every certificate, checked against its place."""
        size = len(self.certs)
        found = [
            certificate_in(
                self.group, cert, context_of(self.group, size, self.threshold, index)
            )
            for index, cert in enumerate(self.certs, 1)
        ]
        if len({one.verification for one in found}) != size:
            raise Rejected("Two tellers have one certificate.")
        return found


@dataclass(frozen=True)
class Teller:
    """A teller's own device: its seed, and its place at the table from one."""

    group: Group
    seed: str
    index: int

    @property
    def signing(self) -> mpz:
        """The secret behind the certificate's `verification`."""
        return _secret(self.group, "sk", self.seed)

    @property
    def opening(self) -> mpz:
        """The secret behind the certificate's `encryption`."""
        return _secret(self.group, "dk", self.seed)


def new_seed(draw: Draw) -> str:
    """All that a teller must keep."""
    return token(draw, SEED)


def single_key(group: Group, secret: mpz, draw: Draw) -> Json:
    """The public half of a key that is needed in any case. Spec.: `pok`."""
    key = secret_power(group, group.g, secret)
    pok = prove_knowledge(group, f"pok|{group.name}|{key}|", secret, draw)
    return {"pok": {**as_written(pok)}, "public_key": str(key)}


def certify(teller: Teller, size: int, threshold: int, draw: Draw) -> Json:
    """Step one: a certificate for one place in one group of tellers."""
    group = teller.group
    keys = {
        "verification": str(secret_power(group, group.g, teller.signing)),
        "encryption": str(secret_power(group, group.g, teller.opening)),
    }
    context = context_of(group, size, threshold, teller.index)
    return _json(signed(group, teller.signing, {"context": context} | keys, draw))


def share(teller: Teller, table: Table, draw: Draw) -> Json:
    """Step two: commitments to a polynomial, and a letter with its value to each."""
    _find(teller, table)
    group, secret = teller.group, teller.signing
    recipients = [one.encryption for one in table.certificates]
    polynomial = [scalar(group, draw) for _ in range(table.threshold)]
    coefexps = [str(secret_power(group, group.g, a)) for a in polynomial]
    own = {"polynomial": [*map(str, polynomial)]}
    letter = close(group, secret, recipients[teller.index - 1], own, draw)
    values = [_value(group, polynomial, j) for j in range(1, len(recipients) + 1)]
    letters = [
        close(group, secret, recipient, {"secret": str(value)}, draw)
        for recipient, value in zip(recipients, values, strict=True)
    ]
    return {
        "polynomial": letter,
        "secrets": [*letters],
        "coefexps": _json(signed(group, secret, {"coefexps": coefexps}, draw)),
        "signature": _json(
            sign(group, secret, acceptance([*table.certs], [*coefexps]), draw)
        ),
    }


def receive(teller: Teller, table: Table, posted: Sequence[Json], draw: Draw) -> Json:
    """Step three: the values that all gave, checked and added up to a key."""
    _find(teller, table)
    group, total = teller.group, mpz(0)
    for number, thing in enumerate(row([*posted], len(table.certs)), 1):
        with about(f"What teller {number} gave"):
            total = (total + _given(teller, table, number, thing)) % group.q
    own = table.certificates[teller.index - 1].encryption
    kept = close(group, teller.signing, own, {"decryption_key": str(total)}, draw)
    public = single_key(group, total, draw)
    key = text(record(public, "pok public_key")["public_key"])
    signature = _json(sign(group, teller.signing, key, draw))
    return {
        "private_key": kept,
        "public_key": {**record(public, "pok public_key"), "signature": signature},
    }


def _given(teller: Teller, table: Table, number: int, thing: Json) -> mpz:
    """The value in another's letter, if it lies on the polynomial committed to."""
    group, fields = teller.group, record(thing, POSTED)
    signer = table.certificates[number - 1].verification
    committed = coefficients_in(group, fields["coefexps"], signer, table.threshold)
    letter = row(fields["secrets"], len(table.certs))[teller.index - 1]
    opened = unseal(group, teller.opening, signer, letter)
    value = group.exponent(record(opened, "secret")["secret"])
    if secret_power(group, group.g, value) != share_key(group, committed, teller.index):
        raise Rejected("It is not what was committed to.")
    return value


def assemble(table: Table, posted: Sequence[Json], received: Sequence[Json]) -> Json:
    """What becomes of all messages: the group of tellers in the trustees' record."""
    shared = [record(one, POSTED) for one in posted]
    return {
        "threshold": table.threshold,
        "certs": [*table.certs],
        "coefexps": [one["coefexps"] for one in shared],
        "signatures": [one["signature"] for one in shared],
        "verification_keys": [
            record(one, "private_key public_key")["public_key"] for one in received
        ],
    }


def key_of(teller: Teller, table: Table, received: Json) -> mpz:
    """A teller's key, out of the letter that was closed to itself."""
    _find(teller, table)
    letter = record(received, "private_key public_key")["private_key"]
    signer = table.certificates[teller.index - 1].verification
    opened = unseal(teller.group, teller.opening, signer, letter)
    return teller.group.exponent(record(opened, "decryption_key")["decryption_key"])


def _find(teller: Teller, table: Table) -> None:
    """The certificate at this teller's place must be the teller's own."""
    mine = secret_power(teller.group, teller.group.g, teller.signing)
    if table.certificates[teller.index - 1].verification != mine:
        raise Rejected("The certificate at this place is not this teller's.")


def _value(group: Group, polynomial: Sequence[mpz], at: int) -> mpz:
    value = mpz(0)
    for coefficient in reversed(polynomial):
        value = (value * at + coefficient) % group.q
    return value


def _secret(group: Group, tag: str, seed: str) -> mpz:
    digest = sha256(f"{tag}|{seed}".encode()).digest()
    return mpz(int.from_bytes(digest, "big")) % group.q


def _json(thing: dict[str, object] | dict[str, str]) -> Json:
    return thing  # type: ignore[return-value]  # made of nothing but JSON
