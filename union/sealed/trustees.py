"""The tellers' public keys, and that together they are the key of the election.

A single teller's key is needed to decrypt in any case; of a group, `threshold` are
enough, none of whom knows the others' keys (Pedersen, 1991). Spec., Trustee keys and
Threshold decryption support.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gmpy2 import mpz

from union.sealed.group import Group
from union.sealed.proofs import check_knowledge, proof_in
from union.sealed.refusals import Rejected
from union.sealed.strict import Json, read, record, row, small_number, text, written

GROUP_FIELDS = "threshold certs coefexps ?signatures verification_keys"
KEY_FIELDS, SIGNED_KEY_FIELDS = "pok public_key ?name", "pok public_key signature ?name"
CERTIFICATE_FIELDS = "?context verification encryption"
MOST_TELLERS = 100


@dataclass(frozen=True)
class Tellers:
    """Tellers of whom `threshold` are needed: their keys, and their common one."""

    threshold: int
    keys: tuple[mpz, ...]
    common: mpz
    is_group: bool

    @property
    def different(self) -> tuple[mpz, ...]:
        """The keys of which no two are one. Where one teller is enough, all are one."""
        return self.keys if self.threshold > 1 else self.keys[:1]


@dataclass(frozen=True)
class Trustees:
    """All tellers of an election, numbered from one in the order of the record."""

    groups: tuple[Tellers, ...]

    @property
    def keys(self) -> list[mpz]:
        """The key by which each teller's decryption is checked."""
        return [key for tellers in self.groups for key in tellers.keys]


@dataclass(frozen=True)
class Certificate:
    """What a teller's messages are signed and encrypted by."""

    verification: mpz
    encryption: mpz


def read_trustees(group: Group, raw: bytes) -> Trustees:
    """The tellers from their record, every proof in it checked."""
    kinds = {"Single": _single_in, "Pedersen": _group_in}
    groups = []
    for pair in row(read(raw)):
        kind, thing = row(pair, 2)
        if text(kind) not in kinds:
            raise Rejected("There are tellers of an unknown kind.")
        groups.append(kinds[text(kind)](group, thing))
    trustees = Trustees(tuple(groups))
    different = [key for tellers in groups for key in tellers.different]
    is_few = 1 <= len(trustees.keys) <= MOST_TELLERS
    if not is_few or len(set(different)) != len(different):
        raise Rejected("There are no tellers, too many, or two with one key.")
    return trustees


def check_joint_key(group: Group, trustees: Trustees, y: mpz) -> None:
    """The election's key is the product of all tellers' keys. Spec., Election."""
    if group.product(tellers.common for tellers in trustees.groups) != y:
        raise Rejected("The election's key is not that of its tellers.")


def _single_in(group: Group, thing: Json) -> Tellers:
    key = public_key_in(group, record(thing, KEY_FIELDS))
    return Tellers(1, (key,), key, is_group=False)


def public_key_in(group: Group, fields: dict[str, Json]) -> mpz:
    """A key whose teller proves to know the secret. Spec., Trustee keys: `pok`."""
    key, written_key = group.key(fields["public_key"]), text(fields["public_key"])
    pok = proof_in(group, fields["pok"])
    check_knowledge(group, f"pok|{group.name}|{written_key}|", key, pok)
    text(fields.get("name", ""))
    return key


def check_message(group: Group, key: mpz, message: str, signature: Json) -> None:
    """A teller's signature on a message. Spec.: `sigmsg`."""
    check_knowledge(group, f"sigmsg|{message}|", key, proof_in(group, signature))


def signed_in(group: Group, thing: Json, key: mpz) -> Json:
    """What a signed message says."""
    fields = record(thing, "message signature")
    check_message(group, key, text(fields["message"]), fields["signature"])
    return read(text(fields["message"]).encode())


