"""A rule of law as data: what it asks, where it stands, and how sure we are of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from union.law.deadlines import Clock
from union.law.texts import Texts
from union.law.thresholds import Threshold


class Kind(StrEnum):
    """What a rule is about."""

    BALLOT = "ballot"
    DEADLINE = "deadline"
    FORM = "form"
    ELIGIBILITY = "eligibility"
    RIGHT = "right"
    PROHIBITION = "prohibition"
    RISK = "risk"


class Confidence(StrEnum):
    """How sure we are that the rule is so, and in force."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Verification(StrEnum):
    """How it was checked."""

    TEXT = "text"
    SECONDARY = "secondary"
    RECALLED = "recalled"


class AppBallot(StrEnum):
    """What a vote in an app is worth to this rule."""

    USABLE = "usable"
    INDICATIVE = "indicative"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Source:
    """Where a rule was read."""

    title: str
    url: str
    on: date | None
    language: str


@dataclass(frozen=True)
class Citation:
    """The article, and the source it was read in."""

    source: Source
    ref: str


@dataclass(frozen=True)
class Reading:
    """One way to read what a ballot needs; either half may be missing."""

    quorum: Threshold | None
    approval: Threshold | None


@dataclass(frozen=True)
class BallotRule:
    """What a ballot needs: the safe reading, and another where sources differ."""

    decision: str
    electorate: str | None
    safe: Reading
    other: Reading | None
    why_other: Texts
    secret: str
    channels: tuple[str, ...]
    app: AppBallot


@dataclass(frozen=True)
class Rule:
    """One rule of a pack, for the days on which it is in force."""

    id: str
    kind: Kind
    tracks: tuple[str, ...]
    text: Texts
    citation: Citation
    confidence: Confidence
    verification: Verification
    review_due: date
    valid_from: date | None = None
    valid_to: date | None = None
    clock: Clock | None = None
    trigger: str = ""  # what the clock counts from
    ballot: BallotRule | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the day lies between the first and the last day of the rule."""
        return (self.valid_from or on) <= on <= (self.valid_to or on)

    def is_past_review(self, on: date) -> bool:
        """Whether somebody was to look at the rule again before this day."""
        return on > self.review_due

    def is_unconfirmed(self, on: date) -> bool:
        """Whether the rule is from memory alone, or was not looked at for too long."""
        return self.confidence is Confidence.LOW or self.is_past_review(on)

    def may_block(self, on: date) -> bool:
        """Whether anything may be refused for this rule; else it only warns."""
        return self.is_in_force(on) and not self.is_unconfirmed(on)
