"""The report: what was counted, stage by stage, and why; as data that anyone can check.

Numbers are integers or decimal strings. Votes inside are integers, scaled by a power of
ten.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from union.counting.papers import Papers, Sorted
from union.counting.ties import Lot, Tie

Json = dict[str, Any]

VERSION = 1  # of what the rules do; a count that would come out otherwise gets another


def decimal(scaled: int, places: int) -> str:
    """1914, 0 -> 1914; 191400001, 5 -> 1914.00001."""
    if not places:
        return str(scaled)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}}"


@dataclass
class Parcel:
    """Papers that moved together: received at one stage, worth the same."""

    received: int  # the stage
    value: int  # as received, scaled
    new_value: int
    papers: int = 0
    to: dict[int, int] = field(default_factory=dict)  # papers by candidate
    stopped: int = 0  # papers without a further preference


@dataclass
class Stage:
    """What one stage did and what it left. Candidates are numbers of the paper."""

    action: str  # first_preferences, surplus, exclusion, iteration or pairs
    why: str  # the clause of the rule
    votes: list[int]
    of: list[int] = field(default_factory=list)  # whose surplus, who was excluded
    elected: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    surplus: int | None = None
    transfer_value: tuple[Fraction, int] | None = None  # exact, and truncated as used
    parcels: list[Parcel] = field(default_factory=list)
    loss: int = 0  # what truncating a transfer value left over
    quota: int | None = None  # where it changes from stage to stage
    note: str = ""


@dataclass
class Report:
    """A count, which a rule writes: its header, its stages, its result."""

    rule: str
    source: str
    papers: Papers
    sort: Sorted
    places: int = 0
    quota: int | None = None
    quota_formula: str = ""
    stages: list[Stage] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    winners: list[int] = field(default_factory=list)  # in the order of election
    tied: list[int] = field(default_factory=list)
    lot: Lot = field(default_factory=Lot)
    more: Json = field(default_factory=dict)

    def elect(self, candidate: int) -> None:
        """In the stage that is the last one now."""
        self.winners.append(candidate)
        self.stages[-1].elected.append(candidate)

    def as_json(self) -> Json:
        return {
            **self._header(),
            "winners": self._names(self.winners),
            "tied": self._names(self.tied),
            "stages": [self._stage(n) for n in range(len(self.stages))],
            "ties": [self._tie(tie) for tie in self.ties],
            **self.more,
        }

    def _header(self) -> Json:
        papers = self.papers
        return {
            "rule": self.rule,
            "rule_version": VERSION,
            "source": self.source,
            "title": papers.title,
            "ballot_file_sha256": papers.digest,
            "candidates": list(papers.names),
            "withdrawn": self._names(sorted(papers.withdrawn)),
            "seats": papers.seats,
            "electorate": papers.electorate,
            "papers": papers.total,
            "blank": self.sort.blank,
            "invalid": dict(sorted(self.sort.invalid.items())),
            "valid": self._valid,
            "quota": None if self.quota is None else self._number(self.quota),
            "quota_formula": self.quota_formula,
            "lot": ", ".join(self._names([*self.lot.order])),
            "tie_order": self._names([*self.lot.order]),
            "lot_seed": self.lot.seed,
        }

    @property
    def _valid(self) -> int:
        aside = self.sort.blank + sum(self.sort.invalid.values())
        return self.papers.total - aside

    def _stage(self, nth: int) -> Json:
        stage = self.stages[nth]
        before = self.stages[nth - 1].votes if nth else [0] * len(stage.votes)
        standing = self.papers.standing
        lost = self._not_transferred(stage)
        told: Json = {
            "number": nth + 1,
            "action": stage.action,
            "of": self._names(stage.of),
            "why": stage.why,
            "votes": {self._name(c): self._number(stage.votes[c]) for c in standing},
            "changes": {
                self._name(c): self._number(stage.votes[c] - before[c])
                for c in standing
            },
            "non_transferable": self._number(lost),
            "total": self._number(sum(stage.votes) + lost),
            "elected": self._names(stage.elected),
            "excluded": self._names(stage.excluded),
        }
        if stage.surplus is not None:
            told["surplus"] = self._number(stage.surplus)
        if stage.transfer_value is not None:
            exact, used = stage.transfer_value
            told["transfer_value"] = {
                "exact": f"{exact.numerator}/{exact.denominator}",
                "truncated": self._number(used),
            }
        if stage.quota is not None:
            told["quota"] = self._number(stage.quota)
        if stage.parcels:
            told["parcels"] = [self._parcel(parcel) for parcel in stage.parcels]
            told["loss_by_fraction"] = self._number(stage.loss)
        if stage.note:
            told["note"] = stage.note
        return told

    def _not_transferred(self, stage: Stage) -> int:
        """Valid papers less the sum of the candidates: rounding loss is in it."""
        return int(self._valid * 10**self.places - sum(stage.votes))

    def _parcel(self, parcel: Parcel) -> Json:
        return {
            "received_at_stage": parcel.received,
            "value": self._number(parcel.value),
            "new_value": self._number(parcel.new_value),
            "papers": parcel.papers,
            "to": {self._name(c): n for c, n in sorted(parcel.to.items())},
            "non_transferable_papers": parcel.stopped,
        }

    def _tie(self, tie: Tie) -> Json:
        return {
            "stage": tie.stage,
            "tied": self._names(tie.tied),
            "compared": [
                {
                    "stage": stage,
                    "votes": {
                        self._name(c): self._number(v)
                        for c, v in zip(tie.tied, votes, strict=True)
                    },
                }
                for stage, votes in tie.rows
            ],
            "decided_by": "lot" if tie.by_lot else "earlier stages",
            "chosen": self._name(tie.chosen),
        }

    def _name(self, candidate: int) -> str:
        return self.papers.names[candidate]

    def _names(self, candidates: list[int]) -> list[str]:
        return [self._name(c) for c in candidates]

    def _number(self, scaled: int) -> str:
        return decimal(scaled, self.places)
