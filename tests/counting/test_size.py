"""Large, empty and hostile elections: an answer, and not a long wait."""

import pytest

from tests.counting.elections import ballots, count
from union.counting import sheet
from union.counting.rules import PAPER_RULES, count_file

SEVERAL = [rule for rule in PAPER_RULES if rule != "irv"]
HOSTILE = [
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "'; DROP TABLE member; --",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
    "\u202eevil",
    "a,b;c",
    "{{ 7*7 }}",
    "ә" * 500,
]


def a_hundred():
    """A hundred candidates, each with papers of their own that go on in a row."""
    names = [f"C{n:03}" for n in range(100)]
    papers = {" ".join(names[n:] + names[:n]): 3 + n % 7 for n in range(100)}
    return papers, names


@pytest.mark.parametrize("rule", SEVERAL)
def test_a_hundred_candidates_for_fifty_seats(rule):
    papers, names = a_hundred()

    report = count(rule, papers, seats=50, names=names, tie_order=names)

    assert len(report["winners"]) == 50 or rule == "schulze"


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_a_hundred_candidates_for_one_seat(rule):
    papers, names = a_hundred()

    report = count(rule, papers, seats=1, names=names, tie_order=names)

    assert len(report["winners"]) == 1 or rule == "schulze"


@pytest.mark.parametrize("rule", SEVERAL)
def test_as_many_seats_as_candidates_or_more_elect_everybody(rule):
    for seats in (3, 50):
        report = count(rule, {"A": 5, "B": 3, "C": 1}, seats=seats)

        assert sorted(report["winners"]) == ["A", "B", "C"]


@pytest.mark.parametrize("rule", PAPER_RULES)
@pytest.mark.parametrize("papers", [{}, {"": 7}], ids=["no papers", "all blank"])
def test_without_a_vote_nobody_is_chosen_by_chance(rule, papers):
    report = count(rule, papers, names=["A", "B", "C"])

    assert report["winners"] == []
    assert sorted(report["tied"]) == ["A", "B", "C"]
    assert report["valid"] == 0


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_papers_by_the_thousand_million_are_counted_at_once(rule):
    many = 10**9

    report = count(rule, {"A B": many, "B": many - 1, "C A": many - 2})

    assert report["papers"] == 3 * many - 3
    assert len(report["winners"]) == 1


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_one_candidate_is_elected(rule):
    assert count(rule, {"A": 1})["winners"] == ["A"]


def shown(name):
    """What a screen would obey is named instead."""
    return "".join(
        sign if sign.isprintable() else f"⟦U+{ord(sign):04X}⟧" for sign in name
    )


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_names_are_only_names(rule):
    file = ballots({f"{name}": 1 for name in "ABCDEFGH"}, names="ABCDEFGH").decode()
    for letter, name in zip("ABCDEFGH", HOSTILE, strict=True):
        file = file.replace(f'"{letter}"', f'"{name}"')

    report = count_file(file.encode(), rule, None, {"tie_order": HOSTILE})

    assert report["candidates"] == HOSTILE
    told = "\n".join(sheet.text(report))
    assert all(shown(name) in told for name in HOSTILE)


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_a_long_count_tells_how_far_it_is(rule):
    told = []
    content = ballots({"A B": 5, "B C": 4, "C D": 3, "D A": 2})

    count_file(
        content, rule, None, {"tie_order": list("ABCD")}, lambda *at: told.append(at)
    )

    assert all(0 <= done <= of for done, of in told)
    assert told or rule in ("plurality", "approval")
    assert told == sorted(told)
    assert not told or told[-1][0] > 0
