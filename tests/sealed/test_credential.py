"""Voting codes, the keys that follow from them, and credentials of one election."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sealed.elections import GROUP
from tools.sealed_vectors import Drawing
from union.sealed.credential import (
    CHECKS,
    CROCKFORD,
    check_possession,
    election_credential,
    election_secret,
    new_code,
    prove_possession,
    public_key,
    symbols_of,
    voting_key,
)
from union.sealed.proofs import Proof
from union.sealed.refusals import Rejected

CODE = new_code(Drawing("code"))
KEY = voting_key(GROUP, CODE)
codes = st.binary(min_size=26, max_size=26).map(lambda raw: new_code(lambda _: raw))


def test_a_code_is_nine_groups_of_three():
    groups = CODE.split("-")

    assert [len(group) for group in groups] == [3] * 9
    assert set("".join(groups)[:26]) <= set(CROCKFORD)


def test_a_code_has_130_bits():
    first, last = new_code(bytes), new_code(lambda n: b"\x1f" * n)

    assert symbols_of(first) == "0" * 26
    assert symbols_of(last) == "Z" * 26


@given(codes)
def test_a_code_is_read_however_it_is_typed(code):
    sloppy = code[:-1].lower().replace("1", "l").replace("0", "o").replace("-", " ")

    assert symbols_of(sloppy + code[-1]) == symbols_of(code)


@given(codes, st.integers(0, 25), st.sampled_from(CROCKFORD))
def test_one_wrong_sign_is_noticed(code, place, sign):
    plain = list(code.replace("-", ""))
    was, plain[place] = plain[place], sign

    if sign != was:
        with pytest.raises(Rejected, match=r"is wrong\.$"):
            symbols_of("".join(plain))


@given(codes, st.integers(0, 24))
def test_two_signs_exchanged_are_noticed(code, place):
    plain = list(code.replace("-", ""))
    plain[place], plain[place + 1] = plain[place + 1], plain[place]

    if plain[place] != plain[place + 1]:
        with pytest.raises(Rejected, match=r"is wrong\.$"):
            symbols_of("".join(plain))


@given(st.text(max_size=40))
def test_any_other_words_are_refused_and_nothing_else_happens(words):
    try:
        symbols = symbols_of(words)
    except Rejected:
        return
    assert len(symbols) == 26


def test_every_check_sign_occurs():
    codes = [
        new_code(lambda n, i=i: bytes(n - 2) + bytes([i // 32, i % 32]))
        for i in range(37)
    ]

    assert {code[-1] for code in codes} == set(CHECKS)


def test_two_codes_give_two_keys_and_one_code_always_the_same():
    assert voting_key(GROUP, CODE) == voting_key(GROUP, CODE.lower())
    assert voting_key(GROUP, CODE) != voting_key(GROUP, new_code(Drawing("another")))
    assert 0 < KEY < GROUP.q


def test_possession_is_proven_to_one_union_about_one_member():
    public = public_key(GROUP, KEY)
    proof = prove_possession(GROUP, KEY, "union", "member", Drawing("proof"))

    check_possession(GROUP, public, "union", "member", proof)

    for union, member in (("other", "member"), ("union", "other")):
        with pytest.raises(Rejected, match=r"A proof does not hold\.$"):
            check_possession(GROUP, public, union, member, proof)
    with pytest.raises(Rejected, match=r"A proof does not hold\.$"):
        check_possession(GROUP, GROUP.g, "union", "member", proof)


def test_no_name_of_a_union_runs_into_that_of_a_member():
    """Else a proof about c in a|b would be one about b|c in a."""
    public = public_key(GROUP, KEY)

    for union, member in (("a|b", "c"), ("a", "b|c")):
        with pytest.raises(Rejected, match=r"has no bar\.$"):
            prove_possession(GROUP, KEY, union, member, Drawing("proof"))
        with pytest.raises(Rejected, match=r"has no bar\.$"):
            check_possession(GROUP, public, union, member, Proof(KEY, KEY))


def test_the_roll_is_made_from_the_public_key_alone():
    uuid = "1" * 14

    from_the_public = election_credential(GROUP, uuid, public_key(GROUP, KEY))
    from_the_secret = public_key(GROUP, election_secret(GROUP, uuid, KEY))

    assert from_the_public == from_the_secret


def test_two_elections_have_two_credentials():
    public = public_key(GROUP, KEY)

    found = {election_credential(GROUP, uuid, public) for uuid in ("1" * 14, "2" * 14)}

    assert len(found | {public}) == 3