def certificate_in(group: Group, thing: Json, context: Json) -> Certificate:
    """A teller's certificate, signed by the key that stands in it.

    The context is there since version 3: group, number and place of the tellers. None
    is that of a group of version 2.
    """
    message = text(record(thing, "message signature")["message"])
    fields = record(read(message.encode()), CERTIFICATE_FIELDS)
    if context is None and "context" in fields:
        raise Rejected("Their signatures on all certificates are missing.")
    if written(fields.get("context")) != written(context):
        raise Rejected("A teller's certificate was made for another group of tellers.")
    found = Certificate(
        group.key(fields["verification"]), group.key(fields["encryption"])
    )
    signed_in(group, thing, found.verification)
    return found


def context_of(group: Group, size: int, threshold: int, index: int) -> Json:
    """For which group of tellers, and which place in it, a certificate is made."""
    return {"group": group.name, "size": size, "threshold": threshold, "index": index}


def coefficients_in(group: Group, thing: Json, key: mpz, threshold: int) -> list[mpz]:
    """What a teller committed to: g to each coefficient of a secret polynomial."""
    fields = record(signed_in(group, thing, key), "coefexps")
    return [group.element(one) for one in row(fields["coefexps"], threshold)]


def share_key(group: Group, coefficients: Sequence[mpz], index: int) -> mpz:
    """The public half of a committed polynomial's value at an index (Horner)."""
    found = mpz(1)
    for coefficient in reversed(coefficients):
        found = group.power(found, mpz(index)) * coefficient % group.p
    return found


def acceptance(certs: Json, coefexps: Json) -> str:
    """What each teller of a group signs: all certificates, and the own coefficients."""
    return f"certs_sig|{written({'certs': certs, 'coefexps': coefexps}).decode()}"


def _group_in(group: Group, thing: Json) -> Tellers:
    """A group of tellers. Since version 3 each of them signed what all have seen.

    Who signed nothing may have been shown other certificates than those that stand
    here, by somebody who then read all letters between them: so where certificates
    name their group, every signature must be there. A group of version 2 has none.
    """
    fields = record(thing, GROUP_FIELDS)
    is_signed = "signatures" in fields
    size = small_number(len(row(fields["certs"])), 1, MOST_TELLERS)
    threshold = small_number(fields["threshold"], 1, size)
    signers = _signers(group, row(fields["certs"]), threshold, is_signed=is_signed)
    rows = [
        coefficients_in(group, coefexps, signer, threshold)
        for coefexps, signer in zip(row(fields["coefexps"], size), signers, strict=True)
    ]
    wanted = SIGNED_KEY_FIELDS if is_signed else KEY_FIELDS
    keys = [record(key, wanted) for key in row(fields["verification_keys"], size)]
    if is_signed:
        _check_signatures(group, fields, keys, signers)
    sums = [group.product(column) for column in zip(*rows, strict=True)]
    found = tuple(public_key_in(group, key) for key in keys)
    if found != tuple(share_key(group, sums, i) for i in range(1, size + 1)):
        raise Rejected("A teller's key is not the share that all tellers gave it.")
    return Tellers(threshold, found, sums[0], is_group=True)


def _signers(
    group: Group, certs: list[Json], threshold: int, *, is_signed: bool
) -> list[mpz]:
    """By which key each teller signs."""
    size = len(certs)
    places = [context_of(group, size, threshold, i) for i in range(1, size + 1)]
    contexts = places if is_signed else [None] * size
    found = [
        certificate_in(group, cert, context).verification
        for cert, context in zip(certs, contexts, strict=True)
    ]
    if len(set(found)) != size:
        raise Rejected("Two tellers have one certificate.")
    return found


def _check_signatures(
    group: Group,
    fields: dict[str, Json],
    keys: Sequence[dict[str, Json]],
    signers: Sequence[mpz],
) -> None:
    """Each teller signed all certificates, and the own key. Spec.: `certs_sig`."""
    coefexps = row(fields["coefexps"])
    signatures = row(fields["signatures"], len(signers))
    for signer, thing, signature in zip(signers, coefexps, signatures, strict=True):
        message = read(text(record(thing, "message signature")["message"]).encode())
        own = record(message, "coefexps")["coefexps"]
        check_message(group, signer, acceptance(fields["certs"], own), signature)
    for signer, key in zip(signers, keys, strict=True):
        check_message(group, signer, text(key["public_key"]), key["signature"])
