"""Ties: a rule's own look-back first, then the lot that was declared, never chance."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from union.counting.papers import Order

Pick = Callable[[Iterable[int]], int]
"""`min` or `max`: whether the fewest or the most votes decide."""


class Undecided(Exception):
    """Only a lot could go on, and none was declared."""

    def __init__(self, tied: Sequence[int]) -> None:
        super().__init__(tied)
        self.tied = list(tied)


@dataclass(frozen=True)
class Tie:
    """What decided between candidates with equal votes, for the report."""

    stage: int
    tied: list[int]
    rows: list[tuple[int, list[int]]]  # the stages looked back to, and the votes there
    by_lot: bool
    chosen: int


def drawn_from(seed: str, names: Sequence[str]) -> Order:
    """The lot that a public seed makes: by SHA-256 of the seed and then the name.

    The seed is committed to before the polls close and drawn from a named public source
    after it, so that nobody can choose whom it favours.
    """
    draw = [sha256(f"{seed}{name}".encode()).digest() for name in names]
    return tuple(sorted(range(len(names)), key=lambda c: draw[c]))


@dataclass(frozen=True)
class Lot:
    """Candidates in the order in which a lot sends them away, or nothing."""

    order: Order = ()
    seed: str = ""  # the public seed that made the order, if one did

    def first(self, tied: Sequence[int]) -> int:
        """Of the tied the first; Undecided where the lot does not name them all."""
        if not set(tied) <= set(self.order):
            raise Undecided(tied)
        return min(tied, key=self.order.index)


def narrowed(
    tied: Sequence[int], past: Iterable[tuple[int, list[int]]], pick: Pick
) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """Who is left of the tied after looking at stages past, and the rows that were
    looked at.

    At the first of the stages where their votes are unequal those stay whom `pick`
    chooses; between them the looking goes on.
    """
    left, rows = list(tied), []
    for stage, votes in past:
        if len(left) == 1:
            break
        rows.append((stage, [votes[c] for c in tied]))
        chosen = pick(votes[c] for c in left)
        left = [c for c in left if votes[c] == chosen]
    return left, rows
