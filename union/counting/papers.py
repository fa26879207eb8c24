"""Ballot papers as they were written, and as a rule that wants one name a rank takes
them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, takewhile

Ranks = tuple[tuple[int, ...], ...]
"""Candidates by rank, best first; names of one rank stand together. (): a blank paper.
"""

Order = tuple[int, ...]
"""Candidates in order of preference, one a rank."""

Progress = Callable[[int, int], None]
"""Told how much has been done, of how much."""


@dataclass(frozen=True)
class Papers:
    """What a ballot file says. Candidates are numbered from 0 in the order of the
    paper.
    """

    names: tuple[str, ...]
    seats: int
    written: Mapping[Ranks, int]  # how many papers say so
    withdrawn: frozenset[int] = frozenset()
    tie_order: Order = ()  # a lot that was declared with the file
    title: str = ""
    digest: str = ""  # SHA-256 of the file
    electorate: int | None = None  # how many may vote, where somebody has said it

    @property
    def total(self) -> int:
        return sum(self.written.values())

    @property
    def standing(self) -> list[int]:
        """The candidates who have not withdrawn, in the order of the paper."""
        return [c for c in range(len(self.names)) if c not in self.withdrawn]


@dataclass
class Sorted:
    """The valid papers, grouped, and how many are not valid and why."""

    groups: dict[Order, int] = field(default_factory=dict)
    blank: int = 0
    invalid: Counter[str] = field(default_factory=Counter)

    @property
    def valid(self) -> int:
        return sum(self.groups.values())


def in_order(papers: Papers) -> Sorted:
    """The papers as orders of preference.

    A rank that two names share is no preference: the order ends before it (SSI 2007/42,
    rule 48, "next available preference"; ERS97 6.10, 6.12). Where nothing comes before
    it, the first preference is uncertain and the paper is not valid (ERS97 6.9).
    """
    sort = Sorted()
    groups, withdrawn = sort.groups, papers.withdrawn
    for ranks, many in papers.written.items():
        order, shared = _certain(ranks, withdrawn)
        if order:
            groups[order] = groups.get(order, 0) + many
        elif shared:
            sort.invalid["equal_ranks"] += many
        else:
            _set_aside(sort, ranks, many)
    return sort


def by_rank(papers: Papers) -> tuple[dict[Ranks, int], Sorted]:
    """The papers with equal ranks as they are; those that name nobody are set aside."""
    groups: dict[Ranks, int] = {}
    aside = Sorted()
    for ranks, many in papers.written.items():
        left = tuple(filter(None, (_standing(r, papers.withdrawn) for r in ranks)))
        if left:
            groups[left] = groups.get(left, 0) + many
        else:
            _set_aside(aside, ranks, many)
    return groups, aside


def _certain(ranks: Ranks, withdrawn: frozenset[int]) -> tuple[Order, bool]:
    order = tuple(chain.from_iterable(ranks))
    shared = len(order) > len(ranks)
    if shared:
        alone = takewhile(lambda rank: len(rank) == 1, ranks)
        order = tuple(chain.from_iterable(alone))
    return _standing(order, withdrawn) if withdrawn else order, shared


def _standing(rank: Iterable[int], withdrawn: frozenset[int]) -> Order:
    return tuple(c for c in rank if c not in withdrawn)


def _set_aside(sort: Sorted, ranks: Ranks, many: int) -> None:
    if ranks:
        sort.invalid["only_withdrawn"] += many
    else:
        sort.blank += many
