"""Two ways to do a thing, timed in turn: a noisy machine then harms both alike."""

import os
from collections.abc import Callable
from statistics import median

ROUNDS = 7


def cpu() -> float:
    """Seconds of processor used so far, by this process and the children it had."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def ratio(
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    clock: Callable[[], float] = cpu,
    rounds: int = ROUNDS,
) -> tuple[float, float, float]:
    """The median over rounds of ours / floor, and the medians of both in seconds.

    Both are called once before anything counts. The clock is that of the processor
    unless waiting is part of the work.
    """
    ours(), floor()
    pairs = [(_time(ours, clock), _time(floor, clock)) for _ in range(rounds)]
    quotients = median(a / b for a, b in pairs)
    return quotients, median(a for a, _ in pairs), median(b for _, b in pairs)


def _time(deed: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    deed()
    return clock() - began


def report(what: str, quotient: float, aim: str, detail: str) -> None:
    """One line that can be quoted."""
    print(f"{what:52} {quotient:7.2f}   aim {aim:10} {detail}")
