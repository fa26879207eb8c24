import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.ballots.bands import band


@pytest.mark.parametrize(
    ("count", "roll", "low", "high"),
    [
        (0, 1240, 0, 9),
        (9, 1240, 0, 9),
        (10, 1240, 10, 24),
        (25, 1240, 25, 49),
        (99, 1240, 50, 99),
        (100, 1240, 100, 149),
        (430, 1240, 400, 449),
        (999, 1240, 950, 999),
        (1000, 1240, 1000, 1061),
        (12_345, 50_000, 11_000, 13_499),
    ],
)
def test_a_count_is_shown_as_its_band(count, roll, low, high):
    found = band(count, roll)

    assert (found.low, found.high) == (low, high)


@given(st.integers(0, 600_000), st.integers(0, 600_000))
def test_a_band_holds_its_count_and_begins_at_its_own_edge(count, roll):
    found = band(count, roll)

    assert found.low <= count <= found.high
    assert band(found.low, roll) == found
    assert found.high - found.low >= 9
