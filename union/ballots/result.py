"""What a ballot decided, by its own rule and nobody's opinion.

Pure: a closed ballot and its tally in, the decision out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from union.ballots.models import ABSTAIN, NO, YES, Ballot, Option
from union.core.i18n import mark
from union.law.thresholds import (
    Denominator,
    Denominators,
    Outcome,
    Threshold,
    judge,
)

FEWEST_SHOWN = 10


class Decision(StrEnum):
    """What follows from the count."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    UNDETERMINED = "undetermined"


class Reason(StrEnum):
    """Why nothing was adopted, where it needs saying."""

    NO_QUORUM = "no_quorum"
    TIE = "tie"
    NO_MAJORITY = "no_majority"
    UNKNOWN_WHOLE = "unknown_whole"


DECISIONS = {
    Decision.ADOPTED: mark("Adopted"),
    Decision.NOT_ADOPTED: mark("Not adopted"),
    Decision.UNDETERMINED: mark("Undetermined"),
}
REASONS = {
    Reason.NO_QUORUM: mark("There was no quorum, so nothing is decided."),
    Reason.TIE: mark("The votes are level, and a tie is not a majority."),
    Reason.NO_MAJORITY: mark("The majority the rule asks for was not reached."),
    Reason.UNKNOWN_WHOLE: mark(
        "Nobody knows of how many the rule counts, so nobody can say that it is met."
    ),
}


@dataclass(frozen=True)
class Reading:
    """One threshold, held against the count."""

    threshold: Threshold
    whole: int | None
    outcome: Outcome


@dataclass(frozen=True)
class Result:
    """A closed ballot and how many papers gave each answer."""

    ballot: Ballot
    tally: Mapping[str, int]

    @cached_property
    def participants(self) -> int:
        """All who voted, the abstaining included."""
        return sum(self.tally.values())

    @property
    def votes_cast(self) -> int:
        return self.participants - self.tally.get(ABSTAIN, 0)

    @property
    def lines(self) -> list[tuple[Option, int]]:
        """Each answer with its papers, in the order of the ballot."""
        return [(each, self.tally.get(each.key, 0)) for each in self.ballot.choices()]

    @property
    def is_coarse(self) -> bool:
        """Whether numbers would tell how somebody voted: few papers, or all alike."""
        return self.ballot.is_confidential and (
            self.participants < FEWEST_SHOWN
            or max(self.tally.values()) == self.participants
        )

    @property
    def wholes(self) -> Denominators:
        """How many each fraction is taken of; delegates there are none."""
        return {
            Denominator.ELECTORATE: self.ballot.workforce,
            Denominator.MEMBERS: self.ballot.roll_size,
            Denominator.PARTICIPANTS: self.participants,
            Denominator.VOTES_CAST: self.votes_cast,
        }

    @property
    def leaders(self) -> list[Option]:
        """The answers with the most papers; more than one is a tie, none is no vote."""
        counted = [(each, n) for each, n in self.lines if each.key != ABSTAIN]
        most = max(n for _, n in counted)
        return [each for each, n in counted if n == most and most]

    @property
    def chosen(self) -> Option | None:
        """The one answer that was adopted, of a ballot that asked which."""
        return self.leaders[0] if self.decision is Decision.ADOPTED else None

    @property
    def quorum(self) -> Reading | None:
        return self._reading("quorum", self.participants)

    @property
    def majority(self) -> Reading | None:
        return self._reading("majority", self._in_favour)

    @property
    def alternative_quorum(self) -> Reading | None:
        return self._reading("alternative_quorum", self.participants)

    @property
    def alternative_majority(self) -> Reading | None:
        return self._reading("alternative_majority", self._in_favour)

    @cached_property
    def decision(self) -> Decision:
        return self._verdict(self.quorum, self.majority)[0]

    @property
    def reason(self) -> Reason | None:
        return self._verdict(self.quorum, self.majority)[1]

    @property
    def by_alternative(self) -> Decision | None:
        """What the other reading of the law would say, if the ballot names one."""
        if not (self.alternative_quorum or self.alternative_majority):
            return None
        quorum = self.alternative_quorum or self.quorum
        return self._verdict(quorum, self.alternative_majority or self.majority)[0]

    @property
    def _in_favour(self) -> int:
        if self.ballot.is_single_choice:
            return max(n for each, n in self.lines if each.key != ABSTAIN)
        return self.tally.get(YES, 0)

    @property
    def _is_tied(self) -> bool:
        if self.ballot.is_single_choice:
            return len(self.leaders) != 1
        return self.tally.get(YES, 0) == self.tally.get(NO, 0)

    def quorum_of(self, threshold: Threshold | None) -> Reading | None:
        """A quorum that somebody else asks for, held against those who took part."""
        return self._held(threshold, self.participants) if threshold else None

    def _reading(self, name: str, count: int) -> Reading | None:
        threshold = self.ballot.threshold(name)
        return self._held(threshold, count) if threshold else None

    def _held(self, threshold: Threshold, count: int) -> Reading:
        whole = self.wholes.get(threshold.of)
        return Reading(threshold, whole, judge(threshold, count, self.wholes))

    def _verdict(
        self, quorum: Reading | None, majority: Reading | None
    ) -> tuple[Decision, Reason | None]:
        quorate = quorum.outcome if quorum else Outcome.MET
        carried = majority.outcome if majority else Outcome.MET
        if quorate is Outcome.NOT_MET:
            return Decision.NOT_ADOPTED, Reason.NO_QUORUM
        if self._is_tied:
            return Decision.NOT_ADOPTED, Reason.TIE
        if carried is Outcome.NOT_MET:
            return Decision.NOT_ADOPTED, Reason.NO_MAJORITY
        if Outcome.UNDETERMINED in (quorate, carried):
            return Decision.UNDETERMINED, Reason.UNKNOWN_WHOLE
        return Decision.ADOPTED, None
