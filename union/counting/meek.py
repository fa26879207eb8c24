"""Meek's method: the reference rule of the Proportional Representation Foundation.

Nine decimals; omega is 0.000001; iterating stops as soon as somebody is elected.
Everybody elected keeps only the share of each paper that is needed for the quota, which
falls as papers run out. Names of one rank share a paper equally.
"""

from union.counting.papers import Progress, Ranks, by_rank
from union.counting.report import Report, Stage
from union.counting.ties import Lot, Tie

NAME = "meek"
SOURCE = "PRF Reference Meek Rule, A to C and T"
PLACES = 9
ONE = 10**PLACES
OMEGA = ONE // 10**6


class Branch:
    """Papers that begin alike: how many reach this rank, and how they go on."""

    __slots__ = ("after", "papers", "rank")

    def __init__(self, rank: tuple[int, ...]) -> None:
        self.rank, self.papers = rank, 0
        self.after: dict[tuple[int, ...], Branch] = {}


def _grown(groups: dict[Ranks, int]) -> Branch:
    """All papers as one tree, so that what begins alike is distributed once."""
    root = Branch(())
    for ranks, many in groups.items():
        branch = root
        for rank in ranks:
            branch = branch.after.setdefault(rank, Branch(rank))
            branch.papers += many
    return root


class Meek:
    """One count: keep factors, votes, and the round that is on."""

    def __init__(self, report: Report, lot: Lot, groups: dict[Ranks, int]) -> None:
        self.report, self.lot, self.tree = report, lot, _grown(groups)
        self.hopeful = set(report.papers.standing)
        self.elected: list[int] = []
        self.keep = [
            ONE if c in self.hopeful else 0 for c in range(len(report.papers.names))
        ]
        self.votes = [0] * len(self.keep)
        self.quota = 0

    @property
    def is_complete(self) -> bool:
        """B.1: no seat is left, or no more hopeful candidates than seats."""
        left = self.report.papers.seats - len(self.elected)
        return left <= 0 or len(self.hopeful) <= left

    def distribute(self) -> None:
        """B.2.a, B.2.b: what a candidate keeps of a paper is rounded up."""
        keep, votes = self.keep, [0] * len(self.keep)
        waiting = [(branch, ONE) for branch in self.tree.after.values()]
        while waiting:
            branch, weight = waiting.pop()
            sharing = [c for c in branch.rank if keep[c]]
            if sharing:
                share = weight // len(sharing)
                weight = 0
                for candidate in sharing:
                    kept = -(-share * keep[candidate] // ONE)
                    votes[candidate] += kept * branch.papers
                    weight += share - kept
            if weight:
                waiting += [(after, weight) for after in branch.after.values()]
        self.votes = votes
        self.quota = sum(votes) // (self.report.papers.seats + 1) + 1

    def iterate(self) -> list[int]:
        """B.2 until somebody has the quota, or the surplus is as good as gone."""
        before: int | None = None
        while True:
            self.distribute()
            if winners := [c for c in self.hopeful if self.votes[c] >= self.quota]:
                return sorted(winners, key=lambda c: (-self.votes[c], c))
            surplus = self.surplus
            if surplus < OMEGA or (before is not None and surplus >= before):
                return []
            before = surplus
            for candidate in self.elected:  # B.2.f
                kept = -(-self.keep[candidate] * self.quota // ONE)
                self.keep[candidate] = -(-kept * ONE // self.votes[candidate])

    @property
    def surplus(self) -> int:
        """B.2.d."""
        return max(sum(self.votes[c] - self.quota for c in self.elected), 0)

    def elect(self, candidates: list[int]) -> None:
        for candidate in candidates:
            self.hopeful.discard(candidate)
            self.elected.append(candidate)
            self.report.elect(candidate)

    def defeat_the_lowest(self) -> int:
        """B.3. Tied is who is not further above the lowest than all the surplus."""
        bound = min(self.votes[c] for c in self.hopeful) + self.surplus
        tied = sorted(c for c in self.hopeful if self.votes[c] <= bound)
        chosen = tied[0]
        if len(tied) > 1:
            chosen = self.lot.first(tied)
            stage = len(self.report.stages)
            self.report.ties.append(Tie(stage, tied, [], True, chosen))
        self.hopeful.discard(chosen)
        self.keep[chosen] = 0
        return chosen

    def end_stage(self, defeated: list[int]) -> None:
        first = not self.report.stages
        action = (
            "exclusion" if defeated else "first_preferences" if first else "iteration"
        )
        stage = Stage(
            action, "B.3" if defeated else "B.2", self.votes.copy(), of=defeated
        )
        stage.excluded, stage.quota = defeated, self.quota
        self.report.stages.append(stage)


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report. Undecided ends it at a tie that only a lot could break."""
    groups, _ = by_rank(report.papers)
    meek = Meek(report, lot, groups)
    report.quota_formula = (
        "votes / (seats + 1) + 0.000000001, anew in each iteration, B.2.b"
    )

    defeated: list[int] = []
    while not meek.is_complete:
        winners = meek.iterate()
        meek.end_stage(defeated)
        report.quota = report.quota or meek.quota
        meek.elect(winners)
        defeated = [] if winners else [meek.defeat_the_lowest()]
        if progress:
            standing = len(report.papers.standing)
            progress(standing - len(meek.hopeful), standing)
    _finish(meek, defeated)


def _finish(meek: Meek, defeated: list[int]) -> None:
    """C. The last stage shows where the papers went of whoever was defeated last."""
    if defeated or not meek.report.stages:
        meek.distribute()
        meek.end_stage(defeated)
        meek.report.quota = meek.report.quota or meek.quota
    if len(meek.elected) < meek.report.papers.seats:
        left = sorted(meek.hopeful, key=lambda c: (-meek.votes[c], c))
        meek.elect(left)
        meek.report.stages[-1].note = "C.1: as many are hopeful as seats are left"
