"""Short codes: read as they were meant."""

import pytest

from union.members.codes import ALPHABET, new_short_code, tidy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("abcd-efgh", "ABCDEFGH"),
        ("  оiіl 0О3З ", "01110033"),
        ("АВСЕ–НКМР", "ABCEHKMP"),
        ("тхуу", "TXYY"),
        ("", ""),
        ("\u202eAB\u200bCD", "ABCD"),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed, meant):
    assert tidy(typed) == meant


def test_a_short_code_is_eight_signs_that_stay_as_they_are():
    codes = {new_short_code() for _ in range(50)}

    assert len(codes) == 50
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in codes)
    assert all(tidy(code) == code for code in codes)
