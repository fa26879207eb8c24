"""A file that is checked is refused for whatever counting it would be refused for."""

import pytest

from tests.counting.elections import ballots
from union.counting.errors import Malformed, NotCountable
from union.counting.rules import RULES, check_file, count_file

FILES = [
    b"",
    b"2 1\n1 1 0\n1 3 0\n0\n",
    b'{"yes": 1, "no": "x"}',
    b'{"scores": [{"A": 1}]}',
    ballots({"A B": 3, "B": 2}, seats=2),
]
OPTIONS = [{}, {"tie_order": ["A", "Z"]}, {"lot_seed": ""}, {"quorum": 1}]


def refusal(act, *given):
    try:
        act(*given)
    except (Malformed, NotCountable) as refused:
        return str(refused)
    return None


@pytest.mark.parametrize("rule", [*RULES, "dice"])
@pytest.mark.parametrize("seats", [None, 0, 1, 2])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_checking_refuses_what_counting_would(rule, seats, options):
    for content in FILES:
        given = (content, rule, seats, options)

        assert refusal(check_file, *given) == refusal(count_file, *given)
