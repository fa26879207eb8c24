"""A ballot for industrial action in Great Britain, by the law of the day it opened.

Trade Union and Labour Relations (Consolidation) Act 1992, s. 226(2) as amended by the
Trade Union Act 2016, ss. 2 and 3 (from 1 March 2017), and the Employment Rights Act
2025, s. 69 (no test of support for ballots opened from 18 February 2026). The test of
turnout is kept until its repeal is confirmed. Information, not legal advice.
"""

from datetime import date
from typing import Any

from union.counting.errors import NotCountable
from union.counting.tallies import only, truth, whole

THRESHOLDS_FROM = date(2017, 3, 1)
SUPPORT_UNTIL = date(2026, 2, 18)


def count(data: dict[str, Any], *, spoilt_papers_vote: bool = False) -> dict[str, Any]:
    """Whether the ballot passes, test by test.

    Whether a spoilt paper is a vote is a setting. By default it is none: the stricter
    reading for turnout; as votes they also stand against the majority.
    """
    only(
        data,
        "entitled",
        "yes",
        "no",
        "spoilt",
        "important_public_service",
        "ballot_opened",
        "title",
    )
    entitled, yes, no = (whole(data, key) for key in ("entitled", "yes", "no"))
    spoilt = whole(data, "spoilt", 0)
    opened = _day(data)
    votes = yes + no + (spoilt if spoilt_papers_vote else 0)
    if yes + no + spoilt > entitled:
        raise NotCountable("More papers came back than people were entitled to vote.")

    needs_turnout = opened >= THRESHOLDS_FROM
    serves = truth(data, "important_public_service", default=False)
    needs_support = serves and THRESHOLDS_FROM <= opened < SUPPORT_UNTIL
    turnout_met = votes * 2 >= entitled and votes > 0
    majority_yes = yes * 2 > votes
    support_met = yes * 5 >= entitled * 2 and yes > 0
    return {
        "winners": [],
        "tied": [],
        "quota": None,
        "stages": [],
        "ballot_opened": opened.isoformat(),
        "entitled": entitled,
        "yes": yes,
        "no": no,
        "spoilt": spoilt,
        "spoilt_papers_vote": spoilt_papers_vote,
        "votes_cast": votes,
        "turnout_required": needs_turnout,
        "turnout_needed": -(-entitled // 2),
        "turnout_met": turnout_met,
        "majority_yes": majority_yes,
        "support_required": needs_support,
        "support_needed": -(-entitled * 2 // 5),
        "support_met": support_met,
        "passes": (
            majority_yes
            and (turnout_met or not needs_turnout)
            and (support_met or not needs_support)
        ),
        "notice": "Information, not legal advice.",
    }


def _day(data: dict[str, Any]) -> date:
    said = data.get("ballot_opened")
    try:
        return date.fromisoformat(said if isinstance(said, str) else "")
    except ValueError:
        raise NotCountable("“ballot_opened” wants a day, as in 2026-02-18.") from None
