"""What a count says to each reading of the law, safe and other, side by side."""

from dataclasses import dataclass

from union.law.rules import BallotRule, Reading
from union.law.thresholds import Denominator, Denominators, Outcome, Threshold, judge


@dataclass(frozen=True)
class Turnout:
    """How many could decide, as far as anybody knows, and what those who came said."""

    electorate: int | None
    yes: int
    no: int
    abstained: int = 0

    @property
    def participants(self) -> int:
        """All who voted: whoever abstains takes part."""
        return self.yes + self.no + self.abstained

    @property
    def wholes(self) -> Denominators:
        """Of how many each fraction is taken. Who may decide has one number here."""
        return {
            Denominator.ELECTORATE: self.electorate,
            Denominator.MEMBERS: self.electorate,
            Denominator.DELEGATES: self.electorate,
            Denominator.PARTICIPANTS: self.participants,
            Denominator.VOTES_CAST: self.yes + self.no,
        }


@dataclass(frozen=True)
class Held:
    """One threshold, and what the count says to it."""

    threshold: Threshold
    whole: int | None
    count: int
    outcome: Outcome


@dataclass(frozen=True)
class Verdict:
    """One reading of the law, half by half and as a whole."""

    quorum: Held | None
    approval: Held | None

    @property
    def outcome(self) -> Outcome:
        """One half not met decides; else one that nobody knows leaves it open."""
        halves = {half.outcome for half in (self.quorum, self.approval) if half}
        for worst in (Outcome.NOT_MET, Outcome.UNDETERMINED):
            if worst in halves:
                return worst
        return Outcome.MET


def verdict(reading: Reading, turnout: Turnout) -> Verdict:
    """Hold a turnout against one reading."""
    return Verdict(
        _held(reading.quorum, turnout.participants, turnout),
        _held(reading.approval, turnout.yes, turnout),
    )


def side_by_side(rule: BallotRule, turnout: Turnout) -> list[Verdict]:
    """The safe reading first, then the other, if the rule has one."""
    readings = [rule.safe, *([rule.other] if rule.other else [])]
    return [verdict(reading, turnout) for reading in readings]


def _held(threshold: Threshold | None, count: int, turnout: Turnout) -> Held | None:
    if threshold is None:
        return None
    whole = turnout.wholes[threshold.of]
    return Held(threshold, whole, count, judge(threshold, count, turnout.wholes))
