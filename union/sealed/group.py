"""The group BELENIOS-2048: the q-th roots of one modulo p. Spec., Groups.

p has 2048 bits and q 256, so there are elements of small order beside the group: each
number that comes from outside is held against x^q = 1, one by one. A check of many
at once would be unsound here.

Exponents in this module are public. Secret ones belong to `secret.py`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from gmpy2 import mpz, powmod

from union.sealed.refusals import Outside, Rejected
from union.sealed.strict import Json, text

DECIMAL = re.compile(r"0|[1-9][0-9]{0,616}", re.ASCII)  # p has 617 digits
PIECES, BITS = 6, 43  # an exponent in six pieces of 43 bits


@dataclass(frozen=True)
class Group:
    """A generator g of prime order q modulo the prime p."""

    name: str
    p: mpz
    q: mpz
    g: mpz

    def number(self, thing: Json) -> mpz:
        """A canonical decimal below p: an element once its powers say so."""
        return _below(self.p, thing)

    def element(self, thing: Json) -> mpz:
        """A number that came from outside and is an element: x^q = 1."""
        found = self.number(thing)
        if powmod(found, self.q, self.p) != 1:
            raise Rejected("A number is not an element of the group.")
        return found

    def key(self, thing: Json) -> mpz:
        """An element that hides something: one would hide nothing, and prove it."""
        found = self.element(thing)
        if found == 1:
            raise Rejected("A key is one: it would hide nothing.")
        return found

    def exponent(self, thing: Json) -> mpz:
        """A canonical decimal below q."""
        return _below(self.q, thing)

    def product(self, elements: Iterable[mpz]) -> mpz:
        """All elements multiplied."""
        result = mpz(1)
        for element in elements:
            result = result * element % self.p
        return result

    def inverse(self, element: mpz) -> mpz:
        """What the element must be multiplied with to give one."""
        return powmod(element, -1, self.p)

    def challenge(self, prefix: str, *elements: mpz) -> mpz:
        """H(prefix, e1..ek): SHA-256 of the prefix and the elements, modulo q."""
        words = prefix + ",".join(map(str, elements))
        return mpz(int.from_bytes(sha256(words.encode()).digest(), "big")) % self.q

    def power(self, base: mpz, exponent: mpz) -> mpz:
        """One power of a base that is met once."""
        return powmod(base, exponent, self.p)

    def powers(self, base: mpz, exponents: Iterable[mpz]) -> list[mpz]:
        """Many powers of one base, whose squarings are made once (Straus, 1964)."""
        products = [mpz(1)]
        for piece in range(PIECES):
            if piece:
                base = powmod(base, 1 << BITS, self.p)
            products += [product * base % self.p for product in products]
        return [self._joined(products, exponent) for exponent in exponents]

    def member_powers(self, base: mpz, exponents: Iterable[mpz]) -> list[mpz]:
        """The same of a number from outside, which must be an element."""
        *wanted, one = self.powers(base, [*exponents, self.q])
        if one != 1:
            raise Rejected("A number is not an element of the group.")
        return wanted

    def _joined(self, products: list[mpz], exponent: mpz) -> mpz:
        result = mpz(1)
        digits = format(exponent, f"0{PIECES * BITS}b")
        pieces = [digits[at : at + BITS] for at in range(0, PIECES * BITS, BITS)]
        for column in zip(*pieces, strict=True):
            result = result * result % self.p
            result = result * products[int("".join(column), 2)] % self.p
        return result


class Table:
    """Powers of a base that is public and often used, a byte of the exponent a row."""

    def __init__(self, group: Group, base: mpz) -> None:
        self._p = group.p
        self._rows = []
        for _byte in range(32):
            row = [mpz(1)]
            for _ in range(255):
                row.append(row[-1] * base % group.p)
            self._rows.append(row)
            base = row[-1] * base % group.p

    def power(self, exponent: mpz) -> mpz:
        """The base to a public exponent below 2^256."""
        result = mpz(1)
        for row, byte in zip(
            self._rows, int(exponent).to_bytes(32, "little"), strict=True
        ):
            result = result * row[byte] % self._p
        return result


@lru_cache(maxsize=8)
def table(group: Group, base: mpz) -> Table:
    """The table of a base, made once."""
    return Table(group, base)


def group_of(version: int, name: str) -> Group:
    """The group that an election of this version names."""
    try:
        return GROUPS[version, name]
    except KeyError:
        raise Outside(f"Version {version} with {name} is not UNION-B1.") from None


def _below(limit: mpz, thing: Json) -> mpz:
    digits = text(thing)
    if not DECIMAL.fullmatch(digits) or (found := mpz(digits)) >= limit:
        raise Rejected("A number is too large or not written in plain decimal digits.")
    return found


BELENIOS_2048 = Group(
    "BELENIOS-2048",
    p=mpz(
        "2069478569142254640101364365750500806492298929575110409710088478705737"
        "4219242717401922237254497684338129066633138078958404960054389636289796"
        "3930387739057228036059737494276713767776188985898727358650490811670993"
        "1053586778098003079049165406377717376419867852727347447634183560003569"
        "8305193144284561701911000786737307333564123971732897913240474578834468"
        "2606523279746479511376726586935821800463179220736688600526271863633860"
        "8879688212076943236614949100292344434637322214588410058642105024212036"
        "5433561201320481118852408731077014151666200162313177169372189248078507"
        "711827842317498073276598828825169183103125680162072880719"
    ),
    q=mpz(
        "78571733251071885079927659812671450121821421258408794611510081919805623223441"
    ),
    g=mpz(
        "2402352677501852209227687703532399932712287657378364916510075318787663"
        "2741463532193202856761552696787996946682987493890950838965734256019006"
        "0106847716449173547413728310461045868131451178164675540052740288984613"
        "9864532661215055797097162016168270312886432456663834863635782106154918"
        "4199825343151897406581868686511513585764101388822153960160432288436039"
        "3098933366277284840659313840601023167509576377798266510360682240663507"
        "6697764025346253773085133173495194248967754052573659049492477631475991"
        "5751987751777114814909204566002054781270547282381409725186398583341157"
        "00568353695553423781475582491896050296680037745308460627"
    ),
)
GROUPS = {(1, BELENIOS_2048.name): BELENIOS_2048}
