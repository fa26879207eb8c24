"""A member's voting key, its code on paper, and what becomes of it in an election.

The key s never leaves the device; X = g^s is known to the union, with a proof bound to
the union and the member. In an election the credential is X^t with a t that follows
from the election and X: the roll is made while all phones are off, and nobody who does
not know X can link two elections. See docs/decisions, voting keys.
"""

from hashlib import sha256

from gmpy2 import mpz

from union.sealed.group import Group
from union.sealed.proofs import Proof, check_knowledge
from union.sealed.proving import prove_knowledge
from union.sealed.refusals import Rejected
from union.sealed.secret import Draw, secret_power

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = CROCKFORD + "*~$=U"  # one of 37, by Crockford's rule
SYMBOLS = 26  # of five bits each: 130
MISREAD = str.maketrans("ILO", "110", "- ")


def new_code(draw: Draw) -> str:
    """A voting code: 26 symbols and one to check them, in groups of three."""
    symbols = "".join(CROCKFORD[byte % 32] for byte in draw(SYMBOLS))
    code = symbols + CHECKS[_value(symbols) % 37]
    return "-".join(code[at : at + 3] for at in range(0, SYMBOLS + 1, 3))


def symbols_of(code: str) -> str:
    """The 26 symbols of a code as somebody typed it; rejects a slip of the pen."""
    typed = code.upper().translate(MISREAD)
    symbols, check = typed[:SYMBOLS], typed[SYMBOLS:]
    if len(check) != 1 or not set(symbols) <= set(CROCKFORD):
        raise Rejected("A voting code has 26 letters and digits, and a sign to check.")
    if CHECKS[_value(symbols) % 37] != check:
        raise Rejected("A letter or digit of this voting code is wrong.")
    return symbols


def voting_key(group: Group, code: str) -> mpz:
    """The secret s of a voting code: two hashes of its symbols, modulo q."""
    symbols = symbols_of(code)
    words = [f"union-voting-key|{n}|{symbols}".encode() for n in (0, 1)]
    joined = b"".join(sha256(word).digest() for word in words)
    return mpz(int.from_bytes(joined, "big")) % group.q


def public_key(group: Group, secret: mpz) -> mpz:
    """X = g^s, also of the secret that a key has in one election."""
    return secret_power(group, group.g, secret)


def prove_possession(
    group: Group, secret: mpz, union: str, member: str, draw: Draw
) -> Proof:
    """Whoever registers X as this member of this union has its secret."""
    prefix = _possession(union, member, public_key(group, secret))
    return prove_knowledge(group, prefix, secret, draw)


def check_possession(
    group: Group, key: mpz, union: str, member: str, proof: Proof
) -> None:
    """The same, checked by the union; X has been read as an element before."""
    check_knowledge(group, _possession(union, member, key), key, proof)


def election_exponent(group: Group, uuid: str, key: mpz) -> mpz:
    """t = SHA-256("union-credential|" uuid "|" X) modulo q."""
    words = f"union-credential|{uuid}|{key}".encode()
    return mpz(int.from_bytes(sha256(words).digest(), "big")) % group.q


def election_credential(group: Group, uuid: str, key: mpz) -> mpz:
    """X^t: the public credential of a voting key in one election."""
    return group.power(key, election_exponent(group, uuid, key))


def election_secret(group: Group, uuid: str, secret: mpz) -> mpz:
    """s t: what the phone votes with in one election."""
    t = election_exponent(group, uuid, public_key(group, secret))
    return secret * t % group.q


def _possession(union: str, member: str, key: mpz) -> str:
    if "|" in union + member:
        raise Rejected("The name of a union or member has no bar.")
    return f"union-key|{union}|{member}|{key}|"


def _value(symbols: str) -> int:
    value = 0
    for symbol in symbols:
        value = value * 32 + CROCKFORD.index(symbol)
    return value
