"""Held beside libraries of others, where those are right: PEERS=all asks them.

They are in requirements-peers.txt, no part of the product or of its tests in CI, and
warn of themselves: PEERS=all .venv/bin/pytest -W ignore tests/counting/test_peers.py
"""

import os
import random
from importlib import import_module

import pytest

from tests.counting.elections import count

ASKED = os.environ.get("PEERS") == "all"
# Libraries that no test in CI may need.
pytestmark = pytest.mark.skipif(not ASKED, reason="PEERS=all asks libraries of others")
NAMES = "ABCDEF"
SEEDS = range(120 if ASKED else 1)


def election(seed):
    """Full rankings of six, as (order, how many)."""
    dice = random.Random(seed)  # noqa: S311 - the same elections in every run
    drawn = [tuple(dice.sample(NAMES, len(NAMES))) for _ in range(9)]
    return {order: dice.randint(1, 60) for order in drawn}


def papers(ranked):
    return {" ".join(order): many for order, many in ranked.items()}


@pytest.fixture(scope="module")
def pref_voting():
    profiles = import_module("pref_voting.profiles")
    methods = {
        "schulze": import_module("pref_voting.margin_based_methods").beat_path,
        "irv": import_module("pref_voting.iterative_methods").instant_runoff,
        "plurality": import_module("pref_voting.scoring_methods").plurality,
    }

    def winners(rule, ranked):
        rankings = [[NAMES.index(name) for name in order] for order in ranked]
        profile = profiles.Profile(rankings, rcounts=list(ranked.values()))
        return sorted(NAMES[n] for n in methods[rule](profile))

    return winners


@pytest.fixture(scope="module")
def votelib():
    as_pairs = import_module("votelib.convert").RankedToCondorcetVotes().convert
    schulze = import_module("votelib.evaluate.condorcet").Schulze()
    transfers = import_module("votelib.evaluate.sequential").TransferableVoteSelector()

    def winners(rule, ranked, seats):
        if rule == "schulze":
            return schulze.evaluate(as_pairs(ranked), seats)
        return transfers.evaluate(ranked, seats)

    return winners


@pytest.mark.parametrize("rule", ["schulze", "irv", "plurality"])
@pytest.mark.parametrize("seed", SEEDS)
def test_pref_voting_names_the_same_winners(pref_voting, rule, seed):
    ranked = election(seed)

    ours = count(rule, papers(ranked), names=NAMES)

    if rule == "schulze" or not (ours["ties"] or ours["tied"]):
        assert pref_voting(rule, ranked) == sorted(ours["winners"] or ours["tied"])


@pytest.mark.parametrize("seats", [1, 2, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_votelib_transfers_to_the_same_people(votelib, seed, seats):
    ranked = election(seed)

    ours = count("scottish-stv", papers(ranked), seats, names=NAMES)

    if not ours["ties"] and not ours["tied"]:
        assert sorted(votelib("stv", ranked, seats)) == sorted(ours["winners"])


@pytest.mark.parametrize("seed", SEEDS)
def test_votelib_finds_the_same_schulze_winner(votelib, seed):
    ranked = election(seed)

    ours = count("schulze", papers(ranked), names=NAMES)

    if not ours["tied"]:
        assert list(votelib("schulze", ranked, 1)) == ours["winners"]
