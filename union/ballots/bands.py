"""Turnout in bands, so that no single arrival can be seen."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

FIRST = (0, 10, 25, 50, 100)
STEP, STEPS_UNTIL = 50, 1_000


@dataclass(frozen=True)
class Band:
    """From how many to how many, both included."""

    low: int
    high: int


def band(count: int, roll: int) -> Band:
    """The band a count falls into: <10, 10-24, 25-49, 50-99, then fifties.

    From 1,000 on the bands are a twentieth of the roll wide.
    """
    for low, above in pairwise(FIRST):
        if count < above:
            return Band(low, above - 1)
    if count < STEPS_UNTIL:
        low = count // STEP * STEP
        return Band(low, low + STEP - 1)
    step = max(STEP, ceil(roll / 20))
    low = STEPS_UNTIL + (count - STEPS_UNTIL) // step * step
    return Band(low, low + step - 1)
