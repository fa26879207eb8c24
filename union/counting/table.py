"""The counting table: who still stands, who holds which papers, and what they are
worth.

It knows no rule. Each rule lays its papers out here and moves them as its clauses say.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

from union.counting.papers import Order, Progress, Sorted
from union.counting.report import Parcel, Report, Stage
from union.counting.ties import Lot, Pick, Tie, narrowed

Bundle = tuple[Order, int, int, int, int]
"""Alike papers: their order, at which place of it they lie, how many, each one's value
(scaled), and the stage at which they came."""

Votes = list[int]


class Table:
    """The state of a transferable count, told to a report as it goes."""

    def __init__(
        self, report: Report, lot: Lot, progress: Progress | None = None
    ) -> None:
        papers, many = report.papers, len(report.papers.names)
        self.report, self.lot, self.progress = report, lot, progress
        self.one = 10**report.places
        self.continuing = set(papers.standing)
        self.places_left = papers.seats
        self.votes: Votes = [0] * many
        self.held: list[list[Bundle]] = [[] for _ in range(many)]
        self.history: list[
            tuple[int, Votes]
        ] = []  # after each stage, or each batch of it

    @property
    def stage(self) -> int:
        """The number of the stage that is on."""
        return len(self.report.stages) + 1

    def lay_out(self, sort: Sorted, why: str) -> None:
        """First preferences: the first stage."""
        held, votes, one = self.held, self.votes, self.one
        for order, many in sort.groups.items():
            held[order[0]].append((order, 0, many, one, 1))
            votes[order[0]] += many * one
        self.end_stage(Stage("first_preferences", why, []))

    def move(
        self, bundles: Iterable[Bundle], revalued: Callable[[int], int] | None = None
    ) -> list[Parcel]:
        """Give each paper to its next preference who continues, at its new value."""
        parcels: dict[tuple[int, int], Parcel] = {}
        stage, continuing, held = self.stage, self.continuing, self.held
        for order, place, many, value, received in bundles:
            parcel = parcels.get((received, value))
            if parcel is None:
                new = value if revalued is None else revalued(value)
                parcel = parcels[received, value] = Parcel(received, value, new)
            for at in range(place + 1, len(order)):
                heir = order[at]
                if heir in continuing:
                    held[heir].append((order, at, many, parcel.new_value, stage))
                    parcel.to[heir] = parcel.to.get(heir, 0) + many
                    break
            else:
                parcel.stopped += many
        moved = [parcels[key] for key in sorted(parcels)]
        self._credit(moved)
        return moved

    def _credit(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            parcel.papers = parcel.stopped + sum(parcel.to.values())
            for heir, many in parcel.to.items():
                self.votes[heir] += many * parcel.new_value

    def end_stage(self, stage: Stage) -> None:
        """Write the stage down as it now stands."""
        stage.votes = self.votes.copy()
        self.history.append((self.stage, stage.votes))
        self.report.stages.append(stage)
        if self.progress:
            standing = len(self.report.papers.standing)
            self.progress(standing - len(self.continuing), standing)

    def elect(self, candidate: int) -> None:
        self.continuing.discard(candidate)
        self.places_left -= 1
        self.report.elect(candidate)

    def with_quota(self, quota: int) -> list[int]:
        """Continuing candidates who have it, the most votes first."""
        return [c for c in self.in_descending_order() if self.votes[c] >= quota]

    def in_descending_order(self) -> list[int]:
        return sorted(self.continuing, key=lambda c: (-self.votes[c], c))

    def elect_the_rest(self) -> None:
        """Whoever still continues, where they are as few as the places left."""
        for candidate in self.in_descending_order():
            self.elect(candidate)

    def are_as_few_as_places(self) -> bool:
        return len(self.continuing) <= self.places_left

    def fewest(self) -> list[int]:
        """The continuing candidates with the fewest votes."""
        least = min(self.votes[c] for c in self.continuing)
        return [c for c in sorted(self.continuing) if self.votes[c] == least]

    def one_of(
        self, tied: list[int], pick: Pick | None = None, *, back: bool = True
    ) -> int:
        """The one of the tied: by look-back where the rule has one (`pick`), else by
        lot.

        `back`: from the most recent stage to the first; otherwise from the first on.
        """
        if len(tied) == 1:
            return tied[0]
        looked = self.history[::-1] if back else self.history
        left, rows = narrowed(tied, looked, pick) if pick else (tied, [])
        chosen = left[0] if len(left) == 1 else self.lot.first(left)
        self.report.ties.append(Tie(self.stage, [*tied], rows, len(left) > 1, chosen))
        return chosen

    def exclude(self, candidates: list[int], why: str) -> None:
        """Take them out and move their papers at the value they have: one stage."""
        self.continuing -= set(candidates)
        parcels: list[Parcel] = []
        for candidate in candidates:
            bundles, self.held[candidate] = self.held[candidate], []
            self.votes[candidate] = 0
            parcels += self.move(bundles)
        done = Stage("exclusion", why, [], of=candidates, excluded=candidates)
        done.parcels = parcels
        self.end_stage(done)

    def transfer_surplus(self, candidate: int, quota: int, why: str) -> None:
        """Move all of the candidate's papers, each worth its share of the surplus.

        value x surplus / votes, truncated once: one stage, after which the quota stays.
        """
        votes, surplus = self.votes[candidate], self.votes[candidate] - quota
        bundles, self.held[candidate] = self.held[candidate], []
        self.votes[candidate] = quota
        parcels = self.move(bundles, lambda value: value * surplus // votes)
        done = Stage(
            "surplus", why, [], of=[candidate], surplus=surplus, parcels=parcels
        )
        done.transfer_value = Fraction(surplus, votes), self.one * surplus // votes
        done.loss = surplus - sum(p.new_value * p.papers for p in parcels)
        self.end_stage(done)
