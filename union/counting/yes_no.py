"""Yes or no: a quorum and a majority, each an exact fraction of something that is
named.

The thresholds are written as in a jurisdiction pack, {of, fraction, op}, by whoever
counts: no pack is consulted here. Who abstains takes part but casts no vote. Where the
number that a fraction is taken of is unknown, so is the answer. A tie is not a
majority.
"""

import re
from fractions import Fraction
from typing import Any

from union.counting.errors import NotCountable
from union.counting.tallies import only, whole

Json = dict[str, Any]

WHOLES = ("electorate", "members", "delegates", "participants", "votes_cast")
MORE_THAN_HALF: Json = {"of": "votes_cast", "fraction": "1/2", "op": "gt"}
MET, NOT_MET, UNDETERMINED = "met", "not_met", "undetermined"


def count(data: Json, asked: Json) -> Json:
    """Whether it is adopted: met, not_met or undetermined, and what it needs.

    Asked are `approval`, else more than half of the votes cast, and perhaps `quorum`.
    """
    only(data, "yes", "no", "abstain", "spoilt", *WHOLES[:3], "title")
    yes, no = whole(data, "yes"), whole(data, "no")
    abstain, spoilt = whole(data, "abstain", 0), whole(data, "spoilt", 0)
    wholes = {key: whole(data, key) for key in WHOLES[:3] if data.get(key) is not None}
    wholes["votes_cast"] = yes + no
    wholes["participants"] = yes + no + abstain
    for key in WHOLES[:3]:
        if wholes.get(key, yes + no + abstain) < yes + no + abstain:
            raise NotCountable(f"More took part than “{key}” says there are.")
    tests = {"approval": _test(asked.get("approval", MORE_THAN_HALF), yes, wholes)}
    if "quorum" in asked:
        tests["quorum"] = _test(asked["quorum"], wholes["participants"], wholes)
    outcomes = {test["outcome"] for test in tests.values()}
    passes = NOT_MET if NOT_MET in outcomes else max(outcomes)
    return {
        "winners": ["yes"] if passes == MET else [],
        "tied": [],
        "quota": None,
        "stages": [],
        "yes": yes,
        "no": no,
        "abstain": abstain,
        "spoilt": spoilt,
        "wholes": {key: wholes.get(key) for key in WHOLES},
        **tests,
        "passes": passes,
    }


def _test(threshold: Json, counted: int, wholes: dict[str, int]) -> Json:
    of, share, is_more = _read(threshold)
    told = {**threshold, "counted": counted, "whole": wholes.get(of)}
    if of not in wholes:
        return {**told, "needed": None, "outcome": UNDETERMINED}
    exact = share * wholes[of]
    needed = exact.numerator // exact.denominator + 1 if is_more else -(-exact // 1)
    needed = max(int(needed), 1)
    return {**told, "needed": needed, "outcome": MET if counted >= needed else NOT_MET}


def _read(threshold: Json) -> tuple[str, Fraction, bool]:
    if not isinstance(threshold, dict):
        raise NotCountable("A threshold is {of, fraction, op}.")
    only(threshold, "of", "fraction", "op")
    of, said, op = (threshold.get(key) for key in ("of", "fraction", "op"))
    if of not in WHOLES:
        raise NotCountable(f"A threshold is of one of {', '.join(WHOLES)}.")
    if op not in ("gt", "gte"):
        raise NotCountable("The “op” of a threshold is gt or gte.")
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", str(said), re.ASCII)
    if not found or not 0 < int(found[1]) <= int(found[2]):
        raise NotCountable("The “fraction” of a threshold is as in 2/3.")
    share = Fraction(int(found[1]), int(found[2]))
    if op == "gt" and share == 1:
        raise NotCountable("Nobody could have more than all.")
    return of, share, op == "gt"
