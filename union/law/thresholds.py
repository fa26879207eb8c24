"""Quorums and majorities: exact fractions of something that is named.

What is not known is never passed: where the denominator is unknown, so is the outcome.
Abstentions take part; they are not votes cast.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from union.core import i18n
from union.core.i18n import gettext as _
from union.core.i18n import mark


class Denominator(StrEnum):
    """Whose number a fraction is taken of."""

    ELECTORATE = "electorate"  # all who may decide by law, members of the union or not
    MEMBERS = "members"  # the frozen roll
    DELEGATES = "delegates"
    PARTICIPANTS = "participants"  # those who voted, the abstaining included
    VOTES_CAST = "votes_cast"  # yes and no


class Operator(StrEnum):
    """Whether the fraction itself is enough."""

    GT = "gt"
    GTE = "gte"


class Outcome(StrEnum):
    """What can be said about a threshold. There is no fourth answer."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


Denominators = Mapping[Denominator, int | None]

WHOLES = {
    Denominator.ELECTORATE: mark("all who do this work here"),
    Denominator.MEMBERS: mark("the roll"),
    Denominator.DELEGATES: mark("the delegates"),
    Denominator.PARTICIPANTS: mark("those who took part"),
    Denominator.VOTES_CAST: mark("the yes and no votes"),
}
OUTCOMES = {
    Outcome.MET: mark("met"),
    Outcome.NOT_MET: mark("not met"),
    Outcome.UNDETERMINED: mark("undetermined"),
}
COLOURS = {Outcome.MET: "good", Outcome.NOT_MET: "bad", Outcome.UNDETERMINED: "plain"}

_WRITTEN = re.compile(r"(gte?) (\d{1,4})/(\d{1,4}) of ([a-z_]+)", re.ASCII)


@dataclass(frozen=True)
class Threshold:
    """So much of so many. It is stored as it reads: `gte 2/3 of members`."""

    of: Denominator
    fraction: Fraction
    op: Operator

    def __post_init__(self) -> None:
        asks_for_more_than_all = self.op is Operator.GT and self.fraction == 1
        if not 0 < self.fraction <= 1 or asks_for_more_than_all:
            raise ValueError("Nobody could miss this threshold, or nobody meet it.")

    def __str__(self) -> str:
        share = f"{self.fraction.numerator}/{self.fraction.denominator}"
        return f"{self.op.value} {share} of {self.of.value}"

    @classmethod
    def read(cls, written: str) -> "Threshold":
        """The threshold that reads like this."""
        found = _WRITTEN.fullmatch(written)
        if not found or not int(found[3]):
            raise ValueError(f"«{written}» is not a threshold.")
        share = Fraction(int(found[2]), int(found[3]))
        return cls(Denominator(found[4]), share, Operator(found[1]))


def needed(threshold: Threshold, whole: int) -> int:
    """The least count that meets the threshold: 2/3 of 1240 -> 827.

    Of nobody, nothing is enough: the least count is one, and there is none to give it.
    """
    exact = threshold.fraction * whole
    least = floor(exact) + 1 if threshold.op is Operator.GT else ceil(exact)
    return max(least, 1)


def judge(threshold: Threshold, count: int, denominators: Denominators) -> Outcome:
    """Whether a count meets the threshold, as far as that can be known.

    A count beyond the whole refutes the whole: nobody knows of how many it is a part.
    """
    whole = denominators.get(threshold.of)
    if whole is None or count > whole:
        return Outcome.UNDETERMINED
    return Outcome.MET if count >= needed(threshold, whole) else Outcome.NOT_MET


def share_in_words(threshold: Threshold) -> str:
    """«2/3», «more than half»."""
    if threshold.op is Operator.GTE:
        return i18n.fraction(threshold.fraction)
    if threshold.fraction == Fraction(1, 2):
        return _("more than half")
    return _("more than %(fraction)s") % {"fraction": i18n.fraction(threshold.fraction)}


def in_words(threshold: Threshold) -> str:
    """«2/3 of the roll»."""
    return _("%(share)s of %(whole)s") % {
        "share": share_in_words(threshold),
        "whole": _(WHOLES[threshold.of]),
    }


def with_count(threshold: Threshold, whole: int | None) -> str:
    """«2/3 of the roll, that is 827»; without the count where nobody knows it."""
    words = in_words(threshold)
    if whole is None:
        return words
    least = i18n.number(needed(threshold, whole))
    return _("%(threshold)s, that is %(count)s") % {"threshold": words, "count": least}
