"""The group, its powers and its canonical numbers."""

import gmpy2
import pytest
from gmpy2 import mpz
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sealed.elections import GROUP
from tools.sealed_vectors import Drawing
from union.sealed.group import group_of, table
from union.sealed.refusals import Outside, Rejected
from union.sealed.secret import BASE58, scalar, secret_power, token

P, Q = int(GROUP.p), int(GROUP.q)
exponents = st.integers(0, Q - 1)
elements = exponents.map(lambda x: GROUP.power(GROUP.g, mpz(x)))


def test_the_group_is_that_of_the_specification():
    assert (P.bit_length(), Q.bit_length()) == (2048, 256)
    assert gmpy2.is_prime(GROUP.p, 40)
    assert gmpy2.is_prime(GROUP.q, 40)
    assert (P - 1) % Q == 0
    assert GROUP.g != 1
    assert pow(int(GROUP.g), Q, P) == 1


@settings(max_examples=30)
@given(elements, st.lists(exponents, max_size=4))
def test_many_powers_of_one_base_are_its_powers(base, many):
    assert GROUP.powers(base, map(mpz, many)) == [pow(base, x, P) for x in many]


@pytest.mark.parametrize("exponent", [0, 1, 2**43 - 1, 2**43, 2**255, Q - 1, Q])
def test_powers_at_the_seams(exponent):
    base = pow(GROUP.g, 7, P)

    assert GROUP.powers(base, [mpz(exponent)]) == [pow(base, exponent, P)]
    assert table(GROUP, base).power(mpz(exponent)) == pow(base, exponent, P)
    assert secret_power(GROUP, base, mpz(exponent)) == pow(base, exponent, P)


@settings(max_examples=30)
@given(exponents)
def test_a_table_gives_the_powers_of_its_base(exponent):
    power = table(GROUP, GROUP.g).power(mpz(exponent))

    assert power == pow(GROUP.g, exponent, P)
    assert power == secret_power(GROUP, GROUP.g, mpz(exponent))


@pytest.mark.parametrize("outside", [0, P - 1, 2, P - int(GROUP.g)])
def test_what_is_not_of_the_group_is_no_element(outside):
    with pytest.raises(Rejected, match=r"not an element of the group\.$"):
        GROUP.element(str(outside))
    with pytest.raises(Rejected, match=r"not an element of the group\.$"):
        GROUP.member_powers(mpz(outside), [mpz(1)])


@given(elements)
@settings(max_examples=10)
def test_an_element_is_read_as_it_is_written(element):
    assert GROUP.element(str(element)) == element
    assert element * GROUP.inverse(element) % P == 1


@pytest.mark.parametrize(
    "written",
    [
        *("", "-1", "+1", "01", " 1", "1 ", "1\n", "0x1", "1_0", "١", "1.0", "1e3"),
        *(str(Q), str(P), "9" * 618, "9" * 10**6, 1, None, ["1"], True),
    ],
    ids=lambda word: str(word)[:12],
)
def test_a_number_has_one_spelling(written):
    with pytest.raises(Rejected):
        GROUP.exponent(written)


def test_the_largest_and_the_smallest_exponent_are_read():
    assert GROUP.exponent("0") == 0
    assert GROUP.exponent(str(Q - 1)) == Q - 1
    assert GROUP.number(str(P - 1)) == P - 1


@pytest.mark.parametrize(
    ("version", "name"), [(1, "RFC-3526-2048"), (2, "BELENIOS-2048"), (1, "Ed25519")]
)
def test_other_groups_and_versions_are_outside_of_the_profile(version, name):
    with pytest.raises(Outside, match=r"not UNION-B1\.$"):
        group_of(version, name)


def test_a_challenge_depends_on_every_part():
    one, two = mpz(12), mpz(3)

    found = {
        GROUP.challenge("a|", one, two),
        GROUP.challenge("b|", one, two),
        GROUP.challenge("a|", two, one),
        GROUP.challenge("a|", mpz(1), mpz(23)),
        GROUP.challenge("a|", mpz(123)),
    }

    assert len(found) == 5


def test_a_scalar_is_drawn_with_128_bits_to_spare():
    drawn = []

    def draw(length):
        drawn.append(length)
        return b"\xff" * length

    assert scalar(GROUP, draw) == (2**384 - 1) % Q
    assert drawn == [48]


def test_a_token_is_of_all_signs_equally():
    every = iter(range(256))

    assert token(lambda _: bytes([next(every)]), 58 * 4) == BASE58 * 4


def test_a_byte_that_would_make_some_signs_come_more_often_is_drawn_again():
    left = [b"\0", b"\xff", b"\xe8"]

    assert token(lambda _: left.pop(), 1) == "1"
    assert left == []


def test_two_words_draw_two_tokens():
    assert token(Drawing("a"), 14) != token(Drawing("b"), 14)
