"""ERS97: How to conduct an election by the Single Transferable Vote, Electoral Reform
Society, 3rd edition 1997, section 5. Two decimals; a surplus moves only the papers
received last.
"""

from fractions import Fraction

from union.counting.papers import Progress
from union.counting.report import Parcel, Report, Stage
from union.counting.table import Bundle, Table
from union.counting.ties import Lot, narrowed

NAME = "ers97"
SOURCE = "ERS97, sections 5 and 6"
PLACES = 2


def count(report: Report, lot: Lot, progress: Progress | None = None) -> None:
    """Fill the report. Undecided ends it at a tie that only a lot could break."""
    report.quota_formula = "valid / (seats + 1), rounded up at 2 decimals, 5.1.6"
    table = Table(report, lot, progress)
    ers = Ers97(table)
    report.quota = ers.quota
    table.lay_out(report.sort, "5.1")
    ers.deem_elected()
    ers.declare()
    while table.places_left and not table.are_as_few_as_places():
        if ers.surpluses and not ers.may_defer():
            ers.transfer_the_largest_surplus()
        else:
            ers.exclude_the_lowest()
        ers.declare()
    if table.places_left:
        table.elect_the_rest()
        report.stages[-1].note = "5.5.1: as many continue as places are left"


class Ers97:
    """The rule's own books beside the counting table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.quota = self._quota(table.report.sort.valid * table.one)
        self.surpluses: dict[int, int] = {}  # of the elected, not transferred yet
        self.waiting = 0  # votes of an exclusion whose batches have not all been moved
        self.deemed: list[int] = []  # elected in the stage that is on
        self.nobody_yet = True

    def _quota(self, votes: int) -> int:
        """5.1.6: rounded up at two decimals."""
        return -(-votes // (self.table.report.papers.seats + 1))

    def deem_elected(self) -> None:
        """5.1.7, 5.3.13, 5.4.9: in descending order, who has the quota or enough
        (5.6.2).
        """
        table = self.table
        while table.places_left and (able := self._with_enough()):
            most = [c for c in able if table.votes[c] == table.votes[able[0]]]
            if len(most) > table.places_left:
                most, _ = narrowed(most, table.history, max)
                if len(most) > table.places_left:
                    return
            self._deem(most[0])

    def _with_enough(self) -> list[int]:
        """Who has the quota, or the active vote divided by the places left and one
        more.
        """
        table = self.table
        active = sum(table.votes[c] for c in table.continuing)  # 6.20
        active += self.waiting + sum(self.surpluses.values())
        enough = min(self.quota, -(-active // (table.places_left + 1)))
        return table.with_quota(max(enough, 1))

    def _deem(self, candidate: int) -> None:
        self.table.continuing.discard(candidate)
        self.table.places_left -= 1
        self.deemed.append(candidate)
        self.nobody_yet = False
        extra = self.table.votes[candidate] - self.quota
        if extra > 0:
            self.surpluses[candidate] = extra

    def declare(self) -> None:
        """Write into the stage that has ended who was elected in it."""
        for candidate in self.deemed:
            self.table.report.elect(candidate)
        self.deemed = []

    def may_defer(self) -> bool:
        """5.2.2: all surpluses together could not save those who would be excluded."""
        return self._how_many_go() > 0

    def _how_many_go(self) -> int:
        """5.2.5: as many of the lowest as all they have does not lift above the next
        one.
        """
        rising = [self.table.votes[c] for c in self.table.in_descending_order()[::-1]]
        together, most = sum(self.surpluses.values()), 0
        for many in range(1, len(rising) - self.table.places_left + 1):
            together += rising[many - 1]
            if together <= rising[many]:
                most = many
        return most

    def transfer_the_largest_surplus(self) -> None:
        """5.2.3, 5.3."""
        table = self.table
        largest = max(self.surpluses.values())
        tied = sorted(c for c, extra in self.surpluses.items() if extra == largest)
        giver = table.one_of(tied, max, back=False)
        surplus = self.surpluses.pop(giver)
        batch = self._last_batch(giver)
        papers = sum(b[2] for b in batch if self._goes_on(b))
        now = batch[0][3]
        new = surplus // papers if papers * now > surplus else now
        table.votes[giver] = self.quota
        stage = Stage("surplus", "5.2.3, 5.3", [], of=[giver], surplus=surplus)
        stage.parcels = table.move(batch, lambda _: new)
        stage.loss = surplus - papers * new
        if papers:
            stage.transfer_value = Fraction(surplus, papers * table.one), new
        stage.quota = self.quota
        self.deem_elected()
        table.end_stage(stage)

    def _last_batch(self, giver: int) -> list[Bundle]:
        """5.3.2: the papers of the batch that gave rise to the surplus."""
        held = self.table.held[giver]
        last = held[-1][3:]
        return [bundle for bundle in held if bundle[3:] == last]

    def _goes_on(self, bundle: Bundle) -> bool:
        order, place = bundle[:2]
        return any(c in self.table.continuing for c in order[place + 1 :])

    def exclude_the_lowest(self) -> None:
        """5.2.5, 5.4; who would leave just enough is not moved any more, 5.5.1."""
        out = self._lowest(self._how_many_go())
        self.table.continuing -= set(out)
        if self.table.are_as_few_as_places():
            return
        stage = Stage("exclusion", "5.2.5, 5.4", [], of=out, excluded=out)
        stage.parcels = self._move_in_batches(out)
        stage.quota = self.quota
        if not self.table.places_left:
            stage.note = "5.5.2: every place is filled, no further papers are moved"
        self.table.end_stage(stage)

    def _lowest(self, many: int) -> list[int]:
        """Equal ones by the fewest votes at the earliest point where unequal, else by
        lot.
        """
        votes = self.table.votes
        rising = self.table.in_descending_order()[::-1]
        bound = votes[rising[many - 1]]
        out = [c for c in rising if votes[c] < bound]
        tied = sorted(c for c in rising if votes[c] == bound)
        while len(out) < many:
            chosen = tied[0]
            if len(tied) > many - len(out):
                chosen = self.table.one_of(tied, min, back=False)
            tied.remove(chosen)
            out.append(chosen)
        return sorted(out)

    def _move_in_batches(self, out: list[int]) -> list[Parcel]:
        """5.4.1 to 5.4.11: the highest value first; whoever is elected gets no more."""
        table, batches = self.table, dict[int, list[Bundle]]()
        for candidate in out:
            for bundle in table.held[candidate]:
                batches.setdefault(bundle[3], []).append(bundle)
            self.waiting += table.votes[candidate]
            table.held[candidate], table.votes[candidate] = [], 0
        parcels: list[Parcel] = []
        for value in sorted(batches, reverse=True):
            if table.places_left:
                self.waiting -= sum(value * bundle[2] for bundle in batches[value])
                parcels += table.move(batches[value])
                self._requota()
                self.deem_elected()
                table.history.append((table.stage, table.votes.copy()))
        self.waiting = 0
        return parcels

    def _requota(self) -> None:
        """5.4.8: while nobody is elected, papers that stopped lower the quota."""
        if self.nobody_yet:
            self.quota = self._quota(sum(self.table.votes) + self.waiting)
