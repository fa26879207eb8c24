"""A ballot for industrial action in Great Britain, by the law of the day it opened.

Trade Union and Labour Relations (Consolidation) Act 1992, s. 226(2) as amended by the
Trade Union Act 2016, ss. 2 and 3 (from 1 March 2017), and the Employment Rights Act
2025, s. 69 (no test of support for ballots opened from 18 February 2026). The test of
turnout is kept until its repeal is confirmed. Information, not legal advice.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from union.counting.errors import NotCountable
from union.counting.tallies import only, truth, whole

Json = dict[str, Any]

KNOWN = (
    "entitled",
    "yes",
    "no",
    "spoilt",
    "important_public_service",
    "ballot_opened",
    "title",
)
THRESHOLDS_FROM = date(2017, 3, 1)
SUPPORT_UNTIL = date(2026, 2, 18)


@dataclass(frozen=True)
class Ballot:
    """What came back, and when and where it was asked."""

    entitled: int
    yes: int
    no: int
    spoilt: int
    opened: date
    serves_the_public: bool
    spoilt_papers_vote: bool

    @property
    def votes(self) -> int:
        return self.yes + self.no + (self.spoilt if self.spoilt_papers_vote else 0)


def count(data: Json, *, spoilt_papers_vote: bool = False) -> Json:
    """Whether the ballot passes, test by test.

    Whether a spoilt paper is a vote is a setting. By default it is none: the stricter
    reading for turnout; as votes they also stand against the majority.
    """
    ballot = _read(data, spoilt_papers_vote)
    return {
        "winners": [],
        "tied": [],
        "quota": None,
        "stages": [],
        "ballot_opened": ballot.opened.isoformat(),
        "important_public_service": ballot.serves_the_public,
        "entitled": ballot.entitled,
        "yes": ballot.yes,
        "no": ballot.no,
        "spoilt": ballot.spoilt,
        "spoilt_papers_vote": spoilt_papers_vote,
        "votes_cast": ballot.votes,
        **_tests(ballot),
        "notice": "Information, not legal advice.",
    }


def _read(data: Json, spoilt_papers_vote: bool) -> Ballot:
    only(data, *KNOWN)
    ballot = Ballot(
        entitled=whole(data, "entitled"),
        yes=whole(data, "yes"),
        no=whole(data, "no"),
        spoilt=whole(data, "spoilt", 0),
        opened=_day(data),
        serves_the_public=truth(data, "important_public_service", default=False),
        spoilt_papers_vote=spoilt_papers_vote,
    )
    if ballot.yes + ballot.no + ballot.spoilt > ballot.entitled:
        raise NotCountable("More papers came back than people were entitled to vote.")
    return ballot


def _tests(ballot: Ballot) -> Json:
    """S. 226(2)(a)(iia), (iii) and (2B)."""
    asks_turnout = ballot.opened >= THRESHOLDS_FROM
    asks_support = asks_turnout and ballot.opened < SUPPORT_UNTIL
    asks_support = asks_support and ballot.serves_the_public
    turnout = ballot.votes * 2 >= ballot.entitled and ballot.votes > 0
    majority = ballot.yes * 2 > ballot.votes
    support = ballot.yes * 5 >= ballot.entitled * 2 and ballot.yes > 0
    return {
        "turnout_required": asks_turnout,
        "turnout_needed": -(-ballot.entitled // 2),
        "turnout_met": turnout,
        "majority_yes": majority,
        "support_required": asks_support,
        "support_needed": -(-ballot.entitled * 2 // 5),
        "support_met": support,
        "passes": majority
        and (turnout or not asks_turnout)
        and (support or not asks_support),
    }


def _day(data: Json) -> date:
    said = data.get("ballot_opened")
    try:
        return date.fromisoformat(said if isinstance(said, str) else "")
    except ValueError:
        raise NotCountable("“ballot_opened” wants a day, as in 2026-02-18.") from None
