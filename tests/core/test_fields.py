"""Fields sealed in their rows: opened by their keys, in their place, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from union.core.fields import Keyring, Unreadable, closed_by, keys_of
from union.core.settings import Settings

PLACE = "contact|phone|1"
OLD, NEW = {"2026": "o" * 32}, {"2027": "n" * 32}


@given(value=st.binary(max_size=200), place=st.text(max_size=40))
def test_what_is_sealed_is_opened_in_its_place(value, place):
    ring = Keyring(OLD)

    assert ring.open(ring.seal(value, place), place) == value


def test_a_flipped_bit_anywhere_opens_nothing():
    ring = Keyring(OLD)
    sealed = ring.seal(b"+77012345678", PLACE)

    for at in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[at] ^= 1 << bit
            with pytest.raises(Unreadable):
                ring.open(bytes(changed), PLACE)


@pytest.mark.parametrize("place", ["contact|phone|2", "contact|mail|1", ""])
def test_a_value_moved_elsewhere_opens_nothing(place):
    ring = Keyring(OLD)

    with pytest.raises(Unreadable):
        ring.open(ring.seal(b"+77012345678", PLACE), place)


@pytest.mark.parametrize("nonsense", [b"", b"\x01", b"\x01\x05", b"+77012345678"])
def test_what_was_never_sealed_opens_nothing(nonsense):
    with pytest.raises(Unreadable):
        Keyring(OLD).open(nonsense, PLACE)


def test_cut_short_anywhere_it_opens_nothing():
    ring = Keyring(OLD)
    sealed = ring.seal(b"+77012345678", PLACE)

    for length in range(len(sealed)):
        with pytest.raises(Unreadable):
            ring.open(sealed[:length], PLACE)


def test_the_same_value_is_never_sealed_alike():
    ring = Keyring(OLD)

    assert len({ring.seal(b"same", PLACE) for _ in range(50)}) == 50


def test_a_ring_opens_with_every_key_and_closes_with_the_first():
    sealed = Keyring(OLD).seal(b"kept", PLACE)
    both = Keyring(NEW | OLD)

    renewed = both.renewed(sealed, PLACE)

    assert both.open(sealed, PLACE) == both.open(renewed, PLACE) == b"kept"
    assert (both.is_current(sealed), both.is_current(renewed)) == (False, True)
    assert (closed_by(sealed), closed_by(renewed)) == ("2026", "2027")


def test_a_key_that_was_taken_away_is_missed_by_name():
    sealed = Keyring(OLD).seal(b"kept", PLACE)

    with pytest.raises(Unreadable, match="2026"):
        Keyring(NEW).open(sealed, PLACE)


def test_another_key_of_the_same_name_opens_nothing():
    sealed = Keyring(OLD).seal(b"kept", PLACE)

    with pytest.raises(Unreadable):
        Keyring({"2026": "x" * 32}).open(sealed, PLACE)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("one-secret", {"1": "one-secret"}),
        ("2026=a", {"2026": "a"}),
        ("2027=b, 2026=a", {"2027": "b", "2026": "a"}),
        ("2026=with=sign", {"2026": "with=sign"}),
    ],
)
def test_keys_are_written_by_name(written, keys):
    assert keys_of(written) == keys
    assert list(keys_of(written)) == list(keys), "the newest comes first"


@pytest.mark.parametrize(
    "written", ["a=1,a=2", "=secret", "a=", "a=1,b", "ключ=1", f"{'a' * 21}=1"]
)
def test_keys_that_make_no_sense_are_refused(written):
    with pytest.raises(ValidationError):
        Settings(field_keys=SecretStr(written))


def test_a_ring_shows_no_secret():
    assert "o" * 8 not in repr(Keyring(OLD)) + repr(vars(Keyring(OLD)))
