"""Letters between tellers that pass through the server: signed, then encrypted.

An element drawn at random is encrypted to the recipient, and AES-256-GCM under its hash
closes the letter, as versions 3.1 and later do it. The recipient stands inside of what
is signed, so that a letter cannot be handed on as if it were for others. Spec.,
Threshold decryption support.
"""

from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from gmpy2 import mpz

from union.sealed.group import Group
from union.sealed.proving import prove_knowledge
from union.sealed.refusals import Rejected
from union.sealed.secret import Draw, scalar, secret_power
from union.sealed.strict import Json, read, record, text, written
from union.sealed.trustees import signed_in
from union.sealed.vote import as_written

ALGORITHM = "AES-GCM"


def sign(group: Group, secret: mpz, message: str, draw: Draw) -> dict[str, str]:
    """A teller's signature on a message. Spec.: `sigmsg`."""
    return as_written(prove_knowledge(group, f"sigmsg|{message}|", secret, draw))


def signed(group: Group, secret: mpz, thing: object, draw: Draw) -> dict[str, object]:
    """A thing as a signed message."""
    message = written(thing).decode()
    return {"message": message, "signature": sign(group, secret, message, draw)}


def close(group: Group, secret: mpz, recipient: mpz, thing: object, draw: Draw) -> str:
    """A letter that only the holder of the recipient's key opens."""
    inner = written(thing).decode()
    addressed = {"recipient": str(recipient), "message": inner}
    return encrypt_letter(
        group, recipient, written(signed(group, secret, addressed, draw)), draw
    )


def encrypt_letter(group: Group, recipient: mpz, letter: bytes, draw: Draw) -> str:
    """Hashed ElGamal: a random element for the recipient, AES under its hash."""
    r, k = scalar(group, draw), scalar(group, draw)
    alpha, element = (secret_power(group, group.g, x) for x in (r, k))
    beta = secret_power(group, recipient, r) * element % group.p
    aes, iv = _keys(alpha, element)
    closed = aes.encrypt(iv, letter, None).hex()
    fields = {"algorithm": ALGORITHM, "alpha": str(alpha), "beta": str(beta)}
    return written(fields | {"data": closed}).decode()


def unseal(group: Group, secret: mpz, sender: mpz, letter: Json) -> Json:
    """What a letter says, if the sender signed it for whoever holds this secret."""
    opened = read(decrypt_letter(group, secret, letter))
    addressed = record(signed_in(group, opened, sender), "recipient message")
    if addressed["recipient"] != str(secret_power(group, group.g, secret)):
        raise Rejected("This letter was written to somebody else.")
    return read(text(addressed["message"]).encode())


def decrypt_letter(group: Group, secret: mpz, letter: Json) -> bytes:
    """The signed letter inside; whose it is has not been looked at."""
    fields = record(read(text(letter).encode()), "algorithm alpha beta data")
    alpha, beta = (group.element(fields[name]) for name in ("alpha", "beta"))
    mask = secret_power(group, alpha, secret)
    aes, iv = _keys(alpha, beta * group.inverse(mask) % group.p)
    try:
        if fields["algorithm"] == ALGORITHM:
            return aes.decrypt(iv, bytes.fromhex(text(fields["data"])), None)
    except (InvalidTag, ValueError):
        pass
    raise Rejected("This letter cannot be opened with this key.")


def _keys(alpha: mpz, element: mpz) -> tuple[AESGCM, bytes]:
    """The key from the element, the whole of a hash as the IV."""
    key = sha256(f"key|{element}".encode()).digest()
    return AESGCM(key), sha256(f"iv|{alpha}".encode()).digest()
