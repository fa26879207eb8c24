"""Majority judgment: M. Balinski and R. Laraki, Majority Judgment, chapters 1 and 9.

Candidates are ranked by their median grade, the lower one of two; equal ones by the
median of what is left when one median grade is taken from each, again and again.
"""

from itertools import accumulate, groupby
from typing import Any

from union.counting.errors import NotCountable
from union.counting.tallies import only

Json = dict[str, Any]


def count(data: Json) -> Json:
    """The ranking by majority grade; those whom no taking away parts are tied."""
    grades, tallies = _read(data)
    at_every_turn = _turns(tallies)
    values = {name: _value(counts, at_every_turn) for name, counts in tallies.items()}
    best_first = sorted(tallies, key=lambda name: values[name])
    ranking = [
        list(tier) for _, tier in groupby(best_first, key=lambda name: values[name])
    ]
    first = ranking[0]
    return {
        "winners": first if len(first) == 1 else [],
        "tied": first if len(first) > 1 else [],
        "ranking": ranking,
        "majority_grades": {name: grades[values[name][0][0]] for name in tallies},
        "grades_best_to_worst": grades,
        "tallies": tallies,
        "papers": sum(next(iter(tallies.values()))),
        "quota": None,
        "stages": [],
    }


def _read(data: Json) -> tuple[list[str], dict[str, list[int]]]:
    only(data, "grades_best_to_worst", "tallies", "title", "unit")
    grades, tallies = data.get("grades_best_to_worst"), data.get("tallies")
    if not isinstance(grades, list) or not grades or not all(map(_is_word, grades)):
        raise NotCountable("“grades_best_to_worst” wants a list of words.")
    if len(set(grades)) < len(grades):
        raise NotCountable("Every grade stands once in “grades_best_to_worst”.")
    is_named = isinstance(tallies, dict) and all(map(_is_word, tallies))
    if not isinstance(tallies, dict) or not tallies or not is_named:
        raise NotCountable("“tallies” wants {name: [how many of each grade]}.")
    _check_all(list(tallies.values()), len(grades))
    return grades, tallies


def _check_all(tallies: list[object], many: int) -> None:
    sums = {_checked_sum(counts, many) for counts in tallies}
    if len(sums) > 1:
        raise NotCountable("Every candidate wants the same number of grades in all.")
    if sums == {0}:
        raise NotCountable("Nobody has been given a grade.")


def _is_word(grade: object) -> bool:
    return isinstance(grade, str) and bool(grade.strip())


def _checked_sum(counts: object, many: int) -> int:
    if isinstance(counts, list) and len(counts) == many and all(map(_is_count, counts)):
        return sum(counts)
    raise NotCountable(f"A tally is a list of {many} whole numbers, 0 or more.")


def _is_count(number: object) -> bool:
    return type(number) is int and number >= 0


def _turns(tallies: dict[str, list[int]]) -> list[int]:
    """The turns at which some candidate's next median grade may change.

    The medians taken away lie, in turn, one further down and one further up from the
    middle. Between two of these turns every candidate's pair of grades stays as it is.
    """
    total = sum(next(iter(tallies.values())))
    down, up = _middles(total)
    turns = {0}
    for counts in tallies.values():
        for bound in accumulate(counts):
            turns |= {bound - down, up - bound + 1}
    return sorted(turn for turn in turns if 0 <= turn <= total // 2)


def _middles(total: int) -> tuple[int, int]:
    """Places, from the best on, of the first grade taken and of the first above it.

    Of an even number the lower middle one is taken first; of an odd one the middle one,
    and then that below it.
    """
    return total // 2, (total - 1) // 2


def _value(counts: list[int], turns: list[int]) -> tuple[tuple[int, int], ...]:
    """The grades taken at those turns, a pair each; 0 is the best grade."""
    total = sum(counts)
    down, up = _middles(total)
    return tuple(
        (_grade(counts, min(down + turn, total - 1)), _grade(counts, max(up - turn, 0)))
        for turn in turns
    )


def _grade(counts: list[int], place: int) -> int:
    for grade, bound in enumerate(accumulate(counts)):
        if place < bound:
            return grade
    raise AssertionError("a place beyond all grades")
